package netseat.qemu;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to a running machine's private bus: what QEMU tells of its consoles (sizes, LEDs, kind of pointer), and
 * what it is asked there. One console is one head.
 *
 * <p>Owned by the {@link PixelLoop}'s thread, whose steps are its methods; {@link #shutdown} is for any.
 */
final class DisplayBus implements Consoles, AutoCloseable {
    static final String CONSOLE = "org.qemu.Display1.Console";
    static final String KEYBOARD = "org.qemu.Display1.Keyboard";
    static final String MOUSE = "org.qemu.Display1.Mouse";
    static final String PROPERTIES = "org.freedesktop.DBus.Properties";

    private static final Logger LOG = LoggerFactory.getLogger(DisplayBus.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MAX_MESSAGE = 1 << 20;
    private static final long PAUSE_NANOS = 2_000_000;

    private static final byte[] PROPERTIES_CHANGED = "PropertiesChanged".getBytes(US_ASCII);
    private static final byte[] CHANGED_TYPES = "sa{sv}as".getBytes(US_ASCII);
    private static final DbusMessage.Target BUS =
            new DbusMessage.Target("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus");

    /** What QEMU tells; called on the pixel thread. */
    interface Told {
        /** Properties of one of the console's interfaces, at first and whenever they have changed. */
        void told(int head, String interfaceName, Map<?, ?> properties);
    }

    private final Path path;
    private final Told told;
    private final DbusConnection.Wait wait;
    private final List<String> consoles = new ArrayList<>();
    private final List<byte[]> consolesAscii = new ArrayList<>();
    private final DbusReader reader = new DbusReader();
    private @Nullable DbusConnection connection;
    private boolean received;
    private volatile boolean closed;

    /**
     * @param heads how many consoles QEMU has
     * @param wait waits for this connection while QEMU may be waiting for us elsewhere
     */
    DisplayBus(Path path, int heads, Told told, DbusConnection.Wait wait) {
        this.path = path;
        this.told = told;
        this.wait = wait;
        for (int head = 0; head < heads; head++) {
            String console = "/org/qemu/Display1/Console_" + head;
            consoles.add(console);
            consolesAscii.add(console.getBytes(US_ASCII));
        }
    }

    /** Connects, and tells the properties as they are. */
    void connect() throws IOException {
        DbusConnection made = new DbusConnection(connectWhenThere(), MAX_MESSAGE);
        synchronized (this) {
            connection = made;
        }
        made.authenticate(true, LIMIT);
        call(made, BUS, "Hello", "");
        for (int head = 0; head < consoles.size(); head++) {
            String rule =
                    "type='signal',sender='org.qemu',interface='" + PROPERTIES + "',path='" + consoles.get(head) + "'";
            call(made, BUS, "AddMatch", "s", rule);
            for (String interfaceName : head == 0 ? List.of(CONSOLE, KEYBOARD, MOUSE) : List.of(CONSOLE)) {
                DbusHeader reply = callWhenThere(made, head, interfaceName);
                tell(head, interfaceName, reply.body(reader).values("a{sv}").getFirst());
            }
        }
    }

    /** The bus may have been started a moment ago. */
    private UnixSocket connectWhenThere() throws IOException {
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

    /** QEMU may have been started a moment ago and not have its name on the bus yet. */
    private DbusHeader callWhenThere(DbusConnection with, int head, String interfaceName) throws IOException {
        DbusMessage.Target console = new DbusMessage.Target("org.qemu", consoles.get(head), PROPERTIES);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return call(with, console, "GetAll", "s", interfaceName);
            } catch (DbusException e) {
                if (closed || !e.errorName().endsWith(".ServiceUnknown") || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private DbusHeader call(
            DbusConnection with, DbusMessage.Target target, String member, String types, Object... arguments)
            throws IOException {
        int serial = with.nextSerial();
        DbusWriter body = new DbusWriter().values(types, List.of(arguments));
        with.send(DbusMessage.call(serial, target, member, types, body));
        return awaitReply(with, serial);
    }

    private DbusHeader awaitReply(DbusConnection with, int serial) throws IOException {
        received = true; // what else arrives meanwhile and is not looked at yet
        return with.awaitReply(serial, this::message, wait, LIMIT);
    }

    private DbusConnection connection() throws IOException {
        if (connection == null) {
            throw new IOException("not connected to the private bus");
        }
        return connection;
    }

    UnixSocket socket() throws IOException {
        return connection().socket();
    }

    @Override
    public void registerListener(int head, UnixSocket theirs) throws IOException {
        DbusConnection with = connection();
        int serial = with.nextSerial();
        DbusWriter firstDescriptor = new DbusWriter().int32(0);
        byte[] message = DbusMessage.call(serial, console(head), "RegisterListener", "h", firstDescriptor, 1);
        with.socket().write(message, theirs);
        awaitReply(with, serial);
    }

    @Override
    public void setUiInfo(int head, int width, int height) throws IOException {
        DbusConnection with = connection();
        // no size in millimetres, so that the guest assumes the usual density; and no place beside other monitors
        DbusWriter body = new DbusWriter()
                .int16(0)
                .int16(0)
                .int32(0)
                .int32(0)
                .int32(width)
                .int32(height);
        with.send(DbusMessage.call(with.nextSerial(), console(head), "SetUIInfo", "qqiiuu", body));
    }

    private DbusMessage.Target console(int head) {
        return new DbusMessage.Target("org.qemu", consoles.get(head), CONSOLE);
    }

    /** Whether messages may be at hand that no wait for the socket would tell of. */
    boolean hasReceived() {
        return received;
    }

    /** Takes all that is there. */
    void drain() throws IOException {
        DbusConnection from = connection();
        received = false;
        while (true) {
            long n = from.fill();
            for (DbusHeader message = from.next(); message != null; message = from.next()) {
                message(message);
            }
            if (n < 0) {
                throw new DbusException("the private bus is gone");
            }
            if (from.isDrained()) {
                return;
            }
        }
    }

    private void message(DbusHeader message) throws DbusException {
        if (message.type() == DbusMessage.ERROR) {
            LOG.debug("{}: {}", path, message.text(DbusMessage.FIELD_ERROR_NAME)); // SetUIInfo on a plain VGA
        }
        if (message.type() != DbusMessage.SIGNAL
                || !message.is(DbusMessage.FIELD_MEMBER, PROPERTIES_CHANGED)
                || !message.is(DbusMessage.FIELD_SIGNATURE, CHANGED_TYPES)) {
            return;
        }
        for (int head = 0; head < consolesAscii.size(); head++) {
            if (message.is(DbusMessage.FIELD_PATH, consolesAscii.get(head))) {
                message.body(reader);
                String interfaceName = reader.string();
                tell(head, interfaceName, reader.values("a{sv}").getFirst());
            }
        }
    }

    private void tell(int head, String interfaceName, Object properties) {
        if (properties instanceof Map<?, ?> map) {
            told.told(head, interfaceName, map);
        }
    }

    /** Has whoever waits here give up. Any thread. */
    synchronized void shutdown() {
        closed = true;
        if (connection != null) {
            connection.shutdown();
        }
    }

    /** The owner's last call. */
    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
