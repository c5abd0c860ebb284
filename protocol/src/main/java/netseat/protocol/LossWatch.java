package netseat.protocol;

import java.util.concurrent.TimeUnit;

/** Whether a line has lost packets of late, and so what is short is to be said twice. Owned by the thread that looks. */
public final class LossWatch {
    private static final long LOOK_EACH = TimeUnit.SECONDS.toNanos(1);
    private static final long OF_LATE = TimeUnit.SECONDS.toNanos(30);

    private long lookedNanos;
    private long lostNanos;
    private long lost;

    /** Whether it is time to look again how many packets were lost, which costs a little; if so, that was noted. */
    public boolean isDue(long nowNanos) {
        if (lookedNanos != 0 && nowNanos - lookedNanos < LOOK_EACH) {
            return false;
        }
        lookedNanos = nowNanos | 1;
        return true;
    }

    /** So many packets have been lost so far. */
    public void see(long all, long nowNanos) {
        if (all > lost) {
            lost = all;
            lostNanos = nowNanos | 1;
        }
    }

    /** Whether one was lost in the last 30 seconds. */
    public boolean isLossy(long nowNanos) {
        return lostNanos != 0 && nowNanos - lostNanos < OF_LATE;
    }
}
