package netseat.controller;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is to happen at a time of the controller's own, such as the repeats of a key: one thread, which stands still while
 * nothing is due. To set a time costs no more than to write it down. Any thread.
 */
final class DueTimes implements Runnable {
    /** Nothing is due. */
    static final long NEVER = Long.MAX_VALUE;

    /** Nothing comes more often than this, so that many times that lie close together cost one look at all. */
    private static final long FINEST = TimeUnit.MILLISECONDS.toNanos(4);

    private static final Logger log = LoggerFactory.getLogger(DueTimes.class);

    private final LongSupplier nanos;
    private final Set<Task> tasks = ConcurrentHashMap.newKeySet();
    private final Object passing = new Object(); // held by whoever does what is due
    private volatile @Nullable Thread thread;
    private volatile long awakeAt = NEVER;

    /** What is done at its time. */
    interface Task {
        /** When it is due, by the controller's clock; {@link #NEVER} while it is not. */
        long dueAt();

        /** Does what is due and sets the next time. On the thread "due"; must not block. */
        void run(long now);
    }

    /** @param nanos the controller's clock */
    DueTimes(LongSupplier nanos) {
        this.nanos = nanos;
    }

    long now() {
        return nanos.getAsLong();
    }

    /** Looks after a task from now on. */
    synchronized void add(Task task) {
        tasks.add(task);
        if (thread == null) {
            Thread started = Thread.ofPlatform().name("due").daemon().unstarted(this);
            thread = started;
            started.start();
        }
        wake();
    }

    void remove(Task task) {
        tasks.remove(task);
    }

    /** A task has a time that may be earlier than all others. */
    void set(long dueAt) {
        if (awakeAt == NEVER || dueAt - awakeAt < 0) {
            wake();
        }
    }

    /** Tasks have other times than before. */
    void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (true) {
            long wait = pass(now());
            if (wait == NEVER) {
                LockSupport.park(this); // whoever sets a time unparks after it
            } else {
                LockSupport.parkNanos(this, Math.max(FINEST, wait));
            }
        }
    }

    /**
     * Does what is due now; returns how long until something is, or {@link #NEVER}. What another thread has begun to do is
     * done when this returns: a test whose clock it is lets time pass itself.
     */
    long pass(long now) {
        synchronized (passing) {
            awakeAt = NEVER; // a time that is set while we look wakes us in any case
            long soonest = NEVER;
            for (Task task : tasks) {
                if (isDue(task, now)) {
                    run(task, now);
                }
                long next = task.dueAt();
                if (next != NEVER) {
                    soonest = Math.min(soonest, Math.max(0, next - now));
                }
            }
            if (soonest != NEVER) {
                awakeAt = now + soonest;
            }
            return soonest;
        }
    }

    private static boolean isDue(Task task, long now) {
        long at = task.dueAt();
        return at != NEVER && at - now <= 0;
    }

    private static void run(Task task, long now) {
        try {
            task.run(now);
        } catch (RuntimeException e) {
            log.error("our mistake in what is due", e);
        }
    }
}
