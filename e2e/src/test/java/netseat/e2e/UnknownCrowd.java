package netseat.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import netseat.device.ControllerAddress;
import netseat.identity.Identity;
import netseat.identity.IdentityKeys;
import netseat.protocol.ByeReason;
import netseat.protocol.MessageType;

/** Very many devices that nobody knows, each with a key of its own, ten from each address; those that may wait stay. */
final class UnknownCrowd implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int OF_ADDRESS = 10;
    private static final int TOO_MANY = ByeReason.TOO_MANY_PENDING.number();

    private final ControllerAddress to;
    private final int size;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<RawTls> held = Collections.synchronizedList(new ArrayList<>());
    private final List<Future<?>> parts = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    UnknownCrowd(ControllerAddress to, int size) {
        this.to = to;
        this.size = size;
    }

    /** They begin to come. */
    void come() {
        for (int i = 0; i < THREADS; i++) {
            parts.add(threads.submit(() -> {
                for (int number = next.getAndIncrement(); number < size; number = next.getAndIncrement()) {
                    knock(number);
                }
                return null;
            }));
        }
    }

    private void knock(int number) throws IOException {
        KeyManager[] keys = {new IdentityKeys(Identity.make("crowd"))};
        int address = number / OF_ADDRESS;
        RawTls raw =
                RawTls.connect(to, keys, "TLSv1.3", "netseat/1", "127.1." + address / 250 + "." + (1 + address % 250));
        raw.send(RawTls.HELLO);
        RawTls.Frame answer = raw.read();
        if (answer.type() != MessageType.BYE) {
            held.add(raw);
            return;
        }
        raw.close();
        int reason = Integer.parseInt(answer.payload().substring(0, 4), 16);
        if (reason != TOO_MANY) {
            throw new AssertionError("refused for another reason: " + reason);
        }
        refused.incrementAndGet();
    }

    boolean isComing() {
        return parts.stream().anyMatch(part -> !part.isDone());
    }

    /** Throws what any of them met that should not be. */
    void check() throws ExecutionException, InterruptedException {
        for (Future<?> part : parts) {
            part.get();
        }
    }

    /** How many wait. */
    int held() {
        return held.size();
    }

    /** How many were told that too many wait. */
    int refused() {
        return refused.get();
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (RawTls raw : held) {
            raw.close();
        }
    }
}
