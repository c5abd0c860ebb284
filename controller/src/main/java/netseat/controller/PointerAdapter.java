package netseat.controller;

import java.nio.ByteBuffer;
import java.util.List;
import netseat.hypervisor.LogicalPointer;
import netseat.hypervisor.LogicalPointer.Button;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.Attachment;
import netseat.protocol.FrameWriter;
import netseat.screen.Framebuffer;
import org.jspecify.annotations.Nullable;

/**
 * Motion, positions, buttons and wheel of a pointer to the logical pointer, as its preset says. Tells the device which of motion and
 * positions the guest takes, and translates for a device that sends the other.
 */
public final class PointerAdapter extends InputAdapter {
    /** In 1/120 of a step and thousandths. */
    private static final long WHEEL_STEP = 120L * PointerPreset.THOUSAND;

    private static final int MOST_STEPS = 64;

    private static final int MAX_BUTTON = 16;
    private static final int LEFT = 1;
    private static final int RIGHT = 2;

    /** As a BUTTON message numbers them, from 1; the guest has no others. */
    private static final List<Button> BUTTONS =
            List.of(Button.LEFT, Button.RIGHT, Button.MIDDLE, Button.SIDE, Button.EXTRA);

    private final StrayMotion order = new StrayMotion(this);

    private @Nullable VirtualMachine plugged;
    private @Nullable LogicalPointer pointer;

    // Where the pointer is, as far as is known, in units of POSITION; what a translation left over is kept.
    private int x = LogicalPointer.MAX_POSITION / 2;
    private int y = LogicalPointer.MAX_POSITION / 2;
    private long wheelVertical;
    private long wheelHorizontal;

    private final MotionScale motion = new MotionScale();
    private final SurfaceMotion surface = new SurfaceMotion();
    private PointerPreset preset = PointerPreset.PLAIN;

    PointerAdapter(String name, int number, Attachment attachment, Link link) {
        super(name, number, attachment, link, MAX_BUTTON + 1);
    }

    @Override
    synchronized void use(Preset next) {
        preset = next.pointer();
        motion.use(preset);
        wheelVertical = 0;
        wheelHorizontal = 0;
    }

    /** Through which all motion comes; of the thread of the link's session. */
    StrayMotion order() {
        return order;
    }

    synchronized void motion(int right, int down) {
        LogicalPointer to = pointer;
        VirtualMachine on = plugged;
        if (to == null || on == null || isWithheld()) {
            return;
        }
        motion.scale(right, down, LogicalPointer.MAX_MOTION);
        int dx = motion.right();
        int dy = motion.down();
        if ((dx | dy) == 0) {
            return;
        }
        if (to.absolute()) {
            Framebuffer picture = Plug.pointedAt(on, plug().head()).picture();
            x = Math.clamp(x + distance(dx, picture.width()), 0, LogicalPointer.MAX_POSITION);
            y = Math.clamp(y + distance(dy, picture.height()), 0, LogicalPointer.MAX_POSITION);
            to.moveTo(x, y);
        } else {
            to.move(dx, dy);
        }
    }

    synchronized void position(int newX, int newY) {
        LogicalPointer to = pointer;
        VirtualMachine on = plugged;
        if (to == null || on == null) {
            return;
        }
        if (isWithheld()) {
            surface.forget(); // so that a guest that takes motion is not told of what happened meanwhile
        } else if (to.absolute()) {
            to.moveTo(newX, newY);
        } else {
            surface.take(newX - x, newY - y, Plug.pointedAt(on, plug().head()).picture());
            if (!surface.isNone()) {
                to.move(surface.right(), surface.down());
            }
        }
        x = newX;
        y = newY;
    }

    private static int distance(int pixels, int side) {
        return pixels * (LogicalPointer.MAX_POSITION + 1) / side;
    }

    /** The guest's button of this number, 1 to 5. */
    static Button button(int number) {
        return BUTTONS.get(number - 1);
    }

    /** A button as a BUTTON message names it, 1 to 16; the guest has five. */
    synchronized void button(int number, boolean down) {
        LogicalPointer to = pointer;
        if (to == null || isWithheld()) {
            return;
        }
        if (down) {
            int as = preset.leftHanded() && number <= RIGHT ? LEFT + RIGHT - number : number;
            if (as <= BUTTONS.size() && held().press(number, as)) {
                to.button(button(as), true);
            }
        } else if (held().isHeld(number)) {
            int as = held().as(number);
            if (held().release(number)) {
                to.button(button(as), false);
            }
        }
    }

    /** The wheel in 1/120 of a step; parts of a step wait for the rest. */
    synchronized void wheel(int vertical, int horizontal) {
        LogicalPointer to = pointer;
        if (to == null || isWithheld()) {
            return;
        }
        wheelVertical += (long) vertical * preset.wheel();
        wheelHorizontal += (long) horizontal * preset.wheel();
        long stepsUp = wheelVertical / WHEEL_STEP;
        long stepsRight = wheelHorizontal / WHEEL_STEP;
        wheelVertical -= stepsUp * WHEEL_STEP;
        wheelHorizontal -= stepsRight * WHEEL_STEP;
        if (stepsUp != 0 || stepsRight != 0) {
            to.wheel(Math.clamp(stepsUp, -MOST_STEPS, MOST_STEPS), Math.clamp(stepsRight, -MOST_STEPS, MOST_STEPS));
        }
    }

    @Override
    void connect(VirtualMachine next) {
        LogicalPointer to = next.pointer(plug().head());
        plugged = next;
        pointer = to;
        surface.forget();
        wheelVertical = 0;
        wheelHorizontal = 0;
        motion.forget();
        follow(to.onModeChange(() -> sendMode(to)));
        sendMode(to);
    }

    @Override
    boolean isElsewhere(VirtualMachine on) {
        return !on.pointer(plug().head()).equals(pointer);
    }

    @Override
    void release(int number) {
        LogicalPointer to = pointer;
        if (to != null) {
            to.button(button(number), false);
        }
    }

    @Override
    void letGo() {
        pointer = null;
        plugged = null;
    }

    /** The lock keeps a late word of a machine that was left from the mode of the new one. */
    private synchronized void sendMode(LogicalPointer of) {
        if (of.equals(pointer)) {
            ByteBuffer frame = ByteBuffer.allocate(16);
            FrameWriter.pointerMode(frame, number(), of.absolute());
            link().send(frame.flip());
        }
    }
}
