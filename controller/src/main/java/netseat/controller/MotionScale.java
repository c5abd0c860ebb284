package netseat.controller;

/**
 * Multiplies a pointer's motion, and keeps what is less than a count for the next time. How much faster a quick motion goes
 * depends on the distance of one report alone: a link delays reports, so that the time between them says nothing. Guarded by
 * its adapter's lock.
 */
final class MotionScale {
    /** A report of so many counts is accelerated once. */
    static final int ACCELERATION_COUNTS = 20;

    /** No motion goes faster than so many times its speed. */
    private static final int MOST = 8;

    private static final int ONE = PointerPreset.THOUSAND;

    private int speed = ONE;
    private int acceleration;
    private int right;
    private int down;
    private long restRight;
    private long restDown;

    /** How motion is to be multiplied from now on. */
    void use(PointerPreset preset) {
        speed = preset.speed();
        acceleration = preset.acceleration();
        forget();
    }

    /** Forgets what was kept. */
    void forget() {
        restRight = 0;
        restDown = 0;
    }

    /** Takes a motion; {@link #right} and {@link #down} say what becomes of it, at most {@code most} either way. */
    void scale(int dx, int dy, int most) {
        long gain = speed;
        if (acceleration > 0) {
            double distance = Math.sqrt((double) dx * dx + (double) dy * dy);
            double times = 1 + acceleration * distance / (ONE * ACCELERATION_COUNTS);
            gain = Math.round(speed * Math.min(times, MOST));
        }
        restRight += dx * gain;
        restDown += dy * gain;
        right = Math.clamp(restRight / ONE, -most, most);
        down = Math.clamp(restDown / ONE, -most, most);
        restRight %= ONE;
        restDown %= ONE;
    }

    int right() {
        return right;
    }

    int down() {
        return down;
    }
}
