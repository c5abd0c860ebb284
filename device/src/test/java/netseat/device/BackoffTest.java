package netseat.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class BackoffTest {
    @Test
    void growsWithChanceFromAFifthOfASecondToThirtySeconds() {
        Backoff backoff = new Backoff(new Random(1));
        long most = 400;
        for (int i = 0; i < 20; i++) {
            assertThat(backoff.nextMillis()).isBetween(most / 2, most);
            most = Math.min(30_000, most + most / 2);
        }
        assertThat(most).isEqualTo(30_000);
        backoff.reset();
        assertThat(backoff.nextMillis()).isBetween(200L, 400L);
    }

    @Test
    void twoDevicesDoNotComeBackTogether() {
        Backoff first = new Backoff(new Random(1));
        Backoff second = new Backoff(new Random(2));
        int same = 0;
        for (int i = 0; i < 20; i++) {
            same += first.nextMillis() == second.nextMillis() ? 1 : 0;
        }
        assertThat(same).isLessThan(3);
    }
}
