package netseat.qemu;

/**
 * Paces events: a burst at once, then a steady rate. The clock is the caller's; guarded by its owner's lock.
 */
final class TokenBucket {
    private final long nanosPerToken;
    private final long burstNanos;
    private long emptyAt;
    private boolean used;

    /**
     * @param burst tokens at once
     * @param perSecond tokens per second from then on
     */
    TokenBucket(int burst, int perSecond) {
        nanosPerToken = 1_000_000_000L / perSecond;
        burstNanos = burst * nanosPerToken;
    }

    /** How many nanoseconds from now until so many tokens are there; 0 or less when they are. */
    long waitFor(int tokens, long now) {
        if (!used) {
            return 0;
        }
        // more than the bucket holds is there when it is full
        return emptyAt(now) + Math.min(tokens * nanosPerToken, burstNanos) - now;
    }

    void take(int tokens, long now) {
        emptyAt = (used ? emptyAt(now) : now - burstNanos) + tokens * nanosPerToken;
        used = true;
    }

    /** When the bucket was, or will be, empty: never longer ago than it takes to fill. */
    private long emptyAt(long now) {
        return now - emptyAt > burstNanos ? now - burstNanos : emptyAt;
    }
}
