package netseat.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import netseat.controller.Controller;
import netseat.controller.LinkSession;
import netseat.controller.Seat;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameHeader;

/** The WebSocket transport: binary messages to the session of their link, on the link's event loop. */
final class SeatSockets {
    /** The longest WebSocket message taken: a few frames of the longest kind. Longer ones end the connection. */
    static final int MAX_MESSAGE = 4 * (FrameHeader.LENGTH + FrameHeader.MAX_PAYLOAD_TO_CONTROLLER);

    private static final long TICK_MILLIS = 1000;

    private final Vertx vertx;
    private final Controller controller;
    private final Set<Runnable> closers = ConcurrentHashMap.newKeySet();

    SeatSockets(Vertx vertx, Controller controller) {
        this.vertx = vertx;
        this.controller = controller;
    }

    /** Takes an accepted socket, on its event loop. */
    void open(ServerWebSocket socket, Seat seat) {
        Context context = vertx.getOrCreateContext();
        WebSocketLink link = new WebSocketLink(socket, context, controller.times());
        controller.open(link, seat).ifPresent(session -> run(socket, context, session));
    }

    private void run(ServerWebSocket socket, Context context, LinkSession session) {
        long timer = vertx.setPeriodic(TICK_MILLIS, ignored -> session.tick(System.nanoTime()));
        Runnable closer =
                () -> context.runOnContext(ignored -> session.end(ByeReason.SHUTDOWN, "the controller stops"));
        closers.add(closer);
        socket.binaryMessageHandler(message -> session.receive(bytes(message), System.nanoTime()));
        socket.textMessageHandler(text -> session.end(ByeReason.BAD_FRAME, "a text message"));
        socket.exceptionHandler(fault -> session.end(ByeReason.BAD_FRAME, "broken WebSocket message"));
        socket.closeHandler(ignored -> {
            vertx.cancelTimer(timer);
            closers.remove(closer);
            session.closed();
        });
    }

    private static ByteBuffer bytes(Buffer message) {
        return ByteBuffer.wrap(message.getBytes());
    }

    /** Says goodbye on every link; what they hold is released. */
    void closeAll() {
        closers.forEach(Runnable::run);
    }
}
