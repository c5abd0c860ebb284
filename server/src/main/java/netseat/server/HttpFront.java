package netseat.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import netseat.access.Access;
import netseat.controller.Controller;
import netseat.controller.Seat;
import netseat.protocol.DeviceId;
import org.jspecify.annotations.Nullable;

/** The HTTP server: pages, API and seats' WebSockets, on one event loop. */
final class HttpFront {
    private static final int TOO_LONG = 413;
    private static final int NOT_FOUND = 404;

    private final Controller controller;
    private final Pages pages = new Pages();
    private final SeatSockets sockets;
    private final HostNames names = new HostNames();
    private final Door door;
    private final ConnectionWatch watch;
    private final Optional<HttpsKeys> keys;
    private volatile List<String> moreNames;
    private final HttpServer server;

    HttpFront(
            Vertx vertx,
            Controller controller,
            OpenLinks links,
            DeviceId identity,
            String accelerator,
            Access access,
            OpenIdApi provider,
            MediaFolder media,
            Executor workers,
            StateApi stateApi,
            Optional<HttpsKeys> keys,
            List<String> moreNames) {
        this.keys = keys;
        this.moreNames = moreNames;
        this.watch = new ConnectionWatch(vertx);
        this.controller = controller;
        this.sockets = new SeatSockets(vertx, controller, links, access);
        ApiRoutes routes = ApiRoutes.load();
        SeatOfDevices devices = new SeatOfDevices(controller.admission());
        ThingsAsTheyAre things = new ThingsAsTheyAre(controller, access);
        AuditTrail trail = new AuditTrail(access.audit(), workers, things);
        boolean tls = keys.isPresent();
        this.door = new Door(routes, access, names, devices, trail, tls);
        Router router = Router.router(vertx);
        router.route().handler(request -> {
            watch.began(request.request());
            request.next();
        });
        router.errorHandler(
                TOO_LONG,
                request -> HttpApi.error(
                        request, TOO_LONG, "The body may have " + HttpApi.MAX_BODY + " bytes, and not more."));
        door.addTo(router);
        HttpApi api = new HttpApi(vertx, controller, identity, accelerator, access, tls, media, workers, stateApi);
        api.addAccessTo(router, door, routes, provider);
        api.addTo(router);
        router.get("/").handler(request -> pages.send(request, "/index.html"));
        router.get("/login").handler(this::login);
        router.get("/seat/:seat").handler(this::seat);
        router.get("/assets/*").handler(request -> pages.send(request, request.normalizedPath()));
        router.get("/metrics").handler(request -> metrics(request, controller));
        router.get("/healthz").handler(request -> request.response().end("ok\n"));
        routes.check(router);
        server = vertx.createHttpServer(keys.isPresent() ? keys.get().with(options()) : options())
                .connectionHandler(watch::opened)
                .requestHandler(router)
                .webSocketHandshakeHandler(this::handshake);
        become();
    }

    /** Answers under the names of the certificate as it is now. */
    private void become() {
        List<String> all = new ArrayList<>(moreNames);
        keys.ifPresent(now -> all.addAll(now.names()));
        names.become(all);
    }

    /** Answers under these names as well, instead of those that were given last; any thread. */
    void answerUnder(List<String> others) {
        moreNames = others;
        become();
    }

    /** Takes a certificate that has been read anew for connections from now on; those that are there stay. */
    Future<Boolean> renew(HttpsKeys read) {
        become();
        return server.updateSSLOptions(read.options());
    }

    private static HttpServerOptions options() {
        // Compression would cost more time on loopback than it saves, and the codec has done its part.
        return new HttpServerOptions()
                .setMaxWebSocketFrameSize(SeatSockets.MAX_MESSAGE)
                .setMaxWebSocketMessageSize(SeatSockets.MAX_MESSAGE)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false)
                .setTcpNoDelay(true);
    }

    /** Starts to listen; the future has the port. */
    Future<Integer> listen(String address, int port) {
        return server.listen(port, address).map(HttpServer::actualPort);
    }

    /** Stops listening. */
    Future<Void> close() {
        return server.close();
    }

    private static void metrics(RoutingContext request, Controller controller) {
        request.response()
                .putHeader("Content-Type", Metrics.CONTENT_TYPE)
                .end(Buffer.buffer(new Metrics(controller).text()));
    }

    /** In the first language of the browser's that is there. */
    private void login(RoutingContext request) {
        request.response().putHeader("Vary", "Accept-Language");
        pages.send(
                request, isGerman(request.request().getHeader("Accept-Language")) ? "/login.de.html" : "/login.html");
    }

    /** Browsers list what they like best first. */
    static boolean isGerman(@Nullable String languages) {
        for (String language : languages == null
                ? new String[0]
                : languages.toLowerCase(Locale.ROOT).split(",", -1)) {
            if (language.strip().startsWith("de") || language.strip().startsWith("en")) {
                return language.strip().startsWith("de");
            }
        }
        return false;
    }

    private void seat(RoutingContext request) {
        if (controller.seat(String.valueOf(request.pathParam("seat"))).isPresent()) {
            pages.send(request, "/seat.html");
        } else {
            request.response().setStatusCode(NOT_FOUND).end("There is no such seat. The list is at /\n");
        }
    }

    private void handshake(ServerWebSocketHandshake handshake) {
        switch (door.enter(handshake)) {
            case Door.Entrance.Shut shut -> handshake.reject(shut.status());
            case Door.Entrance.Open open -> {
                Optional<Seat> seat = controller.seat(open.parameters().getOrDefault("seat", ""));
                if (seat.isEmpty()) {
                    handshake.reject(NOT_FOUND);
                    return;
                }
                watch.upgraded(handshake.remoteAddress());
                handshake.accept().onSuccess(socket -> sockets.open(socket, seat.get(), open.caller()));
            }
        }
    }
}
