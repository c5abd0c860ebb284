package netseat.server;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import netseat.access.Access;
import netseat.access.Caller;
import netseat.access.Permission;
import netseat.server.ApiRoutes.Match;
import org.jspecify.annotations.Nullable;

/**
 * Before every route: who asks, and whether they may. What {@link ApiRoutes} does not know is answered to nobody, and whoever is
 * not logged in gets the log-in page and nothing else. All on the event loop, without waiting: sessions and tokens are in
 * memory.
 */
final class Door {
    private static final String MATCH = "netseat.match";
    private static final String CSRF = "X-Netseat-Csrf";
    private static final String BEARER = "Bearer ";
    private static final int LONGEST_SECRET = 128;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final ApiRoutes routes;
    private final Access access;
    private final HostNames names;
    private final SeatOfDevice devices;
    private final AuditTrail trail;
    private final boolean tls;
    private final BodyHandler bodies = BodyHandler.create(false).setBodyLimit(HttpApi.MAX_BODY);

    /** Tells the seat of a device, which is how an operator's list of seats is asked of it. */
    interface SeatOfDevice {
        /** The seat; empty when there is no such device, or it is in none. */
        String seat(String device, @Nullable String unit);
    }

    /** Somebody, and how they showed who they are. */
    private record Entry(Caller caller, @Nullable String cookie) {}

    Door(ApiRoutes routes, Access access, HostNames names, SeatOfDevice devices, AuditTrail trail, boolean tls) {
        this.routes = routes;
        this.access = access;
        this.names = names;
        this.devices = devices;
        this.trail = trail;
        this.tls = tls;
    }

    /** Stands before all routes that are added from then on. */
    void addTo(Router router) {
        router.route().handler(this::enter);
        router.route().handler(request -> {
            if (match(request).operation().isSafe()) {
                request.next();
            } else {
                bodies.handle(request);
            }
        });
        router.route().handler(this::lookAtBody);
    }

    private static Match match(RoutingContext request) {
        Match match = request.get(MATCH);
        if (match == null) {
            throw new IllegalStateException("past the door without a match");
        }
        return match;
    }

    private void enter(RoutingContext request) {
        HttpServerRequest http = request.request();
        secure(request.response());
        if (!names.allows(http.getHeader("Host"), http.getHeader("Origin"), address(http.localAddress()), tls)) {
            HttpApi.error(
                    request,
                    FORBIDDEN,
                    "Netseat answers only its own pages, under localhost, the address it listens on, or a name that its"
                            + " configuration or certificate has.");
            return;
        }
        String path;
        try {
            path = request.normalizedPath();
        } catch (IllegalArgumentException e) {
            HttpApi.error(request, BAD_REQUEST, "The path has a broken escape.");
            return;
        }
        Optional<Match> match = find(http.method().name(), path);
        Optional<Entry> entry = entry(http.headers());
        if (match.isEmpty()) {
            if (entry.isPresent()) {
                HttpApi.error(request, NOT_FOUND, "There is no such thing.");
            } else {
                askForLogIn(request);
            }
            return;
        }
        request.put(MATCH, match.get());
        entry.ifPresent(there -> Callers.set(request, there.caller()));
        if (match.get().operation().permission() != Permission.PUBLIC) {
            if (entry.isEmpty()) {
                askForLogIn(request);
                return;
            }
            String refusal = refusal(match.get(), entry.get(), http.getHeader(CSRF));
            if (refusal != null) {
                HttpApi.error(request, FORBIDDEN, refusal);
                return;
            }
        }
        request.next();
    }

    private static @Nullable String address(@Nullable SocketAddress address) {
        return address == null ? null : address.hostAddress();
    }

    private static void secure(HttpServerResponse response) {
        response.putHeader(
                        "Content-Security-Policy",
                        "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none';"
                                + " form-action 'self'; object-src 'none'")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                // With both, pages measure time in steps of 5 µs instead of 100.
                .putHeader("Cross-Origin-Embedder-Policy", "require-corp")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin");
    }

    private Optional<Match> find(String method, String path) {
        try {
            return routes.find(method, path);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a broken escape in the path
        }
    }

    private Optional<Entry> entry(MultiMap headers) {
        String authorization = headers.get("Authorization");
        if (authorization != null) {
            return authorization.startsWith(BEARER) && authorization.length() <= LONGEST_SECRET
                    ? access.byToken(authorization.substring(BEARER.length()).strip())
                            .map(caller -> new Entry(caller, null))
                    : Optional.empty();
        }
        String host = headers.get("Host");
        if (host == null) {
            return Optional.empty();
        }
        return BrowserCookie.SESSION
                .of(headers.get("Cookie"), host, tls)
                .filter(secret -> secret.length() <= LONGEST_SECRET)
                .flatMap(secret -> access.inSession(secret).map(caller -> new Entry(caller, secret)));
    }

