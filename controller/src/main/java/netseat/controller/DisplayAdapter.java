package netseat.controller;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.Attachment;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameWriter;
import netseat.protocol.ProtocolException;
import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;
import netseat.screen.PictureEncoder;
import org.jspecify.annotations.Nullable;

/**
 * A head's pixels to one display unit. Its own thread waits until the unit has shown the last picture and something
 * changed, then sends the newest state: nothing queues, and a slow unit slows nobody else.
 */
public final class DisplayAdapter extends Adapter implements Runnable {
    /** Commands of one PICTURE frame; a larger picture takes several. Holds the largest pointer shape. */
    private static final int BUFFER = 256 * 1024;

    private static final Framebuffer NOTHING = new Framebuffer(640, 400);

    private final LinkSession session;
    private final StageTimes times;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final PictureEncoder encoder = new PictureEncoder();
    private final Thread painter;

    private volatile HeadView head = HeadView.still(NOTHING);
    private volatile boolean lost;
    private volatile boolean closed;
    private volatile int shownMark;
    private volatile int sentMark;

    // The painter's own: what of the head is on the unit.
    private @Nullable HeadView paintedHead;
    private CursorShape sentShape = CursorShape.NONE;
    private long sentPointer = HeadView.NO_POINTER;

    DisplayAdapter(String name, int number, Attachment attachment, LinkSession session, StageTimes times) {
        super(name, number, attachment, session.link());
        this.session = session;
        this.times = times;
        this.painter = Thread.ofPlatform().name("display " + name).daemon().unstarted(this);
    }

    void start() {
        painter.start();
    }

    /** The painter's loop. */
    @Override
    public void run() {
        while (!closed) {
            HeadView view = head;
            boolean ready = sentMark == shownMark;
            if (ready && isStale(view)) {
                view.waiting(false);
                paint(view);
            } else {
                view.waiting(ready);
                LockSupport.park(this); // whoever changes what is looked at above unparks after it
            }
        }
    }

    private boolean isStale(HeadView view) {
        return lost
                || view != paintedHead
                || view.surface().picture() != encoder.source()
                || !view.cursor().equals(sentShape)
                || view.pointer() != sentPointer
                || !view.surface().damage().isEmpty();
    }

    /** Sends the newest state of the head, if it differs from what the unit shows. */
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
            encoder.start();
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
        LockSupport.unpark(painter);
    }

    /** The unit lost its picture. */
    void pictureLost() {
        lost = true;
        shownMark = sentMark;
        LockSupport.unpark(painter);
    }

    @Override
    void connect(VirtualMachine next) {
        HeadView view = new HeadView(painter, session);
        view.look(next.display());
        head = view;
        LockSupport.unpark(painter);
    }

    @Override
    void disconnect() {
        HeadView before = head;
        head = HeadView.still(NOTHING); // nothing of the old machine stays on the screen
        before.close();
        LockSupport.unpark(painter);
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
