package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
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
        awaitLook(); // its thread may take longer to begin than a burst lasts
        assertThat(looks.get()).isPositive();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(60))
                .until(looks::get, new Same());
        looks.set(0);
    }

    /** Sends input until it has led to another look. */
    private void awaitLook() {
        int before = looks.get();
        await().until(() -> {
            refresher.inputSent();
            return looks.get() > before;
        });
    }

    /** Whether it is what it was when it was asked before. */
    private static final class Same implements Predicate<Integer> {
        private int last = -1;

        @Override
        public boolean test(Integer now) {
            boolean same = now == last;
            last = now;
            return same;
        }
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
        awaitLook();
        assertStays(1);
        refresher.answered();
        awaitLook();
        assertStays(2);
    }
}
