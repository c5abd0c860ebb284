package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RefresherTest {
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean waitedFor = true;
    private volatile boolean answering = true;
    private Refresher refresher;

    @BeforeEach
    void start() {
        refresher = new Refresher("test", new RefreshBurst(2_000_000, 24_000_000), () -> waitedFor, this::look);
        refresher.start();
    }

    @AfterEach
    void end() {
        refresher.close();
    }

    private void look() {
        looks.incrementAndGet();
        if (answering) {
            refresher.answered();
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(2));
    }

    private void assertStays(int count) {
        await().during(Duration.ofMillis(60))
                .untilAsserted(() -> assertThat(looks.get()).isEqualTo(count));
    }

    @Test
    void looksInABurstAfterInputAndThenNoMore() {
        refresher.inputSent();
        await().untilAsserted(() -> assertThat(looks.get()).isPositive());
        await().during(Duration.ofMillis(60)).until(() -> {
            int now = looks.get();
            return now > 0 && now <= 12;
        });
        assertStays(looks.get());
    }

    @Test
    void doesNothingWhileNobodyWaits() {
        waitedFor = false;
        refresher.inputSent();
        refresher.moved(System.nanoTime());
        assertStays(0);
    }

    @Test
    void looksAtWhatMovesAsSoonAsSomebodyWaits() {
        waitedFor = false;
        refresher.moved(System.nanoTime());
        waitedFor = true;
        refresher.waitingBegan();
        await().untilAsserted(() -> assertThat(looks.get()).isPositive());
        await().untilAsserted(() -> assertThat(looks.get()).isLessThanOrEqualTo(16));
    }

    @Test
    void neverHasTwoLooksUnanswered() {
        answering = false;
        refresher.inputSent();
        await().untilAsserted(() -> assertThat(looks.get()).isEqualTo(1));
        assertStays(1);
        refresher.inputSent();
        refresher.answered();
        await().untilAsserted(() -> assertThat(looks.get()).isEqualTo(2));
    }
}
