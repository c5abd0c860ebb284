package netseat.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Server-sent events: the whole state at once and after each change. Changes that come together are one event; a reader
 * that is behind misses the states in between, never the last.
 */
final class EventStream {
    private static final long GATHER_MILLIS = 50;
    private static final int MAX_READERS = 256;

    private final Vertx vertx;
    private final Context context;
    private final Supplier<String> state;
    private final AtomicBoolean gathering = new AtomicBoolean();

    // Owned by the context's event loop, as are the requests.
    private final Set<HttpServerResponse> readers = new HashSet<>();

    EventStream(Vertx vertx, Context context, Supplier<String> state) {
        this.vertx = vertx;
        this.context = context;
        this.state = state;
    }

    /** A new reader. */
    void open(RoutingContext request) {
        HttpServerResponse response = request.response();
        if (readers.size() >= MAX_READERS) {
            response.setStatusCode(503).end();
            return;
        }
        response.putHeader("Content-Type", "text/event-stream").putHeader("Cache-Control", "no-store");
        response.setChunked(true);
        readers.add(response);
        response.closeHandler(ignored -> readers.remove(response));
        response.exceptionHandler(ignored -> readers.remove(response));
        response.write(event());
    }

    /** Something changed; any thread. */
    void changed() {
        if (gathering.compareAndSet(false, true)) {
            context.runOnContext(ignored -> vertx.setTimer(GATHER_MILLIS, timer -> tell()));
        }
    }

    private void tell() {
        gathering.set(false);
        if (readers.isEmpty()) {
            return;
        }
        String event = event();
        for (HttpServerResponse reader : readers) {
            if (reader.writeQueueFull()) {
                reader.drainHandler(ignored -> {
                    reader.drainHandler(null);
                    reader.write(event());
                });
            } else {
                reader.write(event);
            }
        }
    }

    private String event() {
        return "event: state\ndata: " + state.get() + "\n\n";
    }
}
