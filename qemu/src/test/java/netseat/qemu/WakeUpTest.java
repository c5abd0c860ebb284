package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class WakeUpTest {
    private final AtomicInteger wish = new AtomicInteger();

    /** Another thread writes and rings a hundred thousand times; whatever it wrote last is seen. */
    @Test
    void losesNoRing() throws IOException, InterruptedException {
        int most = 100_000;
        try (WakeUp wakeUp = new WakeUp()) {
            Thread writer = Thread.ofPlatform().start(() -> {
                for (int i = 1; i <= most; i++) {
                    wish.set(i);
                    wakeUp.ring();
                }
            });
            Poller poller = new Poller(2);
            poller.watch(0, wakeUp.socket());
            poller.watch(1, null);
            int seen = 0;
            while (seen < most) {
                poller.await(-1);
                assertThat(poller.isReady(0)).isTrue();
                assertThat(poller.isReady(1)).isFalse();
                wakeUp.quiet();
                seen = wish.get();
            }
            writer.join();
        }
    }

    @Test
    void aRingAfterTheEndDoesNothing() throws IOException {
        WakeUp wakeUp = new WakeUp();
        wakeUp.close();
        wakeUp.ring();
        wakeUp.close();
    }
}
