package netseat.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import netseat.device.ControllerAddress;
import org.jspecify.annotations.Nullable;

/**
 * A bad line before a controller, for one device's UDP packets: a relay on loopback that delays each packet, drops some, and lets
 * some overtake others, by chance with a fixed seed. It can come to the controller from another port all of a sudden, as
 * an address translation does that has forgotten who it served.
 */
public final class LossyLine implements AutoCloseable {
    private static final int LONGEST = 2048;
    private static final double LATE = 0.05;
    private static final long LATER_MILLIS = 10;

    private final InetSocketAddress controller;
    private final double loss;
    private final long delayMillis;
    private final Random up;
    private final Random down;
    private final DatagramSocket near;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("lossy line").factory(),
            new ThreadPoolExecutor.DiscardPolicy()); // what comes after the end is lost
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private volatile DatagramSocket far;
    private volatile @Nullable SocketAddress device;

    /**
     * A line to a controller.
     *
     * @param seed of its chance; the same packets in the same order have the same fate
     * @param loss share of the packets that are dropped, each way
     * @param delayMillis how long each packet takes, each way; one in twenty takes 10 ms longer when there is any delay
     */
    public LossyLine(ControllerAddress controller, long seed, double loss, long delayMillis) throws IOException {
        this.controller = new InetSocketAddress(controller.host(), controller.port());
        this.loss = loss;
        this.delayMillis = delayMillis;
        this.up = new Random(seed);
        this.down = new Random(seed + 1);
        this.near = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        this.far = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        listen(near, packet -> {
            device = packet.getSocketAddress();
            carry(up, packet, () -> far.send(packet), this.controller);
        });
        listenFar(far);
    }

    private interface Taking {
        void take(DatagramPacket packet);
    }

    private interface Sending {
        void send() throws IOException;
    }

    private static void listen(DatagramSocket at, Taking taking) {
        Thread.ofPlatform().daemon().name("lossy line " + at.getLocalPort()).start(() -> {
            try {
                while (true) {
                    DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
                    at.receive(packet);
                    taking.take(packet);
                }
            } catch (SocketException e) {
                // closed
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void listenFar(DatagramSocket at) {
        listen(at, packet -> {
            SocketAddress to = device;
            if (to != null) {
                carry(down, packet, () -> near.send(packet), to);
            }
        });
    }

    private void carry(Random chance, DatagramPacket packet, Sending sending, SocketAddress to) {
        boolean lost = chance.nextDouble() < loss;
        boolean isLate = chance.nextDouble() < LATE && delayMillis > 0;
        if (lost) {
            dropped.incrementAndGet();
            return;
        }
        if (isLate) {
            late.incrementAndGet();
        }
        packet.setSocketAddress(to);
        var _ = clock.schedule(
                () -> {
                    try {
                        sending.send();
                    } catch (IOException e) {
                        // Closed, or nobody is there any more: a line does not care.
                    }
                },
                delayMillis + (isLate ? LATER_MILLIS : 0),
                TimeUnit.MILLISECONDS);
    }

    /** Where the device connects to. */
    public ControllerAddress address() {
        return new ControllerAddress("127.0.0.1", near.getLocalPort());
    }

    /** From now on the controller sees the device at another port. */
    public void changePort() throws IOException {
        DatagramSocket before = far;
        DatagramSocket after = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        far = after;
        before.close(); // what was on its way to it is lost
        listenFar(after);
    }

    /** The port at which the controller sees the device. */
    public int port() {
        return far.getLocalPort();
    }

    /** How many packets were dropped so far. */
    public long dropped() {
        return dropped.get();
    }

    /** How many packets may have been overtaken so far. */
    public long late() {
        return late.get();
    }

    @Override
    public void close() {
        near.close();
        far.close();
        clock.shutdownNow();
    }
}
