package netseat.qemu;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread "pixels NAME": owns both D-Bus connections of a running machine, the one to its private bus (sizes, LEDs,
 * kind of pointer) and the listener, over which QEMU itself sends pixels and cursors.
 *
 * <p>Its main loop is {@link #run}: wait, drain the listener, drain the bus. Nothing else may block it: QEMU has no
 * flow control here and grows by what is not read, and its whole main loop waits while a listener is registered.
 */
final class PixelLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PixelLoop.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MAX_BUS_MESSAGE = 1 << 20;
    private static final long MAX_PIXEL_MESSAGE = DbusReader.MAX_ARRAY + DbusHeader.MAX_FIELDS;

    /** After this long a batch is settled although more keeps coming. */
    private static final long LONGEST_BATCH_NANOS = 8_000_000;

    /** How often QEMU is asked again while it has not noticed yet that the old listener is gone: 2 ms apart. */
    private static final int REGISTER_TRIES = 500;

    private static final long PAUSE_NANOS = 2_000_000;

    /** A listener that fails this often within {@link #FAULT_WINDOW_NANOS} is not registered again. */
    private static final int MAX_FAULTS = 8;

    private static final long FAULT_WINDOW_NANOS = 2_000_000_000L;

    private static final String CONSOLE_PATH = "/org/qemu/Display1/Console_0";
    private static final String CONSOLE = "org.qemu.Display1.Console";
    private static final String KEYBOARD = "org.qemu.Display1.Keyboard";
    private static final String MOUSE = "org.qemu.Display1.Mouse";
    private static final String PROPERTIES = "org.freedesktop.DBus.Properties";
    private static final byte[] PROPERTIES_ASCII = PROPERTIES.getBytes(US_ASCII);
    private static final byte[] GET_ALL = "GetAll".getBytes(US_ASCII);
    private static final byte[] PROPERTIES_CHANGED = "PropertiesChanged".getBytes(US_ASCII);
    private static final byte[] CHANGED_TYPES = "sa{sv}as".getBytes(US_ASCII);
    private static final DbusMessage.Target BUS =
            new DbusMessage.Target("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus");
    private static final DbusMessage.Target CONSOLE_CALLS = new DbusMessage.Target("org.qemu", CONSOLE_PATH, CONSOLE);
    private static final DbusMessage.Target CONSOLE_PROPERTIES =
            new DbusMessage.Target("org.qemu", CONSOLE_PATH, PROPERTIES);

    /** What the machine learns beside the pixels; called on the pixel thread. */
    interface Events {
        /** The keyboard's LEDs: 1 scroll, 2 num, 4 caps. */
        void modifiers(int bits);

        /** Whether the guest takes positions. */
        void absolute(boolean isAbsolute);

        /** The display is lost although nobody asked for it. */
        void displayLost(IOException why);
    }

    private final Path busSocket;
    private final QemuDisplay display;
    private final Refresher refresher;
    private final Events events;
    private final PixelListener pixels;
    private final MotionMeter motion = new MotionMeter();
    private final DbusReader reader = new DbusReader();
    private final CompletableFuture<Void> attached = new CompletableFuture<>();
    private final Thread thread;

    private @Nullable DbusConnection bus;
    private @Nullable DbusConnection listener;
    private volatile boolean closed;
    private final SizeCheck sizes = new SizeCheck();
    private long batchStart;
    private int faults;
    private long firstFault;

    PixelLoop(String name, Path busSocket, QemuDisplay display, Refresher refresher, Events events) {
        this.busSocket = busSocket;
        this.display = display;
        this.refresher = refresher;
        this.events = events;
        this.pixels = new PixelListener(display, motion);
        this.thread = Thread.ofPlatform().name("pixels " + name).daemon().unstarted(this);
    }

    /** Starts the thread; the future is done when QEMU sends its pixels here, or fails with an IOException. */
    CompletableFuture<Void> start() {
        thread.start();
        return attached;
    }

    /** Ends the thread and waits for it; afterwards nobody writes the display. */
    void close() {
        closed = true;
        shutdown();
        try {
            thread.join(LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void shutdown() {
        if (bus != null) {
            bus.shutdown();
        }
        if (listener != null) {
            listener.shutdown();
        }
    }

    @Override
    public void run() {
        RoadPriority.claim();
        try {
            DbusConnection toBus = connectBus();
            DbusConnection toQemu = register(toBus);
            attached.complete(null);
            boolean busSpeaks = true; // what came while an answer was awaited has been received already
            while (!closed) {
                boolean alive = drainListener(toQemu);
                if (busSpeaks) {
                    drainBus(toBus);
                }
                if (!alive) {
                    countFault();
                }
                if (!alive || sizes.mustRegister(display.picture(), System.nanoTime())) {
                    toQemu.close();
                    toQemu = register(toBus);
                    busSpeaks = true;
                } else {
                    int patience = sizes.pollMillis(System.nanoTime());
                    busSpeaks = toQemu.socket().awaitReadable(toBus.socket(), patience);
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
            closeConnections();
        }
    }

    private synchronized void closeConnections() {
        if (listener != null) {
            listener.close();
        }
        if (bus != null) {
            bus.close();
        }
        listener = null;
        bus = null;
    }

    private DbusConnection connectBus() throws IOException {
        DbusConnection connection = new DbusConnection(connectWhenThere(busSocket), MAX_BUS_MESSAGE);
        synchronized (this) {
            bus = connection;
        }
        connection.authenticate(true, LIMIT);
        call(connection, BUS, "Hello", "");
        call(
                connection,
                BUS,
                "AddMatch",
                "s",
                "type='signal',sender='org.qemu',interface='" + PROPERTIES + "',path='" + CONSOLE_PATH + "'");
        for (String interfaceName : List.of(CONSOLE, KEYBOARD, MOUSE)) {
            DbusHeader reply = callWhenThere(connection, interfaceName);
            properties(interfaceName, reply.body(reader).values("a{sv}").getFirst());
        }
        sizes.settle(); // the first picture comes in this size
        return connection;
    }

    /** QEMU may have been started a moment ago and not have its name on the bus yet. */
    private DbusHeader callWhenThere(DbusConnection connection, String interfaceName) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return call(connection, CONSOLE_PROPERTIES, "GetAll", "s", interfaceName);
            } catch (DbusException e) {
                if (closed || !e.errorName().endsWith(".ServiceUnknown") || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** The bus may have been started a moment ago. */
    private UnixSocket connectWhenThere(Path path) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return UnixSocket.connect(path);
            } catch (ConnectException e) {
                if (closed || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private DbusHeader call(
            DbusConnection connection, DbusMessage.Target target, String member, String types, Object... arguments)
            throws IOException {
        int serial = connection.nextSerial();
        DbusWriter body = new DbusWriter().values(types, List.of(arguments));
        connection.send(DbusMessage.call(serial, target, member, types, body));
        return connection.awaitReply(serial, this::busMessage, LIMIT);
    }

    /** Has QEMU send its pixels to a new socket; its first message is the whole picture. */
    private DbusConnection register(DbusConnection toBus) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return registerOnce(toBus);
            } catch (DbusException e) {
                // "already registered": QEMU has not noticed yet that the old one was closed
                if (closed || tries >= REGISTER_TRIES || !e.errorName().startsWith("org.qemu")) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private DbusConnection registerOnce(DbusConnection toBus) throws IOException {
        UnixSocket.Pair pair = UnixSocket.pair();
        DbusConnection connection = new DbusConnection(pair.ours(), MAX_PIXEL_MESSAGE);
        synchronized (this) {
            listener = connection;
        }
        try (UnixSocket theirs = pair.theirs()) {
            int serial = toBus.nextSerial();
            DbusWriter firstDescriptor = new DbusWriter().int32(0);
            byte[] message = DbusMessage.call(serial, CONSOLE_CALLS, "RegisterListener", "h", firstDescriptor, 1);
            toBus.socket().write(message, theirs);
            toBus.awaitReply(serial, this::busMessage, LIMIT);
            connection.authenticate(false, LIMIT);
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private void countFault() throws DbusException {
        long now = System.nanoTime();
        if (now - firstFault > FAULT_WINDOW_NANOS) {
            firstFault = now;
            faults = 0;
        }
        faults++;
        if (faults > MAX_FAULTS) {
            throw new DbusException("the display listener failed " + faults + " times in a row");
        }
    }

    /** Takes all that is there; returns whether the connection still stands. */
    private boolean drainListener(DbusConnection from) {
        try {
            while (true) {
                long n = from.fill();
                long now = System.nanoTime();
                for (DbusHeader message = from.next(); message != null; message = from.next()) {
                    batchStart = batchStart == 0 ? now : batchStart;
                    if (!pixels.take(message)) {
                        answer(from, message);
                    }
                }
                if (batchStart != 0
                        && ((from.isDrained() && !from.isWithinMessage()) || now - batchStart > LONGEST_BATCH_NANOS)) {
                    settle();
                }
                if (n <= 0 || from.isDrained()) {
                    return n >= 0;
                }
            }
        } catch (IOException e) {
            if (!closed) {
                LOG.warn("the display listener is registered anew: {}", e.getMessage());
            }
            return false;
        }
    }

    private void settle() {
        display.settled(batchStart);
        batchStart = 0;
        if (motion.settle()) {
            refresher.moved(System.nanoTime());
        }
    }

    /** QEMU's main loop waits for the answer to GetAll: at once, and with no property at all. */
    private static void answer(DbusConnection to, DbusHeader message) throws IOException {
        if (!message.wantsReply()) {
            return;
        }
        int serial = to.nextSerial();
        if (message.is(DbusMessage.FIELD_INTERFACE, PROPERTIES_ASCII)
                && message.is(DbusMessage.FIELD_MEMBER, GET_ALL)) {
            DbusWriter body = new DbusWriter().values("a{sv}", List.of(Map.of()));
            to.send(DbusMessage.reply(serial, message.serial(), "a{sv}", body));
        } else {
            to.send(DbusMessage.error(serial, message.serial(), "org.freedesktop.DBus.Error.UnknownMethod"));
        }
    }

    private void drainBus(DbusConnection from) throws IOException {
        while (true) {
            long n = from.fill();
            for (DbusHeader message = from.next(); message != null; message = from.next()) {
                busMessage(message);
            }
            if (n < 0) {
                throw new DbusException("the private bus is gone");
            }
            if (from.isDrained()) {
                return;
            }
        }
    }

    private void busMessage(DbusHeader message) throws DbusException {
        if (message.type() == DbusMessage.SIGNAL
                && message.is(DbusMessage.FIELD_MEMBER, PROPERTIES_CHANGED)
                && message.is(DbusMessage.FIELD_SIGNATURE, CHANGED_TYPES)) {
            message.body(reader);
            String interfaceName = reader.string();
            properties(interfaceName, reader.values("a{sv}").getFirst());
        }
    }

    private void properties(String interfaceName, Object values) {
        if (!(values instanceof Map<?, ?> map)) {
            return;
        }
        switch (interfaceName) {
            case CONSOLE -> {
                if (map.get("Width") instanceof Integer width) {
                    sizes.width(width);
                }
                if (map.get("Height") instanceof Integer height) {
                    sizes.height(height);
                }
            }
            case KEYBOARD -> {
                if (map.get("Modifiers") instanceof Integer bits) {
                    events.modifiers(bits);
                }
            }
            case MOUSE -> {
                if (map.get("IsAbsolute") instanceof Boolean isAbsolute) {
                    events.absolute(isAbsolute);
                }
            }
            default -> {
                // other interfaces of the console are of no use here
            }
        }
    }
}
