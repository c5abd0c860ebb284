package netseat.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import netseat.identity.HttpsTrust;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameReader;
import netseat.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * The device's end of a link over a WebSocket. What the controller sends is handed to a {@link DeviceEnd} on one thread at
 * a time; sending is safe from any thread and keeps the callers' order.
 */
public final class WebSocketDeviceLink implements DeviceLink {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final int MAX_MESSAGE = FrameHeader.LENGTH + FrameHeader.MAX_PAYLOAD_TO_DEVICE;

    private final HttpClient client;
    private final WebSocket socket;
    private int sequence;
    private CompletableFuture<?> lastSend = CompletableFuture.completedFuture(null);

    private WebSocketDeviceLink(HttpClient client, WebSocket socket) {
        this.client = client;
        this.socket = socket;
    }

    /** The way to a seat, for whoever may open its page. The link does not reconnect by itself. */
    public static LinkMaker to(SeatAddress seat) {
        return end -> {
            WebSocketDeviceLink link = connect(seat, end);
            end.opened(link);
            return link;
        };
    }

    private static WebSocketDeviceLink connect(SeatAddress seat, DeviceEnd end) throws IOException {
        Executor direct = Runnable::run;
        HttpClient.Builder builder = HttpClient.newBuilder().executor(direct).connectTimeout(CONNECT_WITHIN);
        if ("wss".equals(seat.link().getScheme())) {
            builder.sslContext(seat.trust().context());
        }
        HttpClient client = builder.build();
        try {
            WebSocket socket = seat.knock(client.newWebSocketBuilder())
                    .connectTimeout(CONNECT_WITHIN)
                    .buildAsync(seat.link(), new Receiver(end))
                    .join();
            return new WebSocketDeviceLink(client, socket);
        } catch (CompletionException e) {
            client.close();
            Throwable cause = e.getCause();
            throw new IOException(
                    "cannot open a link to " + seat
                            + HttpsTrust.refusal(e).map(words -> ": " + words).orElse(""),
                    cause);
        }
    }

    @Override
    public synchronized void send(ByteBuffer frames) {
        sequence = FrameHeader.number(frames, sequence);
        sendRaw(frames);
    }

    private synchronized void sendRaw(ByteBuffer message) {
        ByteBuffer copy = ByteBuffer.allocate(message.remaining()).put(message).flip();
        // The JDK takes one message at a time; the next goes when the one before has gone.
        lastSend = lastSend.isDone()
                ? socket.sendBinary(copy, true)
                : lastSend.handle((done, fault) -> null).thenCompose(done -> socket.sendBinary(copy, true));
    }

    @Override
    public boolean asksAdmission() {
        return false;
    }

    @Override
    public synchronized int lastSequence() {
        return sequence;
    }

    @Override
    public void close() {
        synchronized (this) {
            lastSend = lastSend.handle((done, fault) -> null)
                    .thenCompose(done -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""))
                    .orTimeout(1, TimeUnit.SECONDS)
                    .handle((done, fault) -> null);
            lastSend.join();
        }
        cut();
    }

    @Override
    public void cut() {
        socket.abort();
        client.shutdownNow();
    }

    private static final class Receiver implements WebSocket.Listener {
        private final DeviceEnd end;
        private final FrameReader reader = new FrameReader();
        private @Nullable ByteArrayOutputStream parts;
        private boolean gone;

        Receiver(DeviceEnd end) {
            this.end = end;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            socket.request(1);
            try {
                if (last && parts == null) {
                    reader.read(data, end);
                    return null;
                }
                gather(data);
                if (last && parts != null) {
                    ByteBuffer whole = ByteBuffer.wrap(parts.toByteArray());
                    parts = null;
                    reader.read(whole, end);
                }
            } catch (ProtocolException e) {
                end("the controller sent nonsense: " + e.getMessage());
                socket.abort();
            }
            return null;
        }

        private void gather(ByteBuffer data) throws ProtocolException {
            ByteArrayOutputStream to = parts == null ? new ByteArrayOutputStream(data.remaining() * 4) : parts;
            parts = to;
            if (to.size() + data.remaining() > MAX_MESSAGE) {
                throw new ProtocolException(ByeReason.TOO_LONG, "a message above " + MAX_MESSAGE);
            }
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            to.writeBytes(bytes);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            end("closed with status " + status + (reason.isEmpty() ? "" : ": " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable fault) {
            end("lost: " + fault);
        }

        private void end(String words) {
            if (!gone) {
                gone = true;
                end.closed(words);
            }
        }
    }
}
