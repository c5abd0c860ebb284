package netseat.e2e;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import netseat.device.SeatAddress;
import org.jspecify.annotations.Nullable;

/** A WebSocket that sends whatever bytes a test wants. */
final class RawLink implements AutoCloseable {
    private static final int LOST = 1006;
    private static final int OPENED = 101;

    private final HttpClient client;
    private final WebSocket socket;
    private final CompletableFuture<Integer> closed;

    private RawLink(HttpClient client, WebSocket socket, CompletableFuture<Integer> closed) {
        this.client = client;
        this.socket = socket;
        this.closed = closed;
    }

    static RawLink connect(SeatAddress at) {
        return connect(at, Map.of());
    }

    /** One whose handshake has these headers. */
    static RawLink connect(SeatAddress at, Map<String, String> headers) {
        HttpClient client = HttpClient.newHttpClient();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket.Builder handshake = at.knock(client.newWebSocketBuilder());
        headers.forEach(handshake::header);
        WebSocket socket = handshake.buildAsync(at.link(), new Closing(closed)).join();
        return new RawLink(client, socket, closed);
    }

    /** The HTTP status with which a page of this origin is refused a link; 0 when it is let in. */
    static int refusal(SeatAddress at, String origin) {
        int status = status(at, Map.of("Origin", origin));
        return status == OPENED ? 0 : status;
    }

    /** The HTTP status of a handshake with these headers: 101 when it is let in. */
    static int status(SeatAddress at, Map<String, String> headers) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket.Builder handshake = at.knock(client.newWebSocketBuilder());
            headers.forEach(handshake::header);
            handshake
                    .buildAsync(at.link(), new Closing(new CompletableFuture<>()))
                    .join()
                    .abort();
            return OPENED;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    void send(byte[] message) {
        try {
            socket.sendBinary(ByteBuffer.wrap(message), true).join();
        } catch (CompletionException e) {
            // The controller may have closed it while this was sent: awaitClose tells.
            closed.complete(LOST);
        }
    }

    /** The code with which the controller closed it; 1006 when it did without one. */
    int awaitClose(Duration within) throws IOException, InterruptedException {
        try {
            return closed.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the link was not closed", e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    private record Closing(CompletableFuture<Integer> closed) implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable fault) {
            closed.complete(LOST);
        }
    }
}
