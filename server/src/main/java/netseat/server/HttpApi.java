package netseat.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import netseat.access.Access;
import netseat.controller.Controller;
import netseat.hypervisor.PowerState;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import netseat.protocol.DeviceId;
import netseat.screen.Framebuffer;
import netseat.screen.Png;
import netseat.screen.Thumbnail;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes below /api/v1. Runs on the event loop; what blocks goes to the workers. */
final class HttpApi {
    private static final Logger log = LoggerFactory.getLogger(HttpApi.class);
    static final long MAX_BODY = 16_384;

    private final Vertx vertx;
    private final Controller controller;
    private final String accelerator;
    private final Executor workers;
    private final EventStream events;
    private final EventStream allEvents;
    private final DeviceApi devices;
    private final PresetApi presets;
    private final PlugApi plugs;
    private final AccessApi people;
    private final AuditApi audit;
    private final StateApi stateApi;
    private final TypingApi typing;
    private final MediaApi media;

    HttpApi(
            Vertx vertx,
            Controller controller,
            DeviceId identity,
            String accelerator,
            Access access,
            boolean tls,
            MediaFolder mediaFolder,
            Executor workers,
            StateApi stateApi) {
        this.vertx = vertx;
        this.controller = controller;
        this.accelerator = accelerator;
        this.workers = workers;
        this.stateApi = stateApi;
        this.devices = new DeviceApi(controller.admission(), controller.presets(), identity);
        this.presets = new PresetApi(controller);
        this.plugs = new PlugApi(controller);
        this.people = new AccessApi(access, tls);
        this.audit = new AuditApi(access.audit());
        this.typing = new TypingApi(controller);
        this.media = new MediaApi(controller, mediaFolder);
        Context context = vertx.getOrCreateContext();
        this.events = new EventStream(vertx, context, workers, this::state, access::isStillIn);
        this.allEvents = new EventStream(vertx, context, workers, this::stateWithDevices, access::isStillIn);
        access.onChange(events::changed);
        access.onChange(allEvents::changed);
        controller.onChange(events::changed);
        controller.onChange(allEvents::changed);
    }

    void addTo(Router router) {
        router.get("/api/v1/state")
                .handler(request ->
                        json(request, StateView.of(state(), Callers.of(request)).encode()));
        router.get("/api/v1/events").handler(events::open);
        router.get("/api/v1/events/all").handler(allEvents::open);
        router.get("/api/v1/stages")
                .handler(request ->
                        json(request, StateJson.of(controller.times()).encode()));
        router.get("/api/v1/process")
                .handler(request -> json(request, StateJson.ofProcess().encode()));
        router.delete("/api/v1/stages").handler(this::forgetStages);
        router.get("/api/v1/vms/:vm/screen.png").handler(this::screen);
        post(router, "/api/v1/vms/:vm/type", typing::type);
        post(router, "/api/v1/vms/:vm/press", typing::press);
        router.get("/api/v1/media").handler(request -> work(request, () -> media.list(request)));
        router.get("/api/v1/vms/:vm/media").handler(request -> work(request, () -> media.inserted(request)));
        withBody(router.put("/api/v1/vms/:vm/media"), media::insert);
        withBody(router.delete("/api/v1/vms/:vm/media"), media::eject);
        router.post("/api/v1/vms/:vm/:action").handler(this::power);
        post(router, "/api/v1/seats/:seat/plug", plugs::seat);
        router.get("/api/v1/seats/:seat/broadcast")
                .handler(request -> plugs.broadcast(request).to(request));
        withBody(router.put("/api/v1/seats/:seat/broadcast"), plugs::startBroadcast);
        withBody(router.delete("/api/v1/seats/:seat/broadcast"), plugs::endBroadcast);
        router.get("/api/v1/devices")
                .handler(request -> json(request, devices.all().encode()));
        router.get("/api/v1/devices/:device/qr.svg").handler(devices::qrCode);
        for (String path : List.of("/api/v1/devices/:device", "/api/v1/devices/:device/units/:unit")) {
            post(router, path + "/admit", devices::admit);
            post(router, path + "/revoke", devices::revoke);
            post(router, path + "/identify", devices::identify);
            post(router, path + "/plug", plugs::device);
        }
        post(router, "/api/v1/devices/:device/redirect", devices::redirect);
        post(router, "/api/v1/devices/redirect", devices::redirect);
        post(router, "/api/v1/pairing-codes", devices::pairingCode);
        router.get("/api/v1/presets").handler(request -> json(request, presets.list()));
        router.get("/api/v1/presets/:preset")
                .handler(request -> presets.one(request).to(request));
        withBody(router.put("/api/v1/presets/:preset"), presets::put);
        withBody(router.delete("/api/v1/presets/:preset"), presets::remove);
        post(router, "/api/v1/devices/:device/preset", devices::preset);
        post(router, "/api/v1/seats/:seat/preset", presets::giveSeat);
        stateApi.addTo(router, this);
        new PlugPresetApi(controller.plugPresets()).addTo(router, this);
        router.route("/api/*").handler(request -> error(request, 404, "There is no such thing in the API."));
    }

