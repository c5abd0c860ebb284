package netseat.server;

import io.vertx.ext.web.RoutingContext;
import netseat.access.Caller;

/** Who makes a request, from the door on. */
final class Callers {
    private static final String KEY = "netseat.caller";

    private Callers() {}

    static void set(RoutingContext request, Caller caller) {
        request.put(KEY, caller);
    }

    /** Whoever the door has let in; only for routes that are not public. */
    static Caller of(RoutingContext request) {
        Caller caller = request.get(KEY);
        if (caller == null) {
            throw new IllegalStateException("a route without a caller: " + request.normalizedPath());
        }
        return caller;
    }

    /** The address that a request comes from. */
    static String address(RoutingContext request) {
        return String.valueOf(request.request().remoteAddress().hostAddress());
    }
}