    /** What a page that changes something says besides its cookie; empty for whoever came by a token. */
    String csrf(RoutingContext request) {
        return entry(request.request().headers())
                .map(Entry::cookie)
                .map(Access::csrf)
                .orElse("");
    }

    /** Why somebody who is known may not; null when they may. */
    private @Nullable String refusal(Match match, Entry entry, @Nullable String csrf) {
        Caller caller = entry.caller();
        Permission permission = match.operation().permission();
        if (!caller.may(permission)) {
            return "This needs the permission \"" + permission.word() + "\", which " + caller.who()
                    + (caller.role().may(permission) ? " has, but not by this token." : " has not.");
        }
        if (!match.operation().isSafe() && entry.cookie() != null && !Access.isCsrf(entry.cookie(), csrf)) {
            return "The header " + CSRF + " is missing or wrong: GET /api/v1/session tells it.";
        }
        return caller.isUnbound() ? null : refusalByLists(match, caller);
    }

    private @Nullable String refusalByLists(Match match, Caller caller) {
        Map<String, String> names = match.parameters();
        String seat = names.get("seat");
        if (names.containsKey("device") && match.operation().permission() == Permission.PLUG) {
            seat = devices.seat(names.get("device"), names.get("unit"));
        }
        if (seat != null && !caller.mayUseSeat(seat)) {
            return "That seat is none of " + caller.name() + "'s.";
        }
        String vm = names.get("vm");
        if (vm != null && !caller.mayUseVm(vm)) {
            return "That VM is none of " + caller.name() + "'s.";
        }
        if (names.containsKey("plug-preset")
                && match.operation().permission() == Permission.PLUG
                && !(caller.seats().isAll() && caller.vms().isAll())) {
            return "A preset of plugs is for whoever may plug every seat into every VM.";
        }
        return null;
    }

    /** The machines that a body names have to be on the caller's list, whatever the route. */
    private void lookAtBody(RoutingContext request) {
        Match match = match(request);
        if (!match.operation().isSafe() && match.operation().permission() != Permission.PUBLIC) {
            Caller caller = Callers.of(request);
            JsonObject body = HttpApi.body(request);
            if (!caller.isUnbound() && body != null && !mayUseVmsOf(caller, body)) {
                HttpApi.error(request, FORBIDDEN, "That VM is none of " + caller.name() + "'s.");
                return;
            }
            trail.follow(request, match, caller, body);
        }
        request.next();
    }

    private static boolean mayUseVmsOf(Caller caller, JsonObject body) {
        if (body.getValue("vm") instanceof String vm && !caller.mayUseVm(vm)) {
            return false;
        }
        return !(body.getValue("vms") instanceof JsonArray vms)
                || vms.stream().allMatch(vm -> vm instanceof String name && caller.mayUseVm(name));
    }

    private static void askForLogIn(RoutingContext request) {
        HttpServerRequest http = request.request();
        String path = request.normalizedPath();
        boolean isPage = http.method().name().equals("GET") && (path.equals("/") || path.startsWith("/seat/"));
        if (isPage) {
            String then = URLEncoder.encode(http.uri(), StandardCharsets.UTF_8);
            request.response()
                    .setStatusCode(303)
                    .putHeader("Location", path.equals("/") ? "/login" : "/login?then=" + then)
                    .putHeader("Cache-Control", "no-store")
                    .end();
            return;
        }
        request.response().putHeader("WWW-Authenticate", "Bearer");
        HttpApi.error(
                request, UNAUTHORIZED, "Log in at /login, or send a token in the header \"Authorization: Bearer …\".");
    }

    /** What becomes of a WebSocket's handshake. */
    sealed interface Entrance {
        /** Let in. */
        record Open(Caller caller, Map<String, String> parameters) implements Entrance {}

        /** Refused. */
        record Shut(int status) implements Entrance {}
    }

    /** Whether a WebSocket may be opened. Its handshake is a GET, so a foreign page is told by its origin. */
    Entrance enter(ServerWebSocketHandshake handshake) {
        MultiMap headers = handshake.headers();
        if (!names.allows(headers.get("Host"), headers.get("Origin"), address(handshake.localAddress()), tls)) {
            return new Entrance.Shut(FORBIDDEN);
        }
        Optional<Entry> entry = entry(headers);
        if (entry.isEmpty()) {
            return new Entrance.Shut(UNAUTHORIZED);
        }
        Optional<Match> match =
                find("GET", handshake.path()).filter(found -> found.operation().socket());
        if (match.isEmpty()) {
            return new Entrance.Shut(NOT_FOUND);
        }
        boolean byPage = entry.get().cookie() != null;
        if (refusal(match.get(), entry.get(), null) != null || (byPage && headers.get("Origin") == null)) {
            return new Entrance.Shut(FORBIDDEN);
        }
        return new Entrance.Open(entry.get().caller(), match.get().parameters());
    }
}
