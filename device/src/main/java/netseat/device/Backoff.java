package netseat.device;

import java.util.random.RandomGenerator;

/**
 * How long to wait before each next try: from 0.2 s, half as long again each time, to 30 s; some of it by chance, so that a crowd
 * spreads. So whoever lost a controller that is there again within a second is back within two.
 */
public final class Backoff {
    private static final long FIRST_MILLIS = 400;
    private static final long LONGEST_MILLIS = 30_000;

    private final RandomGenerator random;
    private long next = FIRST_MILLIS;

    /** One that has not waited yet, with this source of chance. */
    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The next wait in milliseconds: between half and all of a time that grows by half. */
    public long nextMillis() {
        long wait = next / 2 + random.nextLong(next / 2 + 1);
        next = Math.min(LONGEST_MILLIS, next + next / 2);
        return wait;
    }

    /** All is well: the next wait is short again. */
    public void reset() {
        next = FIRST_MILLIS;
    }
}
