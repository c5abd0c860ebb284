package netseat.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import netseat.controller.StageTimes;
import netseat.controller.Transport;
import netseat.protocol.ByeReason;
import netseat.protocol.Protocol;

/** A link over a WebSocket: each message holds whole frames. */
final class WebSocketLink extends NumberedLink {
    private static final int MAX_CLOSE_TEXT = 120;

    private final ServerWebSocket socket;

    WebSocketLink(ServerWebSocket socket, Context context, StageTimes times) {
        super(socket.remoteAddress(), context, times);
        this.socket = socket;
    }

    @Override
    public Transport transport() {
        return Transport.WEBSOCKET;
    }

    @Override
    boolean isGone() {
        return socket.isClosed();
    }

    @Override
    Future<Void> put(Buffer frames) {
        return socket.writeFinalBinaryFrame(frames);
    }

    @Override
    void hangUp(ByeReason reason, String text) {
        socket.close((short) (Protocol.WEBSOCKET_CLOSE_BASE + reason.number()), ascii(text));
    }

    /** A close frame holds at most 123 bytes of text. */
    private static String ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new String(bytes, 0, Math.min(bytes.length, MAX_CLOSE_TEXT), StandardCharsets.US_ASCII);
    }
}
