package netseat.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import netseat.access.Caller;

/**
 * Server-sent events: the whole state, as far as the reader may see it, at once and after each change. Changes that come
 * together are one event; a reader that is behind misses the states in between, never the last. Whoever logs out reads no
 * more.
 */
final class EventStream {
    private static final long GATHER_MILLIS = 50;
    private static final int MAX_READERS = 256;

    private final Vertx vertx;
    private final Context context;
    private final Supplier<JsonObject> state;
    private final Predicate<Caller> stillIn;
    private final AtomicBoolean gathering = new AtomicBoolean();

    // Owned by the context's event loop, as are the requests.
    private final Map<HttpServerResponse, Caller> readers = new HashMap<>();

    EventStream(Vertx vertx, Context context, Supplier<JsonObject> state, Predicate<Caller> stillIn) {
        this.vertx = vertx;
        this.context = context;
        this.state = state;
        this.stillIn = stillIn;
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
        Caller caller = Callers.of(request);
        readers.put(response, caller);
        response.closeHandler(ignored -> readers.remove(response));
        response.exceptionHandler(ignored -> readers.remove(response));
        response.write(event(state.get(), caller));
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
        List.copyOf(readers.keySet()).stream()
                .filter(reader -> !stillIn.test(readers.get(reader)))
                .forEach(this::end);
        JsonObject now = state.get();
        String whole = event(now);
        readers.forEach((reader, caller) -> {
            if (reader.writeQueueFull()) {
                reader.drainHandler(ignored -> {
                    reader.drainHandler(null);
                    reader.write(event(state.get(), caller));
                });
            } else {
                reader.write(StateView.isWhole(caller) ? whole : event(now, caller));
            }
        });
    }

    private void end(HttpServerResponse reader) {
        readers.remove(reader);
        reader.end();
    }

    private static String event(JsonObject state, Caller caller) {
        return event(StateView.of(state, caller));
    }

    private static String event(JsonObject state) {
        return "event: state\ndata: " + state.encode() + "\n\n";
    }
}
