package netseat.qemu;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The thread "refresh NAME": has QEMU look at the guest's screen sooner than its own 30 ms, by a {@code screendump}
 * that cannot be written, which refreshes the console before it fails.
 *
 * <p>A burst follows every input; a surface that moves is looked at as {@link LookPace} says; both only while somebody
 * waits for a newer picture, and never with one look unanswered. Otherwise the thread is parked.
 */
final class Refresher implements Runnable {
    /** While one look is unanswered, when to see again. */
    private static final long BUSY_NANOS = 500_000;

    private final BooleanSupplier waitedFor;
    private final Runnable look;
    private final RefreshBurst burst;
    private final LookPace pace;
    private final Thread thread;

    private volatile boolean closed;
    private volatile boolean unanswered;
    private volatile boolean parked;
    private volatile long inputAt;
    private volatile long lastLook;

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
        lastLook = inputAt;
        pace = new LookPace(now);
        thread = Thread.ofPlatform().name("refresh " + name).daemon().unstarted(this);
    }

    void start() {
        thread.start();
    }

    /** The guest was sent input. Any thread. */
    void inputSent() {
        inputAt = System.nanoTime();
        if (waitedFor.getAsBoolean()) {
            LockSupport.unpark(thread);
        }
    }

    /** The surface has changed by more than a text cursor. Pixel thread. */
    void moved(long nowNanos) {
        pace.moved(nowNanos);
        wakeIfParked(); // else it wakes up by itself, and sees then that there is more time
    }

    /** Somebody waits for a newer picture from now on. Any thread. */
    void waitingBegan() {
        wakeIfParked();
    }

    private void wakeIfParked() {
        if (parked && untilDue(System.nanoTime()) != LookPace.NEVER && waitedFor.getAsBoolean()) {
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
        RoadPriority.claim(); // a look that comes late on a busy machine may miss a step
        while (!closed) {
            long now = System.nanoTime();
            long wait = untilDue(now);
            if (wait == LookPace.NEVER || (wait <= 0 && !waitedFor.getAsBoolean())) {
                parkUntilWoken();
            } else if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            } else if (unanswered) {
                LockSupport.parkNanos(this, BUSY_NANOS);
            } else {
                lastLook = now;
                if (!isBurst(now)) {
                    pace.looked(now);
                }
                unanswered = true;
                look.run();
            }
        }
    }

    /** What would wake the thread up may have happened before it said that it is to be woken. */
    private void parkUntilWoken() {
        parked = true;
        if (!closed && (untilDue(System.nanoTime()) == LookPace.NEVER || !waitedFor.getAsBoolean())) {
            LockSupport.park(this);
        }
        parked = false;
    }

    /** After an input the guest needs a moment: the first look comes one interval later. */
    private long untilDue(long now) {
        return isBurst(now) ? Math.max(lastLook, inputAt) + burst.intervalNanos() - now : pace.untilDue(now);
    }

    private boolean isBurst(long now) {
        return now - inputAt < burst.lengthNanos();
    }
}
