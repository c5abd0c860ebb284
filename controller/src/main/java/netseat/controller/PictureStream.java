package netseat.controller;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameWriter;
import netseat.screen.CursorShape;
import netseat.screen.PictureEncoder;
import netseat.screen.PictureFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pictures of one head for display units that are <em>in step</em>: they have been sent the same bytes since the
 * stream's first picture, so that each picture is encoded once for all of them. When all have shown the last picture and
 * something changed, the newest state is sent. Nothing queues.
 *
 * <p>A unit that is not ready half a frame after the first one was falls out of step: it goes on in a fork of this stream,
 * from where it stands. So a slow unit slows nobody else. See {@link HeadStreams} for how units come together.
 *
 * <p>What is small, such as a typed character, the machine's pixel thread draws itself: waking another thread costs more
 * than the drawing. All else is left to the stream's own thread, so that the pixel thread is never held up. Whoever draws
 * holds a lock that the pixel thread and the links' threads only ever try.
 */
final class PictureStream implements Runnable {
    /** How long a unit that is ready waits for another one: half a frame, */
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(8);

    /** and as long as the last picture took to encode, for that is what a fork costs each time; but no longer than this. */
    private static final long LONGEST_GRACE = TimeUnit.MILLISECONDS.toNanos(50);

    /** How long the first picture waits for units that begin at the same time. */
    private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(2);

    /** What the pixel thread may draw: some 0.1 ms of encoding, and some of sending. */
    private static final int SMALL_TILES = 64;

    private static final int FEW_UNITS = 4;

    /** How often a stream tries to become one with another. */
    private static final long MEET_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long UNTIL_WOKEN = Long.MAX_VALUE;

    private static final long AGAIN = 0;

    private static final Logger log = LoggerFactory.getLogger(PictureStream.class);

    private final HeadStreams head;
    private final PictureFormat format;
    private final int refresh;
    private final HeadView view = new HeadView(this);
    private final ByteBuffer out = ByteBuffer.allocate(FrameWriter.MAX_COMMANDS);
    private final Thread painter;
    private final ReentrantLock painting = new ReentrantLock();

    // Written under the head's monitor.
    private volatile DisplayAdapter[] units = Units.NONE;
    private volatile boolean begun;
    private volatile boolean ended;

    // Guarded by the painting lock: what is on the units.
    private PictureEncoder encoder;
    private CursorShape sentShape = CursorShape.NONE;
    private long sentPointer = HeadView.NO_POINTER;

    /** When those who are ready wait no longer for the others; meaningful while {@link #inGrace}. Same lock. */
    private long graceEnds;

    private boolean inGrace;

    /** When the last picture was begun and finished, and when to look for another stream again. Same lock. */
    private long drawnFrom = System.nanoTime();

    private long drawnUntil = drawnFrom;
    private long meetAgainAt = drawnFrom;

    /** How long the last picture took to encode. Same lock. */
    private long encodeNanos;

    /** A stream that shows nothing yet, for units of this format and of so many pictures a second. */
    PictureStream(HeadStreams head, PictureFormat format, int refresh) {
        this.head = head;
        this.format = format;
        this.refresh = refresh;
        this.encoder = new PictureEncoder(format);
        String name = "display " + head.machine() + (head.number() > 1 ? " " + head.number() : "");
        this.painter = Thread.ofPlatform().name(name).daemon().unstarted(this);
    }

    /** Starts with the whole picture. */
    void open() {
        view.look(head.display());
        painter.start();
    }

    /** Starts from where another stream stands, whose lock is held. */
    private void openFrom(PictureStream other) {
        painting.lock();
        try {
            view.look(head.display());
            encoder = other.encoder.fork(view.surface().damage());
            sentShape = other.sentShape;
            sentPointer = other.sentPointer;
        } finally {
            painting.unlock();
        }
        painter.start();
    }

    /** Those who are in step. */
    DisplayAdapter[] units() {
        return units;
    }

    /** By the head only, under its monitor, as the next two. */
    void setUnits(DisplayAdapter[] next) {
        units = next;
    }

    /** Whoever joins from now on would lack what came before. */
    void setBegun() {
        begun = true;
    }

    /** Nobody is here any more. */
    void end() {
        ended = true;
        view.close();
        LockSupport.unpark(painter);
    }

    /** Whether a unit that begins may begin in this stream. */
    boolean takesIn(DisplayAdapter unit) {
        return !begun && format.equals(unit.format()) && refresh == unit.refresh();
    }

