package netseat.qemu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A <em>fake</em> QEMU: says to a display listener what QEMU 9.2 says, pixels in shared memory included, over real sockets
 * and with real descriptors; and it may lie. Its calls wait for their answers as QEMU's main loop does, on a thread of its own.
 */
final class FakeQemu implements Consoles, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final DbusMessage.Target PROPERTIES =
            new DbusMessage.Target("", "/org/qemu/Display1/Listener", DisplayBus.PROPERTIES);
    private static final DbusMessage.Target LISTENER = new DbusMessage.Target(
            "", "/org/qemu/Display1/Listener", new String(PixelListener.INTERFACE, StandardCharsets.US_ASCII));
    private static final DbusMessage.Target MAP =
            new DbusMessage.Target("", "/org/qemu/Display1/Listener", PixelListener.MAP_INTERFACE);

    private final ExecutorService mainLoop =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private final List<Boolean> offers = new CopyOnWriteArrayList<>();
    private CompletableFuture<DbusConnection> listener = new CompletableFuture<>();

    /** Takes the socket as QEMU does, as a descriptor in a message. */
    @Override
    public void registerListener(int head, UnixSocket theirs) throws IOException {
        UnixSocket.Pair way = UnixSocket.pair();
        try (UnixSocket from = way.ours();
                UnixSocket to = way.theirs();
                Descriptors taken = new Descriptors();
                Arena arena = Arena.ofConfined()) {
            from.write(new byte[1], theirs);
            to.read(arena.allocate(8), 0, 8, taken);
            taken.claim(1);
            UnixSocket socket = new UnixSocket(taken.take(0));
            listener = new CompletableFuture<>();
            mainLoop.execute(() -> welcome(socket, listener));
        }
    }

    @Override
    public void setUiInfo(int head, int width, int height) {
        throw new AssertionError("nobody has wished a size");
    }

    /** Whether each listener, in order, offered to take pixels that are shared. */
    List<Boolean> offers() {
        return offers;
    }

    private void welcome(UnixSocket socket, CompletableFuture<DbusConnection> known) {
        try {
            expectLine(socket, "\0AUTH EXTERNAL ");
            socket.write("OK 0123456789abcdef0123456789abcdef\r\n".getBytes(StandardCharsets.US_ASCII));
            expectLine(socket, "NEGOTIATE_UNIX_FD");
            socket.write("AGREE_UNIX_FD\r\n".getBytes(StandardCharsets.US_ASCII));
            expectLine(socket, "BEGIN");
            DbusConnection connection = new DbusConnection(socket, 1 << 20);
            DbusHeader reply = call(connection, PROPERTIES, "GetAll", "s", List.of(LISTENER.interfaceName()));
            Object all = reply.body(new DbusReader()).values("a{sv}").getFirst();
            offers.add(((Map<?, ?>) all).get("Interfaces") instanceof List<?> interfaces
                    && interfaces.contains(PixelListener.MAP_INTERFACE));
            known.complete(connection);
        } catch (IOException e) {
            known.completeExceptionally(e);
        }
    }

    private static void expectLine(UnixSocket socket, String start) throws IOException {
        StringBuilder line = new StringBuilder();
        MemorySegment one = Arena.ofAuto().allocate(1);
        while (line.isEmpty() || line.charAt(line.length() - 1) != '\n') {
            long n = socket.read(one, 0, 1);
            if (n < 0) {
                throw new IOException("closed");
            }
            if (n == 0) {
                socket.awaitReadable(1000);
            } else {
                line.append((char) one.get(ValueLayout.JAVA_BYTE, 0));
            }
        }
        if (!line.toString().startsWith(start)) {
            throw new IOException("not " + start + " but " + line);
        }
    }

    private static DbusHeader call(
            DbusConnection to, DbusMessage.Target target, String member, String types, List<?> arguments, int... fds)
            throws IOException {
        int serial = to.nextSerial();
        DbusWriter body = new DbusWriter().values(types, arguments);
        to.socket().send(DbusMessage.call(serial, target, member, types, body, fds.length), fds);
        return to.awaitReply(serial, message -> {}, to.socket()::awaitReadable, LIMIT);
    }

    /** Has the main loop do something, after what it does already. */
    <T> Future<T> run(Callable<T> what) {
        return mainLoop.submit(what);
    }

    /** Has it begin something whose end nobody hears of. */
    void begin(Callable<?> what) {
        mainLoop.execute(() -> {
            try {
                what.call();
            } catch (Exception e) {
                throw new IllegalStateException(e); // on the standard error
            }
        });
    }

    /** Waits until all that was said before has been taken: the listener takes messages in their order. */
    boolean settle() throws IOException {
        call(listener.join(), PROPERTIES, "GetAll", "s", List.of(MAP.interfaceName()));
        return true;
    }

    /**
     * Shares a surface.
     *
     * @return the name of the error that it was refused with; empty when it was taken
     */
    String scanoutMap(int handle, int offset, int width, int height, int stride, int format, int... fds)
            throws IOException {
        try {
            List<Integer> arguments = List.of(handle, offset, width, height, stride, format);
            call(listener.join(), MAP, "ScanoutMap", "huuuuu", arguments, fds);
            return "";
        } catch (DbusException e) {
            if (e.errorName().isEmpty()) {
                throw e;
            }
            return e.errorName();
        }
    }

    /** Says that so many descriptors come with a shared surface, of which none does. */
    boolean scanoutMapWithoutDescriptor() throws IOException {
        DbusConnection to = listener.join();
        DbusWriter body = new DbusWriter().values("huuuuu", List.of(0, 0, 1, 1, 4, 0x20020888));
        to.send(DbusMessage.call(to.nextSerial(), MAP, "ScanoutMap", "huuuuu", body, 1));
        return true;
    }

    /** Sends descriptors with a message of another kind. */
    boolean unknown(int... fds) throws IOException {
        DbusConnection to = listener.join();
        DbusWriter body = new DbusWriter();
        to.socket().send(DbusMessage.call(to.nextSerial(), LISTENER, "Unknown", "", body, fds.length), fds);
        return true;
    }

    boolean updateMap(int x, int y, int width, int height) throws IOException {
        return tell(MAP, "UpdateMap", "iiii", List.of(x, y, width, height));
    }

    boolean disable() throws IOException {
        return tell(LISTENER, "Disable", "", List.of());
    }

    /** One colour, the pixels themselves. */
    boolean scanout(int width, int height, int colour) throws IOException {
        List<Byte> bytes = new ArrayList<>();
        for (int i = 0; i < 4 * width * height; i++) {
            bytes.add((byte) (colour >>> (8 * (i % 4))));
        }
        return tell(LISTENER, "Scanout", "uuuuay", List.of(width, height, 4 * width, 0x20020888, bytes));
    }

    private boolean tell(DbusMessage.Target target, String member, String types, List<?> arguments) throws IOException {
        DbusConnection to = listener.join();
        DbusWriter body = new DbusWriter().values(types, arguments);
        to.send(DbusMessage.call(to.nextSerial(), target, member, types, body));
        return true;
    }

    @Override
    public void close() {
        mainLoop.shutdownNow();
        if (listener.isDone() && !listener.isCompletedExceptionally()) {
            listener.join().close();
        }
    }
}
