package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SizeWishTest {
    private static final long SMALL = SizeWish.pack(800, 600);
    private static final long LARGE = SizeWish.pack(7680, 4320);
    private static final long MILLI = 1_000_000;

    @Test
    void packsTwoNumbers() {
        assertThat(SizeWish.width(LARGE)).isEqualTo(7680);
        assertThat(SizeWish.height(LARGE)).isEqualTo(4320);
    }

    @Test
    void tellsEachWishOnceAndTheFirstSizeUntilThereIsOne() {
        SizeWish wish = new SizeWish(SMALL);
        assertThat(wish.pollMillis(SizeWish.NONE, 0)).isPositive();
        assertThat(wish.due(SizeWish.NONE, 0)).isEqualTo(SMALL);
        assertThat(wish.due(SizeWish.NONE, 1000 * MILLI)).isEqualTo(SizeWish.NONE);
        assertThat(wish.due(SMALL, 1000 * MILLI)).isEqualTo(SizeWish.NONE);
        assertThat(wish.due(LARGE, 1000 * MILLI)).isEqualTo(LARGE);
        assertThat(wish.pollMillis(LARGE, 1001 * MILLI)).isNegative();
    }

    @Test
    void tellsNothingUnasked() {
        SizeWish wish = new SizeWish(SizeWish.NONE);
        assertThat(wish.due(SizeWish.NONE, 0)).isEqualTo(SizeWish.NONE);
        assertThat(wish.pollMillis(SizeWish.NONE, 0)).isNegative();
    }

    /** A wish each millisecond for ten seconds: four a second are told, and in the end the last one. */
    @Test
    void thinsOutAFlood() {
        SizeWish wish = new SizeWish(SizeWish.NONE);
        int told = 0;
        long last = 0;
        for (int i = 0; i < 10_000; i++) {
            long due = wish.due(SizeWish.pack(1000 + i % 97, 700), i * MILLI);
            if (due != SizeWish.NONE) {
                told++;
                last = i * MILLI;
            }
        }
        assertThat(told).isEqualTo(10 * SizeWish.A_SECOND);
        long now = last + 100 * MILLI;
        int patience = wish.pollMillis(SMALL, now);
        assertThat(wish.due(SMALL, now)).isEqualTo(SizeWish.NONE);
        assertThat(now + patience * MILLI - last).isBetween(250 * MILLI, 252 * MILLI);
        assertThat(wish.due(SMALL, now + patience * MILLI)).isEqualTo(SMALL);
    }
}
