package netseat.controller;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import netseat.hypervisor.LogicalDisplay;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.Attachment;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameWriter;
import netseat.protocol.ProtocolException;
import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;
import netseat.screen.PictureEncoder;
import netseat.screen.PictureFormat;
import org.jspecify.annotations.Nullable;

/**
 * A head's pixels to one display unit: when the unit has shown the last picture and something changed, the newest state
 * is sent. Nothing queues, and a slow unit slows nobody else.
 *
 * <p>What is small, such as a typed character, the machine's pixel thread paints itself: waking another thread costs more
 * than the painting. All else is left to the unit's own thread, so that the pixel thread is never held up. Whoever paints
 * holds a lock that the pixel thread only ever tries.
 */
public final class DisplayAdapter extends Adapter implements Runnable {
    /** Commands of one PICTURE frame; a larger picture takes several. Holds the largest pointer shape. */
    private static final int BUFFER = 256 * 1024;

    /** What the pixel thread may paint: some 0.1 ms of encoding. */
    private static final int SMALL_TILES = 64;

    private static final Framebuffer NOTHING = new Framebuffer(640, 400);

    private final LinkSession session;
    private final StageTimes times;
    private final HeadSizes sizes;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final PictureEncoder encoder = new PictureEncoder(PictureFormat.BASIC);
    private final Thread painter;
    private final ReentrantLock painting = new ReentrantLock();

    private volatile HeadView head = HeadView.still(NOTHING);
    private volatile boolean lost;
    private volatile boolean closed;
    private volatile int shownMark;
    private volatile int sentMark;

    // Guarded by the adapter's own lock.
    private @Nullable LogicalDisplay shown;
    private HeadSizes.@Nullable Size wish;

    // Guarded by the lock: what of the head is on the unit.
    private @Nullable HeadView paintedHead;
    private CursorShape sentShape = CursorShape.NONE;
    private long sentPointer = HeadView.NO_POINTER;

    DisplayAdapter(
            String name, int number, Attachment attachment, LinkSession session, StageTimes times, HeadSizes sizes) {
        super(name, number, attachment, session.link());
        this.session = session;
        this.times = times;
        this.sizes = sizes;
        this.painter = Thread.ofPlatform().name("display " + name).daemon().unstarted(this);
    }

    /** The painter's loop. */
    @Override
    public void run() {
        while (!closed) {
            boolean painted = false;
            painting.lock();
            try {
                HeadView view = head;
                painted = isReady() && isStale(view);
                if (painted) {
                    paint(view);
                } else {
                    view.waiting(isReady());
                }
            } finally {
                painting.unlock();
            }
            if (!painted) {
                LockSupport.park(this); // whoever changes what is looked at above unparks after it
            }
        }
    }

    /** The head has changed. Pixel thread. */
    void headChanged(HeadView view) {
        if (painting.tryLock()) {
            try {
                if (isReady() && isSmall(view)) {
                    paint(view);
                    return;
                }
            } finally {
                painting.unlock();
            }
        }
        LockSupport.unpark(painter);
    }

    private boolean isReady() {
        return sentMark == shownMark && !closed;
    }

    /** Whether it is the picture that the unit shows already, and little of it has changed. */
    private boolean isSmall(HeadView view) {
        HeadView.Surface surface = view.surface();
        return !lost
                && view == head
                && view == paintedHead
                && surface.picture() == encoder.source()
                && surface.damage().isAtMost(SMALL_TILES);
    }

    private boolean isStale(HeadView view) {
        return lost
                || view != paintedHead
                || view.surface().picture() != encoder.source()
                || !view.cursor().equals(sentShape)
                || view.pointer() != sentPointer
                || !view.surface().damage().isEmpty();
    }

