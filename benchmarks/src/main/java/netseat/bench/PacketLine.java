package netseat.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A line between this program's network and a network namespace of its own, below TCP and UDP alike: the kernel's packets are
 * delayed, dropped and reordered by chance with a fixed seed. Both ends are the kernel's own TCP and UDP. Linux; needs root.
 */
final class PacketLine implements AutoCloseable {
    /** The far end's network namespace. */
    static final String NAMESPACE = "netseat-line";

    static final String NEAR = "10.83.56.1";
    static final String FAR = "10.83.56.2";
    private static final String NEAR_DEVICE = "netseat0";
    private static final String FAR_DEVICE = "netseat1";
    private static final long LATER_MILLIS = 10;

    private final TunDevice near;
    private final TunDevice far;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("packet line").factory());
    private final AtomicLong carried = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile Quality quality = new Quality(0, 0, 0);

    /**
     * How good the line is.
     *
     * @param loss share of the packets that are dropped, each way
     * @param delayMillis how long a packet takes, each way
     * @param late share of the packets that take 10 ms longer, so that others overtake them
     */
    record Quality(double loss, long delayMillis, double late) {}

    /**
     * Makes the line and its namespace.
     *
     * @throws IOException when this computer does not let it; the message says what was refused
     */
    PacketLine(long seed) throws IOException, InterruptedException {
        remove(); // what a run that was killed left
        near = new TunDevice(NEAR_DEVICE);
        far = new TunDevice(FAR_DEVICE);
        try {
            ip("netns add " + NAMESPACE);
            ip("link set " + FAR_DEVICE + " netns " + NAMESPACE);
            ip("addr add " + NEAR + "/24 dev " + NEAR_DEVICE);
            ip("link set " + NEAR_DEVICE + " up");
            ip("-n " + NAMESPACE + " addr add " + FAR + "/24 dev " + FAR_DEVICE);
            ip("-n " + NAMESPACE + " link set " + FAR_DEVICE + " up");
            ip("-n " + NAMESPACE + " link set lo up");
        } catch (IOException e) {
            close();
            throw e;
        }
        Random there = new Random(seed);
        Random back = new Random(seed + 1);
        near.start(packet -> carry(packet, there, far));
        far.start(packet -> carry(packet, back, near));
    }

    private static void ip(String arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(("ip " + arguments).split(" ", -1))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("ip " + arguments + ": " + said.strip());
        }
    }

    private static void remove() throws IOException {
        try {
            new ProcessBuilder("ip", "netns", "del", NAMESPACE)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** From now on it is this good. */
    void become(Quality next) {
        quality = next;
    }

    private void carry(byte[] packet, Random chance, TunDevice to) {
        Quality now = quality;
        boolean lost = chance.nextDouble() < now.loss();
        boolean late = chance.nextDouble() < now.late();
        carried.incrementAndGet();
        if (lost) {
            dropped.incrementAndGet();
        } else {
            long millis = now.delayMillis() + (late ? LATER_MILLIS : 0);
            var _ = clock.schedule(() -> to.write(packet), millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Packets that came to the line so far, both ways. */
    long carried() {
        return carried.get();
    }

    /** Of those, how many were dropped. */
    long dropped() {
        return dropped.get();
    }

    @Override
    public void close() throws IOException {
        near.close();
        far.close();
        clock.shutdownNow();
        remove();
    }
}
