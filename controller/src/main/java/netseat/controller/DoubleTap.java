package netseat.controller;

import java.util.concurrent.TimeUnit;

/** Finds two presses of one key in quick succession, with no other key between them. Guarded by its owner's lock. */
final class DoubleTap {
    /** How long after the first press the second one may come. */
    static final long WITHIN = TimeUnit.MILLISECONDS.toNanos(500);

    private boolean down;
    private boolean once;
    private long firstAt;

    /** The key is pressed, or repeats; returns whether that is the second time. */
    boolean pressed(long now) {
        if (down) {
            return false;
        }
        down = true;
        boolean twice = once && now - firstAt <= WITHIN;
        once = !twice;
        firstAt = now;
        return twice;
    }

    void released() {
        down = false;
    }

    /** Another key was pressed. */
    void interrupted() {
        once = false;
    }

    /** As if nothing had been pressed. */
    void reset() {
        down = false;
        once = false;
    }
}