    private void post(Router router, String path, Function<RoutingContext, Answer> deed) {
        withBody(router.post(path), deed);
    }

    /** A route whose work may block; the door has read its body, of bounded length. */
    void withBody(Route route, Function<RoutingContext, Answer> deed) {
        route.handler(request -> work(request, () -> deed.apply(request)));
    }

    private JsonObject state() {
        return StateJson.of(controller, accelerator);
    }

    /** What the console shows. */
    private JsonObject stateWithDevices() {
        JsonObject all = devices.all();
        return state().put("identity", all.getString("controller"))
                .put("devices", all.getJsonArray("devices"))
                .put("presets", presets.named());
    }

    /** The routes of sessions, users, tokens and the audit log, and the document that describes all routes. */
    void addAccessTo(Router router, Door door, ApiRoutes routes, OpenIdApi provider) {
        router.get("/login/openid").handler(request -> work(request, () -> provider.begin(request)));
        router.get(OpenIdApi.BACK).handler(request -> work(request, () -> provider.back(request)));
        router.get("/api/v1/session/ways").handler(provider::ways);
        post(router, "/api/v1/session", people::logIn);
        router.get("/api/v1/session")
                .handler(request -> json(request, people.session(Callers.of(request), door.csrf(request))));
        withBody(router.delete("/api/v1/session"), people::logOut);
        withBody(router.put("/api/v1/session/password"), people::changePassword);
        post(router, "/api/v1/login-links", people::loginLink);
        router.get("/api/v1/users").handler(request -> json(request, people.users()));
        post(router, "/api/v1/users", people::addUser);
        withBody(router.put("/api/v1/users/:user"), people::changeUser);
        withBody(router.delete("/api/v1/users/:user"), people::removeUser);
        router.get("/api/v1/tokens").handler(request -> json(request, people.tokens()));
        post(router, "/api/v1/tokens", people::addToken);
        withBody(router.delete("/api/v1/tokens/:token"), people::removeToken);
        router.get("/api/v1/audit").handler(request -> work(request, () -> audit.list(request)));
        router.get("/api/v1/audit.jsonl").handler(request -> audit.export(request, this));
        router.get("/api/v1/openapi.json").handler(request -> json(request, routes.document()));
    }

    private void forgetStages(RoutingContext request) {
        controller.times().reset();
        done(request);
    }

    private void screen(RoutingContext request) {
        Optional<VirtualMachine> machine = controller.machine(parameter(request, "vm"));
        if (machine.isEmpty()) {
            error(request, 404, "There is no such VM.");
            return;
        }
        PowerState state = machine.get().state();
        if (state != PowerState.RUNNING && state != PowerState.PAUSED) {
            error(request, 409, machine.get().name() + " is not running.");
            return;
        }
        int width = width(request.request().getParam("width"));
        String known = request.request().getHeader("If-None-Match");
        work(request, () -> picture(machine.get().display().picture(), width, known));
    }

