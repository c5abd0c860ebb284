package netseat.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Cuts connections of HTTP that take their time: whoever sends a header or a body a byte a second would else hold what it takes
 * for ever. WebSockets have {@link netseat.controller.LinkWatch}. All on the event loop.
 */
final class ConnectionWatch {
    private static final long HEADER_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long BODY_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(75);
    private static final long SWEEP_MILLIS = 1_000;
    private static final long NEVER = Long.MAX_VALUE;

    /** The most at once; each is a socket. A browser has six. */
    private static final int MOST = 4_096;

    private final Map<SocketAddress, Watched> all = new HashMap<>();

    private static final class Watched {
        final HttpConnection connection;
        long due;

        Watched(HttpConnection connection, long due) {
            this.connection = connection;
            this.due = due;
        }
    }

    ConnectionWatch(Vertx vertx) {
        vertx.setPeriodic(SWEEP_MILLIS, ignored -> sweep(System.nanoTime()));
    }

    /** A new connection: its first header is awaited. */
    void opened(HttpConnection connection) {
        if (all.size() >= MOST) {
            connection.close();
            return;
        }
        SocketAddress from = connection.remoteAddress();
        all.put(from, new Watched(connection, System.nanoTime() + HEADER_NANOS));
        connection.closeHandler(ignored -> all.remove(from));
    }

    /** A request's header is there: its body is awaited, if it has one, and after the answer the next header. */
    void began(HttpServerRequest request) {
        SocketAddress from = request.remoteAddress();
        due(from, System.nanoTime() + BODY_NANOS);
        request.end().onSuccess(ignored -> due(from, NEVER));
        request.response().endHandler(ignored -> due(from, System.nanoTime() + IDLE_NANOS));
    }

    /** A connection has become a WebSocket. */
    void upgraded(SocketAddress from) {
        all.remove(from);
    }

    private void due(SocketAddress from, long at) {
        Watched watched = all.get(from);
        if (watched != null) {
            watched.due = at;
        }
    }

    private void sweep(long now) {
        List<HttpConnection> late = new ArrayList<>();
        for (Watched watched : all.values()) {
            if (watched.due != NEVER && watched.due - now <= 0) {
                late.add(watched.connection);
            }
        }
        late.forEach(HttpConnection::close);
    }
}
