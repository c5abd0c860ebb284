package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TokenBucketTest {
    private static final long MS = 1_000_000;

    private final TokenBucket bucket = new TokenBucket(5, 250);

    @Test
    void givesABurstAndThenASteadyRate() {
        long now = -17 * MS; // System.nanoTime() may be negative
        for (int i = 0; i < 5; i++) {
            assertThat(bucket.waitFor(1, now)).isLessThanOrEqualTo(0);
            bucket.take(1, now);
        }
        assertThat(bucket.waitFor(1, now)).isEqualTo(4 * MS);
        assertThat(bucket.waitFor(2, now)).isEqualTo(8 * MS);
        assertThat(bucket.waitFor(1, now + 4 * MS)).isZero();
        bucket.take(1, now + 4 * MS);
        assertThat(bucket.waitFor(1, now + 4 * MS)).isEqualTo(4 * MS);
    }

    @Test
    void savesNoMoreThanABurst() {
        bucket.take(5, 0);
        long later = 1_000_000 * MS;
        bucket.take(5, later);
        assertThat(bucket.waitFor(1, later)).isEqualTo(4 * MS);
    }

    @Test
    void givesMoreThanItHoldsWhenFull() {
        bucket.take(1, 0);
        assertThat(bucket.waitFor(6, 1_000 * MS)).isLessThanOrEqualTo(0);
        bucket.take(6, 1_000 * MS);
        assertThat(bucket.waitFor(1, 1_000 * MS)).isEqualTo(8 * MS);
    }
}