    private static int width(@Nullable String asked) {
        if (asked == null || !asked.matches("[1-9][0-9]{0,3}")) {
            return Framebuffer.MAX_SIDE;
        }
        return Integer.parseInt(asked);
    }

    private static Answer picture(Framebuffer picture, int width, @Nullable String known) {
        Framebuffer small = Thumbnail.of(picture, width);
        String tag = "\"" + small.width() + "-" + Integer.toHexString(Arrays.hashCode(small.pixels())) + '"';
        boolean same = tag.equals(known);
        Buffer png = same ? Buffer.buffer() : Buffer.buffer(Png.encode(small));
        return request -> {
            HttpServerResponse response = request.response()
                    .putHeader("ETag", tag)
                    .putHeader("Cache-Control", "no-cache")
                    .putHeader("Content-Type", "image/png");
            if (same) {
                response.setStatusCode(304).end();
            } else {
                response.end(png);
            }
        };
    }

    private void power(RoutingContext request) {
        Optional<VirtualMachine> machine = controller.machine(parameter(request, "vm"));
        if (machine.isEmpty()) {
            error(request, 404, "There is no such VM.");
            return;
        }
        VirtualMachine vm = machine.get();
        switch (parameter(request, "action")) {
            case "start" -> control(request, vm::start);
            case "stop" -> control(request, vm::stop);
            case "reset" -> control(request, vm::reset);
            case "pause" -> control(request, vm::pause);
            case "resume" -> control(request, vm::resume);
            case "power-button" -> control(request, vm::powerButton);
            default -> error(request, 404, "There is no such action.");
        }
    }

    private interface Control {
        void run() throws VirtualMachineException;
    }

    private void control(RoutingContext request, Control control) {
        work(request, () -> {
            try {
                control.run();
                return HttpApi::done;
            } catch (VirtualMachineException e) {
                return failure(409, String.valueOf(e.getMessage()));
            }
        });
    }

    /** What is to be said when the work is done; runs on the event loop again. */
    interface Answer {
        void to(RoutingContext request);

        /** Whether nothing was done: then there is nothing for the audit log. */
        default boolean isRefusal() {
            return false;
        }
    }

    /** An answer that says why nothing was done. */
    record Refused(Answer words) implements Answer {
        @Override
        public void to(RoutingContext request) {
            words.to(request);
        }

        @Override
        public boolean isRefusal() {
            return true;
        }
    }

    /** Runs what may block off the event loop; what it has changed is in the audit log before the answer goes out. */
    void work(RoutingContext request, Supplier<Answer> work) {
        Context loop = vertx.getOrCreateContext();
        workers.execute(() -> {
            Answer answer = answerOf(request.normalizedPath(), work);
            if (!answer.isRefusal()) {
                AuditTrail.write(request);
            }
            loop.runOnContext(ignored -> {
                if (!request.response().ended() && !request.response().closed()) {
                    answer.to(request);
                }
            });
        });
    }

    private static Answer answerOf(String path, Supplier<Answer> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            log.error("{} failed", path, e);
            return failure(500, "The controller made a mistake; its log has more.");
        }
    }

    /** The request's body; null when it is no JSON object. */
    static @Nullable JsonObject body(RoutingContext request) {
        return object(request.body().buffer());
    }

    /** An object of JSON; null when it is none. */
    static @Nullable JsonObject object(@Nullable Buffer body) {
        try {
            return body == null ? null : body.toJsonObject();
        } catch (DecodeException | ClassCastException e) {
            return null;
        }
    }

    static Answer failure(int status, String words) {
        return new Refused(request -> error(request, status, words));
    }

    static void done(RoutingContext request) {
        request.response().setStatusCode(204).end();
    }

    private static String parameter(RoutingContext request, String name) {
        return Objects.requireNonNull(request.pathParam(name), name);
    }

    static void json(RoutingContext request, String text) {
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(text);
    }

    static void error(RoutingContext request, int status, String words) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("error", words).encode());
    }
}
