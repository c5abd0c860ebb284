package netseat.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import netseat.access.Caller;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events: the whole state at once, as far as the reader may see it, and what became different after each change.
 * Changes that come together are one event; a reader that is behind misses those in between and gets the whole state again
 * when it has caught up. Whoever logs out reads no more.
 *
 * <p>The state is read and compared on a worker, one round at a time, and after a round comes a pause of several times its
 * length: a thousand devices that all come at once cost the event loop nothing but the bytes that they are told by.
 */
final class EventStream {
    private static final Logger log = LoggerFactory.getLogger(EventStream.class);

    /** Changes within this time of the first one are told with it. */
    private static final long GATHER_MILLIS = 10;

    private static final long LEAST_PAUSE_MILLIS = 50;

    /** So many times as long as a round took is the pause after it. */
    private static final long REST = 4;

    /** A page that hears nothing for much longer than this knows that the controller is away. */
    private static final long ALIVE_MILLIS = 10_000;

    private static final int MAX_READERS = 256;

    private final Vertx vertx;
    private final Context context;
    private final Executor workers;
    private final Supplier<JsonObject> state;
    private final Predicate<Caller> stillIn;
    private final AtomicBoolean gathering = new AtomicBoolean();

    // Owned by the context's event loop, as are the requests.
    private final Map<HttpServerResponse, Reader> readers = new HashMap<>();
    private boolean running;
    private boolean again;
    private long notBefore = System.nanoTime();

    /** Somebody who listens. Owned by the event loop. */
    private static final class Reader {
        private final HttpServerResponse response;
        private final Caller caller;
        /** What it knows; null when it is to be told everything. */
        private @Nullable StateSnapshot told;
        /** Whether it has not taken yet what it was sent last. */
        private boolean behind;

        Reader(HttpServerResponse response, Caller caller) {
            this.response = response;
            this.caller = caller;
        }
    }

    /**
     * A stream of a state.
     *
     * @param context on whose event loop the requests come
     * @param workers run what reads the state
     * @param stillIn whether somebody may still read
     */
    EventStream(Vertx vertx, Context context, Executor workers, Supplier<JsonObject> state, Predicate<Caller> stillIn) {
        this.vertx = vertx;
        this.context = context;
        this.workers = workers;
        this.state = state;
        this.stillIn = stillIn;
        context.runOnContext(ignored -> vertx.setPeriodic(ALIVE_MILLIS, timer -> sayAlive()));
    }

    /** A new reader. */
    void open(RoutingContext request) {
        HttpServerResponse response = request.response();
        if (readers.size() >= MAX_READERS) {
            HttpApi.error(request, 503, "Too many pages are open: " + MAX_READERS + " listen already. Close some.");
            return;
        }
        response.putHeader("Content-Type", "text/event-stream").putHeader("Cache-Control", "no-store");
        response.setChunked(true);
        readers.put(response, new Reader(response, Callers.of(request)));
        response.closeHandler(ignored -> readers.remove(response));
        response.exceptionHandler(ignored -> readers.remove(response));
        begin();
    }

    /** Something changed; any thread. */
    void changed() {
        if (gathering.compareAndSet(false, true)) {
            context.runOnContext(ignored -> beginSoon());
        }
    }

    private void beginSoon() {
        long pause = TimeUnit.NANOSECONDS.toMillis(notBefore - System.nanoTime());
        vertx.setTimer(Math.max(GATHER_MILLIS, pause), timer -> begin());
    }

    private void begin() {
        if (running) {
            again = true;
            return;
        }
        gathering.set(false); // what changes from here on may be missed by this round
        endThoseWhoAreOut();
        List<Telling> tellings = new ArrayList<>();
        readers.values().stream()
                .filter(reader -> !reader.behind)
                .forEach(reader -> tellings.add(new Telling(reader, reader.caller, reader.told)));
        if (tellings.isEmpty()) {
            return;
        }
        running = true;
        workers.execute(() -> {
            long began = System.nanoTime();
            compose(tellings);
            long took = System.nanoTime() - began;
            context.runOnContext(ignored -> tell(tellings, took));
        });
    }

    private void endThoseWhoAreOut() {
        List.copyOf(readers.values()).stream()
                .filter(reader -> !stillIn.test(reader.caller))
                .forEach(reader -> {
                    readers.remove(reader.response);
                    reader.response.end();
                });
    }

    /** What one reader is to be told in a round. */
    private static final class Telling {
        private final Reader reader;
        private final Caller caller;
        private final @Nullable StateSnapshot before;
        private @Nullable StateSnapshot now;
        private String event = "";

        Telling(Reader reader, Caller caller, @Nullable StateSnapshot before) {
            this.reader = reader;
            this.caller = caller;
            this.before = before;
        }
    }

    /** On a worker. Most readers see everything and know the same: what is different is found once for all of them. */
    private void compose(List<Telling> tellings) {
        try {
            JsonObject whole = state.get();
            StateSnapshot all = new StateSnapshot(whole);
            Map<StateSnapshot, String> since = new HashMap<>();
            for (Telling telling : tellings) {
                boolean seesAll = StateView.isWhole(telling.caller);
                StateSnapshot now = seesAll ? all : new StateSnapshot(StateView.of(whole, telling.caller));
                StateSnapshot before = telling.before;
                if (before == null) {
                    telling.event = event("state", now.whole());
                } else {
                    telling.event =
                            seesAll ? since.computeIfAbsent(before, known -> change(now, known)) : change(now, before);
                }
                telling.now = now;
            }
        } catch (RuntimeException e) {
            log.error("the state cannot be told", e);
        }
    }

    private static String change(StateSnapshot now, StateSnapshot before) {
        return now.since(before).map(text -> event("change", text)).orElse("");
    }

    private void tell(List<Telling> tellings, long tookNanos) {
        running = false;
        notBefore = System.nanoTime() + Math.max(TimeUnit.MILLISECONDS.toNanos(LEAST_PAUSE_MILLIS), REST * tookNanos);
        for (Telling telling : tellings) {
            Reader reader = telling.reader;
            if (telling.now != null && readers.containsKey(reader.response)) {
                reader.told = telling.now;
                if (!telling.event.isEmpty()) {
                    write(reader, telling.event);
                }
            }
        }
        if (again) {
            again = false;
            beginSoon();
        }
    }

    /** A reader that has not taken the last event yet is sent no other; once it has, it is told everything anew. */
    private void write(Reader reader, String event) {
        if (!reader.response.writeQueueFull()) {
            reader.response.write(event);
            return;
        }
        reader.behind = true;
        reader.response.drainHandler(ignored -> {
            reader.response.drainHandler(null);
            reader.behind = false;
            reader.told = null;
            begin();
        });
    }

    private void sayAlive() {
        endThoseWhoAreOut();
        for (Reader reader : readers.values()) {
            if (!reader.response.writeQueueFull()) {
                reader.response.write(event("alive", "{}"));
            }
        }
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
