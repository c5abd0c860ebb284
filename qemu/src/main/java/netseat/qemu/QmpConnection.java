package netseat.qemu;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connection to QEMU's machine protocol and the thread "qmp NAME" that reads it.
 *
 * <p>Any thread writes: under a lock that is held only for a write that does not wait. What the socket does not take
 * goes to a bounded buffer that the thread finishes.
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/qmp-spec.html">the protocol</a>
 */
final class QmpConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QmpConnection.class);

    private static final int PENDING_SIZE = 1 << 17;

    /** What the owner does on the thread; none may block. */
    interface Handler extends QmpReplies.Sink {
        /**
         * QEMU told an event.
         *
         * @param data the event's own data; a missing node when it has none
         */
        void event(String name, JsonNode data);

        /**
         * Called after every reading and every wait.
         *
         * @return after how many nanoseconds it wants to be called at the latest; {@link Long#MAX_VALUE} for never
         */
        long tick(long nowNanos);

        /** The connection has ended, by either side. Called once, last. */
        void ended();

        @Override
        default void other(byte[] line) {}
    }

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Handler handler;
    private final JsonMapper json;
    private final Thread thread;
    private final QmpReplies replies = new QmpReplies();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(1 << 16);
    private final Object writing = new Object();
    private final ByteBuffer pending = ByteBuffer.allocateDirect(PENDING_SIZE);
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private volatile boolean closed;

    private QmpConnection(String name, SocketChannel channel, Handler handler, JsonMapper json) throws IOException {
        this.channel = channel;
        this.handler = handler;
        this.json = json;
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, SelectionKey.OP_READ);
        thread = Thread.ofPlatform().name("qmp " + name).daemon().unstarted(this::run);
    }

    /**
     * Connects, starts the thread and agrees on the protocol.
     *
     * @throws java.net.ConnectException when nobody listens there (yet)
     */
    static QmpConnection open(String name, Path socket, Handler handler, JsonMapper json, Duration limit)
            throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            QmpConnection connection = new QmpConnection(name, channel, handler, json);
            connection.thread.start();
            try {
                connection.call("qmp_capabilities", Map.of(), limit);
            } catch (IOException e) {
                connection.close();
                throw e;
            }
            return connection;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Sends a command and waits for its answer; not on the thread itself.
     *
     * @throws QmpException when QEMU refuses it
     * @throws IOException when the answer does not come in time or the connection ends
     */
    JsonNode call(String command, Map<String, ?> arguments, Duration limit) throws IOException {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        calls.put(id, answer);
        try {
            byte[] message = json.writeValueAsBytes(Map.of("execute", command, "arguments", arguments, "id", id));
            if (closed || !send(ByteBuffer.wrap(message))) {
                throw new IOException("QEMU takes no commands");
            }
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof QmpException refusal
                    ? new QmpException(String.valueOf(refusal.getMessage()))
                    : new IOException("QEMU ended before it answered " + command, e);
        } catch (TimeoutException e) {
            throw new IOException("QEMU did not answer " + command + " within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            calls.remove(id);
        }
    }

    /**
     * Sends a whole command without waiting, whatever its answer.
     *
     * @return false when too much is pending already, or the connection has ended; then nothing was sent
     */
    boolean send(ByteBuffer command) {
        synchronized (writing) {
            if (closed || (pending.position() > 0 && pending.remaining() < command.remaining())) {
                return false;
            }
            try {
                if (pending.position() == 0) {
                    channel.write(command);
                }
                if (command.hasRemaining()) {
                    pending.put(command);
                    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    selector.wakeup();
                }
                return true;
            } catch (IOException e) {
                return false; // the thread reads the end
            }
        }
    }

    /** Has the handler's tick called soon. Any thread. */
    void wakeup() {
        selector.wakeup();
    }

    private void run() {
        try {
            long wait = Long.MAX_VALUE;
            while (!closed) {
                // rounded down, at least 1: a moment early is as good and a millisecond late is not
                selector.select(wait == Long.MAX_VALUE ? 0 : Math.max(1, wait / 1_000_000));
                selector.selectedKeys().clear();
                flush();
                if (!read()) {
                    break;
                }
                wait = handler.tick(System.nanoTime());
            }
        } catch (IOException e) {
            if (!closed) {
                LOG.warn("QMP connection ended: {}", e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.error("the QMP thread failed", e);
        } finally {
            closeQuietly();
            handler.ended();
        }
    }

    private void flush() throws IOException {
        synchronized (writing) {
            if (pending.position() == 0) {
                return;
            }
            pending.flip();
            try {
                channel.write(pending);
            } finally {
                pending.compact();
            }
            if (pending.position() == 0) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }
    }

    private boolean read() throws IOException {
        while (true) {
            incoming.clear();
            int n = channel.read(incoming);
            if (n <= 0) {
                return n == 0;
            }
            incoming.flip();
            replies.take(incoming, sink);
        }
    }

    private final QmpReplies.Sink sink = new QmpReplies.Sink() {
        @Override
        public void input(boolean accepted) {
            handler.input(accepted);
        }

        @Override
        public void refreshed() {
            handler.refreshed();
        }

        @Override
        public void other(byte[] line) {
            message(line);
        }
    };

    private void message(byte[] line) {
        JsonNode message;
        try {
            message = json.readTree(line);
        } catch (JacksonException e) {
            LOG.warn("QEMU sent no JSON: {}", new String(line, 0, Math.min(line.length, 200), UTF_8));
            return;
        }
        if (message.path("event").isString()) {
            handler.event(message.path("event").asString(), message.path("data"));
            return;
        }
        CompletableFuture<JsonNode> call = calls.get(message.path("id").asInt(0));
        if (call != null) {
            JsonNode error = message.path("error");
            if (error.isObject()) {
                call.completeExceptionally(new QmpException(error.path("desc").asString("")));
            } else {
                call.complete(message.path("return"));
            }
        }
    }

    private void closeQuietly() {
        closed = true;
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            LOG.debug("closing QMP", e);
        }
        IOException ended = new IOException("the QMP connection ended");
        calls.values().forEach(call -> call.completeExceptionally(ended));
    }

    /** Ends the connection; the handler hears its end soon after. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
