package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class UnitPaceTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long now = -5 * SECOND; // nanoTime may be negative

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 25, 60, 240})
    void noMorePicturesASecondThanTheUnitSaid(int refresh) {
        UnitPace pace = new UnitPace(refresh);
        int pictures = 0;
        for (long end = now + 10 * SECOND; now < end; now += MILLI / 4) {
            if (pace.untilDue(now) <= 0) {
                pace.sent(now, 100);
                pace.shown(now);
                pictures++;
            }
        }
        assertThat(pictures).isBetween(10 * refresh * 95 / 100, 10 * refresh + refresh / 20 + 1);
    }

    @Test
    void aFewSmallPicturesInARowNeedNotWaitAndThenTheyMust() {
        UnitPace pace = new UnitPace(60);
        int atOnce = 0;
        while (pace.untilDue(now) <= 0) {
            pace.sent(now, 100);
            atOnce++;
        }
        assertThat(atOnce).isEqualTo(4);
        assertThat(new UnitPace(1).untilDue(now)).isZero();
    }

    @Test
    void onASlowLinkAPictureTakesAThirdOfASecond() {
        UnitPace pace = new UnitPace(60);
        for (int picture = 0; picture < 10; picture++) {
            show(pace, pace.budget(), 62_500);
        }
        assertThat(pace.budget()).isBetween(18_000, 19_000);
        assertThat(pace.speed()).isBetween(62_000L, 63_000L);
    }

    @Test
    void onAFastLinkTheWindowOpensWithinFourPictures() {
        UnitPace pace = new UnitPace(60);
        for (int picture = 0; picture < 4; picture++) {
            show(pace, pace.budget(), 100_000_000);
        }
        assertThat(pace.budget()).isEqualTo(UnitPace.MOST_BUDGET);
    }

    @Test
    void smallPicturesThatPassAtOnceOpenNoWindow() {
        UnitPace pace = new UnitPace(60);
        for (int picture = 0; picture < 100; picture++) {
            show(pace, 2000, 100_000_000);
        }
        assertThat(pace.budget()).isEqualTo(UnitPace.FIRST_BUDGET);
        assertThat(pace.speed()).isEqualTo(UnitPace.UNKNOWN_SPEED);
    }

    @Test
    void aLinkThatBecameSlowAndFastAgainIsFoundOut() {
        UnitPace pace = new UnitPace(60);
        for (int picture = 0; picture < 5; picture++) {
            show(pace, pace.budget(), 100_000_000);
        }
        show(pace, 100_000, 62_500); // far below the budget, and yet too slow
        assertThat(pace.budget()).isBetween(18_000, 19_000);
        show(pace, 100, 100); // a unit that was not looking
        assertThat(pace.budget()).isBetween(UnitPace.LEAST_BUDGET, 5_000);
        assertThat(pace.speed()).as("it may have been the unit").isEqualTo(UnitPace.UNKNOWN_SPEED);
        for (int picture = 0; picture < 5; picture++) {
            show(pace, 20_000, 62_500);
        }
        assertThat(pace.speed()).isBetween(62_000L, 63_000L);
        for (int picture = 0; picture < 5; picture++) {
            show(pace, pace.budget(), 100_000_000);
        }
        assertThat(pace.budget()).isGreaterThan(1_000_000);
        assertThat(pace.speed()).isGreaterThan(10_000_000);
        for (int picture = 0; picture < 16; picture++) {
            show(pace, 10_000, 1_000_000);
        }
        assertThat(pace.speed()).isEqualTo(UnitPace.UNKNOWN_SPEED);
    }

    @Test
    void whoFallsBehindIsLeftAloneForLongerEachTimeAndForgivenInTheEnd() {
        UnitPace pace = new UnitPace(60);
        long[] seconds = {1, 2, 4, 8, 16, 32, 60, 60};
        for (long apart : seconds) {
            pace.fellBehind(now);
            assertThat(pace.isSociable(now + apart * SECOND - 1)).isFalse();
            now += apart * SECOND;
            assertThat(pace.isSociable(now)).isTrue();
        }
        now += 61 * SECOND; // it kept pace for a minute, as long as it was left alone
        pace.fellBehind(now);
        assertThat(pace.isSociable(now + SECOND)).isTrue();
    }

    private void show(UnitPace pace, int bytes, long bytesASecond) {
        pace.sent(now, bytes);
        now += bytes * SECOND / bytesASecond;
        pace.shown(now);
    }
}
