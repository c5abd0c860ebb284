package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guest that draws at its own pace, QEMU's own looks and ours, on a clock of microseconds that needs no waiting. */
@Timeout(10)
class LookPaceTest {
    private static final long MICRO = 1_000;
    private static final long SECOND = 1_000_000_000;

    /** From a look to its pixels. */
    private static final long ANSWER = 1_200_000;

    private long steps;
    private long shown;
    private long looks;

    /** From one of QEMU's looks to the next: 30 ms and what it takes. */
    private static final long TICK = 30_400_000;

    /** Ten seconds of a guest that draws so many times a second; its first step comes late or early by some phase. */
    private void play(double rate, long phase) {
        LookPace pace = new LookPace(0);
        long answerAt = Long.MAX_VALUE;
        long seen = 0;
        for (long now = 0; now < 10 * SECOND; now += 50 * MICRO) {
            steps = (long) (Math.max(0, now - phase) * rate / SECOND);
            boolean tick = now % TICK == 0;
            if (tick || now >= answerAt) {
                answerAt = tick ? answerAt : Long.MAX_VALUE;
                if (steps > seen) {
                    seen = steps;
                    shown++;
                    pace.moved(now);
                }
            }
            if (answerAt == Long.MAX_VALUE && pace.untilDue(now) <= 0) {
                looks++;
                pace.looked(now);
                answerAt = now + ANSWER;
            }
        }
    }

    @Test
    void showsEachOfSixtyStepsASecondByHalfAsManyLooks() {
        for (long phase = 0; phase < 17; phase += 4) {
            shown = 0;
            looks = 0;
            play(60, phase * 1000 * MICRO);
            assertThat(shown).isGreaterThanOrEqualTo(steps * 98 / 100);
            assertThat(looks).isBetween(steps * 45 / 100, steps * 65 / 100);
        }
    }

    @Test
    void leavesToQemuWhatIsDrawnSeldom() {
        play(10, 3000 * MICRO);
        assertThat(shown).isGreaterThanOrEqualTo(steps * 95 / 100);
        assertThat(looks).isLessThan(steps / 2);
    }

    @Test
    void looksAtAFilmLessOftenThanItHasPictures() {
        play(25, 3000 * MICRO);
        assertThat(shown).isGreaterThanOrEqualTo(steps * 95 / 100);
        assertThat(looks).isLessThan(steps);
    }

    @Test
    void neverLooksAtWhatStandsStill() {
        play(0, 0);
        assertThat(looks).isZero();
        LookPace pace = new LookPace(0);
        pace.moved(SECOND);
        assertThat(pace.untilDue(SECOND)).isEqualTo(LookPace.MIDDLE);
        assertThat(pace.untilDue(SECOND + LookPace.MOVING)).isEqualTo(LookPace.NEVER);
    }

    @Test
    void beginsAnewWithWhatBeginsToMove() {
        LookPace pace = new LookPace(0);
        long now = SECOND;
        pace.moved(now);
        for (int i = 0; i < 8; i++) {
            now += LookPace.MIDDLE;
            pace.looked(now);
        }
        assertThat(pace.untilDue(now)).isEqualTo(LookPace.NEVER);
        now += SECOND;
        pace.moved(now);
        assertThat(pace.untilDue(now)).isEqualTo(LookPace.MIDDLE);
    }
}
