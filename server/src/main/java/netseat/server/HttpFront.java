package netseat.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.Executor;
import netseat.controller.Controller;
import netseat.controller.Seat;
import netseat.protocol.DeviceId;

/** The HTTP server: pages, API and seats' WebSockets, on one event loop. */
final class HttpFront {
    private static final String SEAT = "/seat/";
    private static final String LINK = "/link";

    private final Controller controller;
    private final Pages pages = new Pages();
    private final SeatSockets sockets;
    private final HttpServer server;

    HttpFront(
            Vertx vertx,
            Controller controller,
            OpenLinks links,
            DeviceId identity,
            String accelerator,
            Executor workers) {
        this.controller = controller;
        this.sockets = new SeatSockets(vertx, controller, links);
        Router router = Router.router(vertx);
        router.route().handler(HttpFront::guard);
        new HttpApi(vertx, controller, identity, accelerator, workers).addTo(router);
        router.get("/").handler(request -> pages.send(request, "/index.html"));
        router.get("/seat/:seat").handler(this::seat);
        router.get("/assets/*").handler(request -> pages.send(request, request.normalizedPath()));
        router.get("/metrics").handler(request -> metrics(request, controller));
        router.get("/healthz").handler(request -> request.response().end("ok\n"));
        server = vertx.createHttpServer(options()).requestHandler(router).webSocketHandshakeHandler(this::handshake);
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

    private static void guard(RoutingContext request) {
        request.response()
                .putHeader(
                        "Content-Security-Policy",
                        "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                // With both, pages measure time in steps of 5 µs instead of 100.
                .putHeader("Cross-Origin-Embedder-Policy", "require-corp")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin");
        if (LocalOnly.allows(request.request())) {
            request.next();
        } else {
            HttpApi.error(request, 403, "Netseat answers only its own pages, under a loopback name such as localhost.");
        }
    }

    private static void metrics(RoutingContext request, Controller controller) {
        request.response()
                .putHeader("Content-Type", Metrics.CONTENT_TYPE)
                .end(Buffer.buffer(new Metrics(controller).text()));
    }

    private void seat(RoutingContext request) {
        if (controller.seat(String.valueOf(request.pathParam("seat"))).isPresent()) {
            pages.send(request, "/seat.html");
        } else {
            request.response().setStatusCode(404).end("There is no such seat. The list is at /\n");
        }
    }

    private void handshake(ServerWebSocketHandshake handshake) {
        if (!LocalOnly.allows(
                handshake.headers().get("Host"), handshake.headers().get("Origin"))) {
            handshake.reject(403);
            return;
        }
        Optional<Seat> seat = seatOf(handshake.path());
        if (seat.isEmpty()) {
            handshake.reject(404);
            return;
        }
        handshake.accept().onSuccess(socket -> sockets.open(socket, seat.get()));
    }

    private Optional<Seat> seatOf(String path) {
        if (!path.startsWith(SEAT) || !path.endsWith(LINK) || path.length() <= SEAT.length() + LINK.length()) {
            return Optional.empty();
        }
        return controller.seat(path.substring(SEAT.length(), path.length() - LINK.length()));
    }
}
