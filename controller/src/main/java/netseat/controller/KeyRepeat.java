package netseat.controller;

import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import netseat.controller.KeyboardPreset.Repeat;

/**
 * Repeats the key of one keyboard that was pressed last, as a keyboard's own controller does, while its preset leaves that to
 * us. Its methods are called under the adapter's lock, but for those of {@link DueTimes.Task}, of which one takes it.
 */
final class KeyRepeat implements DueTimes.Task {
    private static final int PAUSE = KeyTable.number(0xE046); // it has no release of its own, so boards never repeat it
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Object lock;
    private final DueTimes times;
    private final IntPredicate repeat;
    private boolean active;
    private long delayNanos;
    private long intervalNanos = SECOND;
    private int key;
    private volatile long dueAt = DueTimes.NEVER;

    /**
     * Repeats nothing yet.
     *
     * @param lock the adapter's
     * @param repeat repeats the key of this number; false when it is not held any more
     */
    KeyRepeat(Object lock, DueTimes times, IntPredicate repeat) {
        this.lock = lock;
        this.times = times;
        this.repeat = repeat;
    }

    /** Repeats like this from now on; a key that is held now does not begin to. */
    void use(KeyboardPreset preset) {
        close();
        delayNanos = TimeUnit.MILLISECONDS.toNanos(preset.repeatDelay());
        intervalNanos = SECOND / preset.repeatRate();
        active = preset.repeat() == Repeat.CONTROLLER;
        if (active) {
            times.add(this);
        }
    }

    /** Repeats nothing any more. */
    void close() {
        dueAt = DueTimes.NEVER;
        if (active) {
            times.remove(this);
            active = false;
        }
    }

    void pressed(int which) {
        if (active) {
            key = which;
            dueAt = which == PAUSE ? DueTimes.NEVER : times.now() + delayNanos;
            times.set(dueAt);
        }
    }

    void released(int which) {
        if (which == key) {
            dueAt = DueTimes.NEVER;
        }
    }

    @Override
    public long dueAt() {
        return dueAt;
    }

    @Override
    public void run(long now) {
        synchronized (lock) {
            long due = dueAt;
            if (due != DueTimes.NEVER && due - now <= 0) {
                dueAt = repeat.test(key) ? Math.max(due + intervalNanos, now) : DueTimes.NEVER;
            }
        }
    }
}
