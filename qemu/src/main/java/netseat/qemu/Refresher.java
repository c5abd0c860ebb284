package netseat.qemu;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The thread "refresh NAME": has QEMU look at the guest's screen sooner than its own 30 ms, by a {@code screendump}
 * that cannot be written, which refreshes the console before it fails.
 *
 * <p>A burst follows every input; a surface that moves is looked at {@value #MOVING_PER_SECOND} times a second; both
 * only while somebody waits for a newer picture, and never with one look unanswered. Otherwise the thread is parked.
 */
final class Refresher implements Runnable {
    /** How often a moving surface is looked at. */
    static final int MOVING_PER_SECOND = 60;

    private static final long MOVING_INTERVAL = 1_000_000_000L / MOVING_PER_SECOND;

    /** For so long after a change a surface counts as moving. */
    private static final long MOVING_NANOS = 250_000_000;

    /** While one look is unanswered, when to see again. */
    private static final long BUSY_NANOS = 500_000;

    private final BooleanSupplier waitedFor;
    private final Runnable look;
    private final RefreshBurst burst;
    private final Thread thread;

    private volatile boolean closed;
    private volatile boolean unanswered;
    private volatile long inputAt;
    private volatile long movedAt;

    /**
     * @param waitedFor whether anybody waits for a newer picture
     * @param look sends one forced refresh, without waiting; {@link #answered} follows
     */
    Refresher(String name, RefreshBurst burst, BooleanSupplier waitedFor, Runnable look) {
        this.burst = burst;
        this.waitedFor = waitedFor;
        this.look = look;
        long now = System.nanoTime();
        inputAt = now - burst.lengthNanos();
        movedAt = now - MOVING_NANOS;
        thread = Thread.ofPlatform().name("refresh " + name).daemon().unstarted(this);
    }

    void start() {
        thread.start();
    }

    /** The guest was sent input. Any thread. */
    void inputSent() {
        inputAt = System.nanoTime();
        wakeIfWaitedFor();
    }

    /** The surface has changed by more than a text cursor. Pixel thread. */
    void moved(long nowNanos) {
        movedAt = nowNanos;
        wakeIfWaitedFor();
    }

    /** Somebody waits for a newer picture from now on. Any thread. */
    void waitingBegan() {
        long now = System.nanoTime();
        if (interval(now) < Long.MAX_VALUE) {
            LockSupport.unpark(thread);
        }
    }

    private void wakeIfWaitedFor() {
        if (waitedFor.getAsBoolean()) {
            LockSupport.unpark(thread);
        }
    }

    /** QEMU has answered the forced refresh. QMP thread. */
    void answered() {
        unanswered = false;
    }

    /** Ends the thread. */
    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        long lastLook = System.nanoTime();
        while (!closed) {
            long now = System.nanoTime();
            long interval = waitedFor.getAsBoolean() ? interval(now) : Long.MAX_VALUE;
            if (interval == Long.MAX_VALUE) {
                LockSupport.park();
                lastLook = System.nanoTime(); // the guest needs a moment: the first look comes one interval later
                continue;
            }
            long wait = lastLook + interval - now;
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            } else if (unanswered) {
                LockSupport.parkNanos(BUSY_NANOS);
            } else {
                lastLook = now;
                unanswered = true;
                look.run();
            }
        }
    }

    /** How long after the last look the next is due; {@link Long#MAX_VALUE} when none is. */
    private long interval(long now) {
        if (now - inputAt < burst.lengthNanos()) {
            return burst.intervalNanos();
        }
        return now - movedAt < MOVING_NANOS ? MOVING_INTERVAL : Long.MAX_VALUE;
    }
}
