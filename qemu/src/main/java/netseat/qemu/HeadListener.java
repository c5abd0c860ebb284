package netseat.qemu;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One head's connection to QEMU, over which its pixels and cursors come, and what else its display needs: the right size,
 * and the guest told of the size that is wished.
 *
 * <p>Owned by the {@link PixelLoop}'s thread, whose steps are its methods; {@link #shutdown} is for any.
 */
final class HeadListener implements PixelListener.Answer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeadListener.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long MAX_MESSAGE = DbusReader.MAX_ARRAY + DbusHeader.MAX_FIELDS;

    /**
     * What QEMU may send before it waits for us, as the kernel counts it: twice the usual, in bytes. Fewer waits than with less;
     * with much more the pixels would leave the processor's cache before we read them.
     */
    private static final int SEND_ROOM = 208 * 1024;

    /** After this long a batch is settled although more keeps coming, and the next head has its turn. */
    private static final long LONGEST_BATCH_NANOS = 8_000_000;

    /** How often QEMU is asked again while it has not noticed yet that the old listener is gone: 2 ms apart. */
    private static final int REGISTER_TRIES = 500;

    private static final long PAUSE_NANOS = 2_000_000;

    /** A listener that fails this often within {@link #FAULT_WINDOW_NANOS} is not registered again. */
    private static final int MAX_FAULTS = 8;

    private static final long FAULT_WINDOW_NANOS = 2_000_000_000L;

    private static final byte[] PROPERTIES = DisplayBus.PROPERTIES.getBytes(US_ASCII);
    private static final byte[] GET_ALL = "GetAll".getBytes(US_ASCII);
    private static final byte[] STRING_TYPE = "s".getBytes(US_ASCII);
    private static final String LISTENER = new String(PixelListener.INTERFACE, US_ASCII);
    private static final String ERROR = "org.freedesktop.DBus.Error.";

    private final int head;
    private final QemuDisplay display;
    private final Consoles consoles;
    private final LongConsumer moved;
    private final PixelListener pixels;
    private final MotionMeter motion = new MotionMeter();
    private final SizeCheck sizes = new SizeCheck();
    private final SizeWish wish;

    private final DbusReader reader = new DbusReader();
    private Descriptors descriptors = new Descriptors();
    private @Nullable DbusConnection connection;
    private boolean sharing = true;
    private boolean alive;
    private volatile boolean closed;
    private long batchStart;
    private int faults;
    private long firstFault;

    /**
     * @param head the console's number, from 0
     * @param moved told the time when more than a text cursor has changed
     * @param firstSize what the guest is told before anybody wishes a size, or {@link SizeWish#NONE}
     */
    HeadListener(int head, QemuDisplay display, Consoles consoles, LongConsumer moved, long firstSize) {
        this.head = head;
        this.display = display;
        this.consoles = consoles;
        this.moved = moved;
        this.pixels = new PixelListener(display, motion);
        this.wish = new SizeWish(firstSize);
    }

    /** Has QEMU send its pixels to a new socket; its first message is the whole picture. */
    void register() throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                registerOnce();
                return;
            } catch (DbusException e) {
                // "already registered": QEMU has not noticed yet that the old one was closed
                if (closed || tries >= REGISTER_TRIES || !e.errorName().startsWith("org.qemu")) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void registerOnce() throws IOException {
        alive = false;
        pixels.forgetShared();
        descriptors = new Descriptors();
        UnixSocket.Pair pair = UnixSocket.pair();
        DbusConnection made = new DbusConnection(pair.ours(), MAX_MESSAGE, descriptors);
        synchronized (this) {
            connection = made;
        }
        try (UnixSocket theirs = pair.theirs()) {
            theirs.sendRoom(SEND_ROOM);
            consoles.registerListener(head, theirs);
            made.authenticate(true, LIMIT);
            alive = true;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    private DbusConnection connection() throws IOException {
        if (connection == null) {
            throw new IOException("no display listener");
        }
        return connection;
    }

    /** What the thread is to watch; none while there is no listener that works. */
    @Nullable
    UnixSocket socket() {
        return alive && connection != null ? connection.socket() : null;
    }

    /** The console's properties, as QEMU told them. */
    void told(Map<?, ?> properties) {
        if (properties.get("Width") instanceof Integer width) {
            sizes.width(width);
        }
        if (properties.get("Height") instanceof Integer height) {
            sizes.height(height);
        }
    }

    /** The first picture comes in the size that was told last. */
    void settleSize() {
        sizes.settle();
    }

    /** Takes all that is there, or as much as comes in {@link #LONGEST_BATCH_NANOS}. */
    void drain() throws IOException {
        DbusConnection from = connection();
        long start = System.nanoTime();
        try {
            while (true) {
                long n = from.fill();
                long now = System.nanoTime();
                for (DbusHeader message = from.next(); message != null; message = from.next()) {
                    batchStart = batchStart == 0 ? now : batchStart;
                    if (!pixels.take(message, descriptors, this)) {
                        answer(from, message);
                    }
                }
                if (batchStart != 0
                        && ((from.isDrained() && !from.isWithinMessage()) || now - batchStart > LONGEST_BATCH_NANOS)) {
                    settle();
                }
                if (n <= 0 || from.isDrained() || now - start > LONGEST_BATCH_NANOS) {
                    alive = n >= 0;
                    return;
                }
            }
        } catch (IOException e) {
            if (!closed) {
                LOG.warn("the display listener is registered anew: {}", e.getMessage());
            }
            alive = false;
            sharing &= !pixels.isShared(); // the fault may be there: from now on QEMU is to send the pixels themselves
        }
    }

    private void settle() {
        display.settled(batchStart);
        batchStart = 0;
        if (motion.settle()) {
            moved.accept(System.nanoTime());
        }
    }

    /** QEMU's main loop waits for the properties: at once. */
    private void answer(DbusConnection to, DbusHeader message) throws IOException {
        if (!message.wantsReply()) {
            return;
        }
        if (message.is(DbusMessage.FIELD_INTERFACE, PROPERTIES)
                && message.is(DbusMessage.FIELD_MEMBER, GET_ALL)
                && message.is(DbusMessage.FIELD_SIGNATURE, STRING_TYPE)) {
            Map<String, DbusWriter.Variant> properties = Map.of();
            if (sharing && message.body(reader).string().equals(LISTENER)) {
                List<String> interfaces = List.of(PixelListener.MAP_INTERFACE);
                properties = Map.of("Interfaces", new DbusWriter.Variant("as", interfaces));
            }
            DbusWriter body = new DbusWriter().values("a{sv}", List.of(properties));
            to.send(DbusMessage.reply(to.nextSerial(), message.serial(), "a{sv}", body));
        } else {
            to.send(DbusMessage.error(to.nextSerial(), message.serial(), ERROR + "UnknownMethod"));
        }
    }

    @Override
    public void done(DbusHeader call) throws IOException {
        if (call.wantsReply()) {
            DbusConnection to = connection();
            to.send(DbusMessage.reply(to.nextSerial(), call.serial(), "", new DbusWriter()));
        }
    }

    @Override
    public void refused(DbusHeader call, String why) throws IOException {
        LOG.warn("the display's pixels are not shared but sent: {}", why);
        if (call.wantsReply()) {
            DbusConnection to = connection();
            to.send(DbusMessage.error(to.nextSerial(), call.serial(), ERROR + "InvalidArgs"));
        }
    }

    /** Registers anew if the connection broke or the picture's size is wrong, and tells the guest a wished size. */
    void tend() throws IOException {
        if (!alive) {
            countFault();
        }
        if (!alive || sizes.mustRegister(display.picture(), System.nanoTime())) {
            connection().close();
            register();
        }
        long due = wish.due(display.wish(), System.nanoTime());
        if (due != SizeWish.NONE) {
            consoles.setUiInfo(head, SizeWish.width(due), SizeWish.height(due));
        }
    }

    /** How long the thread may wait before it is to tend again; negative for ever. */
    int pollMillis(long now) {
        int forSize = sizes.pollMillis(now);
        int forWish = wish.pollMillis(display.wish(), now);
        return forSize < 0 ? forWish : forWish < 0 ? forSize : Math.min(forSize, forWish);
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
        pixels.forgetShared();
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
