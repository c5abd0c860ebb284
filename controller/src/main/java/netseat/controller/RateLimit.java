package netseat.controller;

/** Lets so many pass at once, and one more each so many nanoseconds. Not thread-safe. */
final class RateLimit {
    private final int burst;
    private final long nanosEach;
    private int left;
    private long countedNanos;
    private boolean started;

    RateLimit(int burst, long nanosEach) {
        this.burst = burst;
        this.nanosEach = nanosEach;
        this.left = burst;
    }

    /** Whether one may pass now. */
    boolean take(long nowNanos) {
        if (!started || left == burst) {
            started = true;
            countedNanos = nowNanos; // time in which it was full earns nothing
        }
        long earned = Math.max(0, (nowNanos - countedNanos) / nanosEach);
        left = (int) Math.min(burst, left + earned);
        countedNanos += earned * nanosEach;
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