    /** The painter's loop. */
    @Override
    public void run() {
        try {
            gather();
            while (!ended) {
                long wait = step(System.nanoTime());
                if (wait == UNTIL_WOKEN) {
                    LockSupport.park(this); // whoever changes what is looked at above unparks after it
                } else if (wait > 0) {
                    LockSupport.parkNanos(this, wait);
                }
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** Waits a moment for others that begin now as well, as all displays of a seat do when it is plugged. */
    private void gather() {
        long end = System.nanoTime() + GATHER;
        for (long left = GATHER; !begun && !ended && left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        head.begin(this);
    }

    /** Draws if there is something to draw and somebody ready; else says how long to wait. */
    private long step(long now) {
        painting.lock();
        try {
            DisplayAdapter[] all = units;
            int ready = countReady(all);
            long wait = untilDue(all, now);
            if (ready == 0) {
                inGrace = false;
                view.waiting(false);
                return UNTIL_WOKEN;
            }
            boolean allDue = ready == all.length && wait <= 0;
            if (allDue && meet(now)) {
                return AGAIN;
            }
            if (!isStale()) {
                inGrace = false;
                view.waiting(wait <= 0);
                return wait > 0 ? wait : Math.min(encoder.untilRefined(), allDue ? untilMeeting(now) : UNTIL_WOKEN);
            }
            if (wait > 0) {
                return wait;
            }
            if (ready < all.length) {
                if (!inGrace) {
                    inGrace = true;
                    graceEnds = now + Math.clamp(encodeNanos, GRACE, LONGEST_GRACE);
                }
                if (graceEnds - now > 0) {
                    return graceEnds - now;
                }
                split(now);
            }
            paint(units, now);
            return AGAIN;
        } finally {
            painting.unlock();
        }
    }

    /** Becomes one with a larger stream, if there is one to become one with. */
    private boolean meet(long now) {
        return head.size() > 1
                && now - meetAgainAt >= 0
                && head.leaderOf(this, now).map(leader -> join(leader, now)).orElse(false);
    }

    /** When to try that again, if nothing happens meanwhile. */
    private long untilMeeting(long now) {
        return head.size() > 1 && head.leaderOf(this, now).isPresent() ? Math.max(1, meetAgainAt - now) : UNTIL_WOKEN;
    }

    private void split(long now) {
        PictureStream fork = new PictureStream(head, format, refresh);
        if (head.split(this, fork, now)) {
            fork.openFrom(this);
        }
    }

    /** The head has changed. Pixel thread. */
    void headChanged() {
        DisplayAdapter[] all = units;
        for (DisplayAdapter unit : all) {
            unit.noteAnswers();
        }
        if (painting.tryLock()) {
            try {
                int ready = countReady(all);
                if (begun && ready > 0 && ready == all.length && ready <= FEW_UNITS && isSmall()) {
                    long now = System.nanoTime();
                    if (untilDue(all, now) <= 0) {
                        paint(all, now);
                        return;
                    }
                }
                if (begun && (ready == 0 || (inGrace && ready < all.length))) {
                    return; // who becomes ready, or the painter itself, goes on from here
                }
            } finally {
                painting.unlock();
            }
        }
        LockSupport.unpark(painter);
    }

    /** A unit has shown the last picture. Its link's thread. */
    void unitReady() {
        if (painting.tryLock()) {
            try {
                DisplayAdapter[] all = units;
                boolean allReady = countReady(all) == all.length;
                if (isStale()) {
                    if (inGrace && !allReady) {
                        return;
                    }
                } else if (untilDue(all, System.nanoTime()) <= 0) {
                    view.waiting(true);
                    boolean refined = encoder.untilRefined() == UNTIL_WOKEN;
                    if (refined && (!allReady || head.size() == 1)) {
                        return; // else the painter waits for that, or looks for another stream to become one with
                    }
                }
            } finally {
                painting.unlock();
            }
        }
        LockSupport.unpark(painter);
    }

    private static int countReady(DisplayAdapter[] all) {
        int ready = 0;
        for (DisplayAdapter unit : all) {
            ready += unit.isReady() ? 1 : 0;
        }
        return ready;
    }

    /** In how many nanoseconds all units may have the next picture. */
    private static long untilDue(DisplayAdapter[] all, long now) {
        long longest = 0;
        for (DisplayAdapter unit : all) {
            longest = Math.max(longest, unit.pace().untilDue(now));
        }
        return longest;
    }

    /** Whether it is the picture that the units show already, and little of it has changed. */
    private boolean isSmall() {
        return view.surface().picture() == encoder.source() && encoder.isBehindByAtMost(SMALL_TILES);
    }

    private boolean isStale() {
        return view.surface().picture() != encoder.source()
                || !encoder.isUpToDate()
                || !view.cursor().equals(sentShape)
                || view.pointer() != sentPointer;
    }

    /** Sends the newest state of the head, if it differs from what the units show; all are ready. The lock is held. */
    private void paint(DisplayAdapter[] to, long now) {
        inGrace = false;
        long readNanos = view.takeReadNanos();
        out.clear();
        HeadView.Surface surface = view.surface();
        if (surface.picture() != encoder.source()) {
            sentShape = CursorShape.NONE;
            sentPointer = HeadView.NO_POINTER;
            encoder.begin(surface.picture(), surface.damage(), out);
            PictureEncoder.cursor(CursorShape.NONE, out);
        }
        encoder.start(budget(to));
        encodePointer(view.cursor(), view.pointer());
        finish(to, now, readNanos);
    }

    /** Tells the encoder of the slowest link; the longest picture that all links take in good time. */
    private int budget(DisplayAdapter[] to) {
        int budget = PictureEncoder.UNLIMITED;
        long speed = UnitPace.UNKNOWN_SPEED;
        for (DisplayAdapter unit : to) {
            budget = Math.min(budget, unit.pace().budget());
            speed = Math.min(speed, unit.pace().speed());
        }
        encoder.linkSpeed(speed);
        return budget;
    }

    private void encodePointer(CursorShape shape, long pointer) {
        if (!shape.equals(sentShape)) {
            PictureEncoder.cursor(shape, out);
            sentShape = shape;
        }
        if (pointer != sentPointer) {
            PictureEncoder.pointer(
                    HeadView.pointerX(pointer), HeadView.pointerY(pointer), HeadView.pointerVisible(pointer), out);
            sentPointer = pointer;
        }
    }

    /** Encodes and sends what was started; nothing is sent when nothing differs. */
    private void finish(DisplayAdapter[] to, long start, long readNanos) {
        long bytes = 0;
        long sendNanos = 0;
        while (!encoder.encode(out)) {
            bytes += out.position();
            long sending = System.nanoTime();
            send(to, false, HeadView.NOT_READ);
            sendNanos += System.nanoTime() - sending;
        }
        drawnFrom = start;
        drawnUntil = System.nanoTime();
        encodeNanos = drawnUntil - start - sendNanos;
        head.times().record(StageTimes.Stage.ENCODE, encodeNanos);
        bytes += out.position();
        if (bytes == 0) {
            return; // what changed has changed back
        }
        head.count().add(bytes, encodeNanos);
        view.waiting(false);
        for (DisplayAdapter unit : to) {
            unit.count().add(bytes, encodeNanos);
        }
        send(to, true, readNanos == HeadView.NOT_READ ? start : readNanos);
    }

    /** Sends what is in the buffer to each unit; all share one copy of it. */
    private void send(DisplayAdapter[] to, boolean last, long readNanos) {
        byte[] commands = Arrays.copyOf(out.array(), out.position());
        out.clear();
        for (DisplayAdapter unit : to) {
            unit.send(this, commands, last, readNanos);
        }
    }

    /** Whether the units of both could be sent the same. */
    boolean isLike(PictureStream other) {
        return format.equals(other.format) && refresh == other.refresh;
    }

    /** Whether the units here keep pace, so that others may join them or they may join others. */
    boolean maySwell(long now) {
        for (DisplayAdapter unit : units) {
            if (!unit.pace().isSociable(now)) {
                return false;
            }
        }
        return begun && units.length > 0;
    }

    /**
     * Draws what the units of a larger stream show, and becomes one with it; all units here are ready. What they see goes
     * forward only: the other has been drawn since. The lock is held.
     *
     * @return whether it was drawn; if all of it could be, this stream is empty now
     */
    private boolean join(PictureStream leader, long now) {
        meetAgainAt = now + MEET_INTERVAL;
        if (!tryLock(leader.painting)) {
            return false;
        }
        try {
            boolean newer = leader.drawnFrom - drawnUntil > 0 || (!isStale() && !leader.isStale());
            if (!newer || !encoder.canFollow(leader.encoder)) {
                return false;
            }
            DisplayAdapter[] to = units;
            out.clear();
            encoder.follow(leader.encoder, budget(to));
            encodePointer(leader.sentShape, leader.sentPointer);
            finish(to, now, HeadView.NOT_READ);
            if (encoder.isInStepWith(leader.encoder)) {
                leader.encoder.forget(); // they show the same, and remember what each has been through
                head.moveAll(this, leader);
            } else {
                view.surface().damage().markAll(); // it had no room; what was drawn may differ from the head by now
            }
            return true;
        } finally {
            leader.painting.unlock();
        }
    }

    /** Waits a moment: two wait for each other at the worst, as the smaller one looks for the larger. */
    private static boolean tryLock(ReentrantLock lock) {
        try {
            return lock.tryLock(GRACE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Our mistake: the units' links are closed, and everybody else goes on. */
    private void fail(RuntimeException fault) {
        log.error("our mistake closes the links of {}", painter.getName(), fault);
        for (DisplayAdapter unit : units) {
            unit.link().close(ByeReason.INTERNAL, "internal error");
        }
    }
}
