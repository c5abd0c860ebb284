package netseat.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import netseat.access.Access;
import netseat.access.Caller;
import netseat.controller.Controller;
import netseat.controller.LinkSession;
import netseat.controller.Seat;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameHeader;

/** The WebSocket transport: binary messages to the session of their link, on the link's event loop. */
final class SeatSockets {
    /** The longest WebSocket message taken: a few frames of the longest kind. Longer ones end the connection. */
    static final int MAX_MESSAGE = 4 * (FrameHeader.LENGTH + FrameHeader.MAX_PAYLOAD_TO_CONTROLLER);

    private final Vertx vertx;
    private final Controller controller;
    private final OpenLinks links;
    private final Predicate<Caller> stillIn;

    // Owned by the event loop.
    private final Map<LinkSession, Caller> callers = new HashMap<>();

    SeatSockets(Vertx vertx, Controller controller, OpenLinks links, Access access) {
        this.vertx = vertx;
        this.controller = controller;
        this.links = links;
        this.stillIn = access::isStillIn;
        access.onChange(() -> vertx.runOnContext(ignored -> endThoseWhoAreOut()));
    }

    /** Takes an accepted socket, on its event loop; its link ends with what lets the caller in. */
    void open(ServerWebSocket socket, Seat seat, Caller caller) {
        Context context = vertx.getOrCreateContext();
        WebSocketLink link = new WebSocketLink(socket, context, controller.times());
        controller.open(link, seat).ifPresent(session -> {
            callers.put(session, caller);
            Runnable ended = links.run(session);
            run(socket, session, () -> {
                callers.remove(session);
                ended.run();
            });
        });
    }

    private void endThoseWhoAreOut() {
        List.copyOf(callers.keySet()).stream()
                .filter(session -> !stillIn.test(callers.get(session)))
                .forEach(session -> {
                    callers.remove(session);
                    session.end(ByeReason.REVOKED, "whoever sat here has logged out, or may not sit here any more");
                });
    }

    private static void run(ServerWebSocket socket, LinkSession session, Runnable ended) {
        socket.binaryMessageHandler(message -> session.receive(bytes(message), System.nanoTime()));
        socket.textMessageHandler(text -> session.end(ByeReason.BAD_FRAME, "a text message"));
        socket.exceptionHandler(fault -> session.end(ByeReason.BAD_FRAME, "broken WebSocket message"));
        socket.closeHandler(ignored -> ended.run());
    }

    private static ByteBuffer bytes(Buffer message) {
        return ByteBuffer.wrap(message.getBytes());
    }
}
