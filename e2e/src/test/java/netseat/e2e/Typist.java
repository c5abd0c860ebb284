package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import netseat.device.VirtualSeat;
import netseat.protocol.KeyAction;
import org.awaitility.Awaitility;

/** Types at an admitted keyboard, whatever others do meanwhile: each key is to reach the machine, once. */
final class Typist {
    private static final int KEY_A = 0x04;
    private static final long PAUSE_MILLIS = 10;
    private static final Duration LATEST = Duration.ofSeconds(30);

    private final VirtualSeat keyboard;
    private final ServerProcess server;
    private final long before;
    private final FutureTask<Integer> typing = new FutureTask<>(this::type);
    private volatile boolean enough;

    /** Begins, at a keyboard on a machine of a {@link NullServer} where nobody else presses A. */
    Typist(VirtualSeat keyboard, ServerProcess server) throws IOException {
        this.keyboard = keyboard;
        this.server = server;
        this.before = server.keys("30+");
        Thread.ofVirtual().name("typist").start(typing);
    }

    private int type() throws InterruptedException {
        int typed = 0;
        do {
            typed++;
            keyboard.key(KEY_A, KeyAction.PRESS);
            keyboard.key(KEY_A, KeyAction.RELEASE);
            Thread.sleep(PAUSE_MILLIS);
        } while (!enough);
        return typed;
    }

    /** Stops, when every key has come out once. */
    void stop() throws ExecutionException, InterruptedException, IOException {
        enough = true;
        int typed = typing.get();
        Awaitility.await("every key that was typed")
                .atMost(LATEST)
                .untilAsserted(() -> assertThat(server.keys("30+") - before).isEqualTo(typed));
        assertThat(server.keys("30-")).as("released").isEqualTo(server.keys("30+"));
    }
}
