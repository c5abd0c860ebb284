package netseat.qemu;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import netseat.hypervisor.VmSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread "pixels NAME": owns all D-Bus connections of a running machine, the {@link DisplayBus} and a
 * {@link HeadListener} for each head, over which QEMU itself sends pixels and cursors.
 *
 * <p>Its main loop is {@link #run}: wait, drain the listeners, drain the bus, tend the heads. Nothing else may block it:
 * QEMU has no flow control here and grows by what is not read, and its whole main loop waits while a listener is
 * registered.
 */
final class PixelLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PixelLoop.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** The size of a monitor that nobody has declared or wished otherwise, as virtio-vga's own first one. */
    private static final long USUAL_SIZE = SizeWish.pack(1280, 800);

    /** Places in the poller; the heads follow. */
    private static final int WAKE_UP = 0;

    private static final int BUS = 1;
    private static final int FIRST_HEAD = 2;

    /** What the machine learns beside the pixels; called on the pixel thread. */
    interface Events {
        /** The keyboard's LEDs: 1 scroll, 2 num, 4 caps. */
        void modifiers(int bits);

        /** Whether the guest takes positions. */
        void absolute(boolean isAbsolute);

        /** The display is lost although nobody asked for it. */
        void displayLost(IOException why);
    }

    private final Events events;
    private final DisplayBus bus;
    private final List<HeadListener> heads = new ArrayList<>();
    private final WakeUp wakeUp;
    private final Poller poller;
    private final CompletableFuture<Void> attached = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param spec what the machine was started as
     * @param displays its displays, of which the first ones get its heads
     * @param fresh whether its guest has not begun: then the heads beside the first, which virtio-vga leaves without a
     *     monitor, are given one
     * @param moved told, on the pixel thread, when more than a text cursor has changed on the first head
     */
    PixelLoop(VmSpec spec, Path busSocket, List<QemuDisplay> displays, boolean fresh, LongConsumer moved, Events events)
            throws IOException {
        this.events = events;
        int count = Math.min(displays.size(), spec.heads().count());
        this.bus = new DisplayBus(busSocket, count, this::told, this::listen);
        VmSpec.Heads declared = spec.heads();
        long size = declared.width() == 0 ? USUAL_SIZE : SizeWish.pack(declared.width(), declared.height());
        for (int head = 0; head < count; head++) {
            boolean first = head == 0;
            heads.add(new HeadListener(
                    head,
                    displays.get(head),
                    bus,
                    first ? moved : nanos -> {},
                    first || !fresh ? SizeWish.NONE : size));
        }
        this.wakeUp = new WakeUp();
        this.poller = new Poller(FIRST_HEAD + count);
        this.thread = Thread.ofPlatform().name("pixels " + spec.name()).daemon().unstarted(this);
    }

    /** Starts the thread; the future is done when QEMU sends its pixels here, or fails with an IOException. */
    CompletableFuture<Void> start() {
        thread.start();
        return attached;
    }

    /** A display's wish has changed. Any thread. */
    void wished() {
        wakeUp.ring();
    }

    /** Ends the thread and waits for it; afterwards nobody writes the displays. */
    void close() {
        closed = true;
        bus.shutdown();
        heads.forEach(HeadListener::shutdown);
        wakeUp.ring();
        try {
            thread.join(LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wakeUp.close();
    }

    @Override
    public void run() {
        RoadPriority.claim();
        try {
            bus.connect();
            for (HeadListener head : heads) {
                head.settleSize();
                head.register();
            }
            attached.complete(null);
            while (!closed) {
                listen(patience());
                if (bus.hasReceived() || poller.isReady(BUS)) {
                    bus.drain();
                }
                wakeUp.quiet();
                for (HeadListener head : heads) {
                    head.tend();
                }
            }
        } catch (IOException e) {
            attached.completeExceptionally(e);
            if (!closed) {
                events.displayLost(e);
            }
        } catch (RuntimeException e) {
            LOG.error("the pixel thread failed", e);
            attached.completeExceptionally(e);
            events.displayLost(new IOException("an internal fault", e));
        } finally {
            heads.forEach(HeadListener::close);
            bus.close();
        }
    }

    /** How long to wait before a head is to be tended; negative for ever. */
    private int patience() {
        long now = System.nanoTime();
        int patience = bus.hasReceived() ? 0 : -1;
        for (HeadListener head : heads) {
            int asked = head.pollMillis(now);
            patience = asked < 0 ? patience : patience < 0 ? asked : Math.min(patience, asked);
        }
        return patience;
    }

    /**
     * Waits for any of the sockets and drains those of the heads. Also whenever an answer on the bus is awaited: QEMU
     * answers there only when no head's listener keeps it waiting.
     */
    private void listen(int patienceMillis) throws IOException {
        poller.watch(WAKE_UP, wakeUp.socket());
        poller.watch(BUS, bus.socket());
        for (int i = 0; i < heads.size(); i++) {
            poller.watch(FIRST_HEAD + i, heads.get(i).socket());
        }
        poller.await(patienceMillis);
        for (int i = 0; i < heads.size(); i++) {
            if (poller.isReady(FIRST_HEAD + i)) {
                heads.get(i).drain();
            }
        }
    }

    private void told(int head, String interfaceName, Map<?, ?> properties) {
        switch (interfaceName) {
            case DisplayBus.CONSOLE -> heads.get(head).told(properties);
            case DisplayBus.KEYBOARD -> {
                if (head == 0 && properties.get("Modifiers") instanceof Integer bits) {
                    events.modifiers(bits);
                }
            }
            case DisplayBus.MOUSE -> {
                if (head == 0 && properties.get("IsAbsolute") instanceof Boolean isAbsolute) {
                    events.absolute(isAbsolute);
                }
            }
            default -> {
                // other interfaces of the console are of no use here
            }
        }
    }
}
