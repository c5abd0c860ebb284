package netseat.controller;

import java.nio.ByteBuffer;
import netseat.hypervisor.LogicalPointer;
import netseat.hypervisor.LogicalTouch;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.Attachment;
import netseat.protocol.ContactState;
import netseat.protocol.FrameWriter;
import netseat.protocol.TouchReport;
import org.jspecify.annotations.Nullable;

/**
 * The contacts of a touch surface to the logical touch screen, report by report; or, where the guest has none, as a
 * {@link FingerPointer} to the logical pointer. Tells the device which.
 */
public final class TouchAdapter extends InputAdapter {
    /** What is held: contacts as these and their number, buttons as they are numbered in a BUTTON message. */
    private static final int FIRST_CONTACT = 16;

    private static final int SIZE = FIRST_CONTACT + TouchReport.MAX_CONTACTS;

    private final DueTimes times;
    private final FingerPointer fingers;
    private @Nullable VirtualMachine plugged;
    private final SurfaceMotion surface = new SurfaceMotion();
    private boolean direct;

    TouchAdapter(String name, int number, Attachment attachment, Link link, DueTimes times) {
        super(name, number, attachment, link, SIZE);
        this.times = times;
        this.fingers = new FingerPointer(
                this, new ToPointer(), times, attachment.capabilities().touch());
    }

    @Override
    void use(Preset preset) {
        // A finger has neither speed nor hand, and touches what it is to touch.
    }

    synchronized void touch(TouchReport report) {
        VirtualMachine on = plugged;
        if (on == null || isWithheld()) {
            return;
        }
        if (!direct) {
            fingers.report(report);
            return;
        }
        LogicalTouch to = on.touch();
        for (int i = 0; i < report.count(); i++) {
            int contact = report.id(i);
            int what = FIRST_CONTACT + contact;
            boolean known = held().isHeld(what);
            if (report.state(i) == ContactState.DOWN && !known) {
                known = held().press(what, what);
            }
            if (known) {
                // one that came down elsewhere, as before a replug, has no effect here
                to.touch(contact, report.x(i), report.y(i));
                if (report.state(i) == ContactState.UP) {
                    boolean _ = held().release(what);
                    to.lift(contact);
                }
            }
        }
        to.report();
    }

    /** The logical pointer, as the fingers use it. */
    private final class ToPointer implements FingerPointer.Pointer {
        private LogicalPointer pointer() {
            VirtualMachine on = plugged;
            if (on == null) {
                throw new IllegalStateException("not plugged into anything");
            }
            return on.pointer(plug().head());
        }

        @Override
        public boolean absolute() {
            return pointer().absolute();
        }

        @Override
        public void moveTo(int x, int y) {
            pointer().moveTo(x, y);
        }

        @Override
        public void moveBy(int dx, int dy) {
            VirtualMachine on = plugged;
            if (on == null) {
                return;
            }
            surface.take(dx, dy, Plug.pointedAt(on, plug().head()).picture());
            if (!surface.isNone()) {
                on.pointer(plug().head()).move(surface.right(), surface.down());
            }
        }

        @Override
        public void button(int number, boolean down) {
            if (down ? held().press(number, number) : held().release(number)) {
                pointer().button(PointerAdapter.button(number), down);
            }
        }

        @Override
        public void wheel(int vertical, int horizontal) {
            pointer().wheel(vertical, horizontal);
        }
    }

    @Override
    void connect(VirtualMachine next) {
        plugged = next;
        begin(next);
        follow(next.touch().onModeChange(() -> modeChanged(next)));
    }

    private void begin(VirtualMachine on) {
        int contacts = on.touch().contacts();
        direct = contacts > 0;
        surface.forget();
        fingers.restart();
        if (direct) {
            times.remove(fingers);
        } else {
            times.add(fingers);
        }
        ByteBuffer frame = ByteBuffer.allocate(16);
        FrameWriter.touchMode(frame, number(), contacts);
        link().send(frame.flip());
    }

    /** The lock keeps a late word of a machine that was left from the mode of the new one. */
    private synchronized void modeChanged(VirtualMachine of) {
        if (of.equals(plugged)) {
            releaseAll();
            begin(of);
        }
    }

    @Override
    void release(int what) {
        VirtualMachine on = plugged;
        if (on == null) {
            return;
        }
        if (what >= FIRST_CONTACT) {
            on.touch().lift(what - FIRST_CONTACT);
            on.touch().report();
        } else {
            on.pointer(plug().head()).button(PointerAdapter.button(what), false);
        }
    }

    @Override
    void released() {
        fingers.forget();
    }

    @Override
    void withheld() {
        fingers.restart(); // it hears nothing of those that are lifted meanwhile
    }

    @Override
    void letGo() {
        plugged = null;
        times.remove(fingers);
    }
}
