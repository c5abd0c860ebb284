package netseat.server;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import netseat.access.AuditLog;
import netseat.access.Caller;
import netseat.server.ApiRoutes.Match;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every change that goes through the API into the audit log, whatever the route: what it was done to before the route had
 * it, and after. Looks on the event loop, and writes on the worker that did it, before the answer goes out: whatever somebody was
 * told has been done is in the log, come what may. What a route does without a worker is written after its answer.
 */
final class AuditTrail {
    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);
    private static final String DEED = "netseat.deed";
    private static final int FIRST_FAILURE = 400;

    /** What a body may have that is for no log: secrets, and what is typed into machines. */
    private static final Set<String> SECRET = Set.of("password", "token", "text", "chords");

    private final AuditLog audit;
    private final Executor workers;
    private final Snapshots snapshots;

    /** How something is at this moment, as far as anybody would want to read of it later. */
    interface Snapshots {
        /** In JSON; null when there is no such thing, or nothing to be said. */
        @Nullable
        JsonObject of(String kind, Map<String, String> names);
    }

    AuditTrail(AuditLog audit, Executor workers, Snapshots snapshots) {
        this.audit = audit;
        this.workers = workers;
        this.snapshots = snapshots;
    }

    /** Follows a request that changes something; before its route. */
    void follow(RoutingContext request, Match match, Caller caller, @Nullable JsonObject body) {
        String what = match.operation().id();
        if (what.startsWith("session.")) {
            return; // written where it is done
        }
        Map<String, String> names = match.parameters();
        String kind = what.substring(0, what.indexOf('.') < 0 ? what.length() : what.indexOf('.'));
        String before = text(snapshots.of(kind, names));
        String from = Callers.address(request);
        Deed deed = new Deed(() -> {
            JsonObject now = snapshots.of(kind, names);
            String after = now != null || body == null || what.endsWith(".remove") ? text(now) : text(without(body));
            write(caller.who(), from, what, on(kind, names, body), before, after);
        });
        request.put(DEED, deed);
        request.addEndHandler(ended -> {
            if (request.response().getStatusCode() < FIRST_FAILURE) {
                workers.execute(deed::write);
            }
        });
    }

    /** Writes down what this request has done, unless that is nothing for the log, or was written. Waits for the disk. */
    static void write(RoutingContext request) {
        Deed deed = request.get(DEED);
        if (deed != null) {
            deed.write();
        }
    }

    /** What a request does, which is written once. */
    private static final class Deed {
        private final Runnable entry;
        private final AtomicBoolean written = new AtomicBoolean();

        Deed(Runnable entry) {
            this.entry = entry;
        }

        void write() {
            if (!written.getAndSet(true)) {
                entry.run();
            }
        }
    }

    private void write(
            String who, String from, String what, String on, @Nullable String before, @Nullable String after) {
        try {
            audit.add(who, from, what, on, before, after);
        } catch (RuntimeException e) {
            log.error("{} of {} by {} is not in the audit log", what, on, who, e);
        }
    }

    private static @Nullable String text(@Nullable JsonObject json) {
        return json == null ? null : json.encode();
    }

    private static JsonObject without(JsonObject body) {
        JsonObject shown = body.copy();
        SECRET.forEach(shown::remove);
        return shown;
    }

    private static String on(String kind, Map<String, String> names, @Nullable JsonObject body) {
        String unit = names.get("unit");
        String name = kind.equals("unit") ? names.get("device") + " unit " + unit : names.get(kind);
        if (name == null && body != null && body.getValue("name") instanceof String given) {
            name = given;
        }
        return name == null ? "" : kind + ' ' + name;
    }
}