    /** Sends the newest state of the head, if it differs from what the unit shows. The lock is held. */
    private void paint(HeadView view) {
        long readNanos = view.takeReadNanos();
        int answers = view.answers();
        int mark = sentMark + 1;
        long start = System.nanoTime();
        out.clear().position(FrameWriter.PICTURE_PREFIX);
        HeadView.Surface surface = view.surface();
        if (lost || view != paintedHead || surface.picture() != encoder.source()) {
            lost = false;
            paintedHead = view;
            sentShape = CursorShape.NONE;
            sentPointer = HeadView.NO_POINTER;
            encoder.begin(surface.picture(), surface.damage(), out);
            PictureEncoder.cursor(CursorShape.NONE, out);
        } else {
            encoder.start(PictureEncoder.UNLIMITED);
        }
        encodePointer(view);
        boolean partSent = false;
        while (!encoder.encode(out)) {
            FrameWriter.picture(out, 0, number(), mark, answers, false);
            link().send(out.flip());
            out.clear().position(FrameWriter.PICTURE_PREFIX);
            partSent = true;
        }
        times.record(StageTimes.Stage.ENCODE, System.nanoTime() - start);
        if (!partSent && out.position() == FrameWriter.PICTURE_PREFIX) {
            return; // what changed has changed back
        }
        FrameWriter.picture(out, 0, number(), mark, answers, true);
        view.waiting(false);
        sentMark = mark;
        link().sendPicture(out.flip(), readNanos == HeadView.NOT_READ ? start : readNanos);
    }

    private void encodePointer(HeadView view) {
        CursorShape shape = view.cursor();
        if (!shape.equals(sentShape)) {
            PictureEncoder.cursor(shape, out);
            sentShape = shape;
        }
        long pointer = view.pointer();
        if (pointer != sentPointer) {
            PictureEncoder.pointer(
                    HeadView.pointerX(pointer), HeadView.pointerY(pointer), HeadView.pointerVisible(pointer), out);
            sentPointer = pointer;
        }
    }

    /** The unit shows the picture with this mark. */
    void shown(int mark) throws ProtocolException {
        if (mark != sentMark || mark == shownMark) {
            throw new ProtocolException(ByeReason.OUT_OF_ORDER, "picture " + mark + " was not waiting to be shown");
        }
        shownMark = mark;
        if (painting.tryLock()) {
            try {
                HeadView view = head;
                if (!isStale(view)) {
                    view.waiting(true);
                    return;
                }
            } finally {
                painting.unlock();
            }
        }
        LockSupport.unpark(painter);
    }

    /** The unit lost its picture. */
    void pictureLost() {
        lost = true;
        shownMark = sentMark;
        LockSupport.unpark(painter);
    }

    /** The unit would like the guest to have this size; it is remembered for the next machine. */
    synchronized void wish(int width, int height) {
        HeadSizes.Size size = new HeadSizes.Size(width, height);
        wish = size;
        if (shown != null) {
            sizes.wished(shown, this, size);
        }
    }

    private int wantedHead() {
        return attachment().capabilities().head();
    }

    @Override
    void connect(VirtualMachine next) {
        if (wantedHead() > next.heads().size()) {
            show(HeadView.still(NOTHING)); // as a monitor at a socket that is not there; its status says why
            return;
        }
        LogicalDisplay display = next.heads().get(wantedHead() - 1);
        HeadView view = new HeadView(this, session);
        view.look(display);
        show(view);
        shown = display;
        sizes.plugged(display, this, wish);
    }

    @Override
    String words(VirtualMachine plugged) {
        String words = super.words(plugged);
        int heads = plugged.heads().size();
        if (wantedHead() <= heads || !words.isEmpty()) {
            return words;
        }
        String has = heads == 1 ? " has one head" : " has " + heads + " heads";
        return plugged.spec().title() + has + "; this display is for head " + wantedHead() + ".";
    }

    @Override
    void unplugged() {
        show(HeadView.still(NOTHING)); // nothing of the old machine stays on the screen
    }

    /** After this nothing more of the head before is sent: whoever paints it has done. */
    private void show(HeadView view) {
        painting.lock();
        try {
            head = view;
        } finally {
            painting.unlock();
        }
        if (painter.getState() == Thread.State.NEW) {
            painter.start(); // not before: a unit that has never been plugged in has nothing to show
        }
        LockSupport.unpark(painter);
    }

    @Override
    void disconnect() {
        head.close();
        if (shown != null) {
            sizes.unplugged(shown, this);
            shown = null;
        }
    }

    @Override
    synchronized void detach() {
        super.detach();
        closed = true;
        LockSupport.unpark(painter);
    }

    @Override
    void releaseAll() {}

    @Override
    void forgetHeld() {}

    @Override
    boolean isHolding() {
        return false;
    }
}
