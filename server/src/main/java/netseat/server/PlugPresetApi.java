package netseat.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import netseat.controller.NamedPlug;
import netseat.controller.PlugPresets;
import org.jspecify.annotations.Nullable;

/** Named sets of plugs: listed, made, removed, applied. On worker threads. */
final class PlugPresetApi {
    private static final Set<String> FIELDS = Set.of("vm", "head", "observe");

    private final PlugPresets presets;

    PlugPresetApi(PlugPresets presets) {
        this.presets = presets;
    }

    void addTo(Router router, HttpApi api) {
        router.get("/api/v1/plug-presets").handler(request -> HttpApi.json(request, all()));
        api.withBody(router.put("/api/v1/plug-presets/:preset"), this::put);
        api.withBody(
                router.delete("/api/v1/plug-presets/:preset"), request -> found(() -> presets.remove(name(request))));
        api.withBody(
                router.post("/api/v1/plug-presets/:preset/apply"),
                request -> found(() -> presets.apply(name(request))));
    }

    private static String name(RoutingContext request) {
        return String.valueOf(request.pathParam("preset"));
    }

    private String all() {
        Set<String> declared = presets.declared();
        JsonArray all = new JsonArray();
        presets.all()
                .forEach((name, plugs) -> all.add(new JsonObject()
                        .put("name", name)
                        .put("plugs", json(plugs))
                        .put("declared", declared.contains(name))));
        return new JsonObject().put("presets", all).encode();
    }

    /** Plugs by seat: null for none, the VM's name for the usual way into it, else an object. */
    static JsonObject json(Map<String, NamedPlug> plugs) {
        JsonObject json = new JsonObject();
        plugs.forEach((seat, plug) -> json.put(seat, json(plug)));
        return json;
    }

    private static @Nullable Object json(NamedPlug plug) {
        String vm = plug.isNothing() ? null : plug.machine();
        if (vm == null || plug.isUsual()) {
            return vm;
        }
        JsonObject json = new JsonObject().put("vm", vm);
        if (plug.head() != 0) {
            json.put("head", plug.head());
        }
        return plug.observe() ? json.put("observe", true) : json;
    }

    private HttpApi.Answer put(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        if (body == null || !Set.of("plugs").containsAll(body.fieldNames())) {
            return badPlugs();
        }
        Object plugs = body.getValue("plugs");
        if (plugs == null) {
            return found(() -> putPresent(request));
        }
        return plugs instanceof JsonObject given
                ? read(given).map(wanted -> found(() -> put(request, wanted))).orElseGet(PlugPresetApi::badPlugs)
                : badPlugs();
    }

    private boolean putPresent(RoutingContext request) {
        return put(request, presets.present());
    }

    private boolean put(RoutingContext request, Map<String, NamedPlug> plugs) {
        presets.put(name(request), plugs);
        return true;
    }

    private static HttpApi.Answer badPlugs() {
        return HttpApi.failure(
                400,
                "The body must be {\"plugs\": {\"SEAT\": PLUG, …}}, where PLUG is null, \"VM\" or {\"vm\": \"VM\", \"head\": N,"
                        + " \"observe\": true}; or {} for what is plugged at this moment.");
    }

    /** Empty when one of them is no plug. */
    private static Optional<Map<String, NamedPlug>> read(JsonObject plugs) {
        Map<String, NamedPlug> read = new LinkedHashMap<>();
        for (Map.Entry<String, Object> plug : plugs) {
            Optional<NamedPlug> one = plug(plug.getValue());
            if (one.isEmpty()) {
                return Optional.empty();
            }
            read.put(plug.getKey(), one.get());
        }
        return Optional.of(read);
    }

    private static Optional<NamedPlug> plug(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.of(NamedPlug.NOTHING);
            case String vm -> Optional.of(NamedPlug.into(vm));
            case JsonObject plug -> plug(plug);
            default -> Optional.empty();
        };
    }

    private static Optional<NamedPlug> plug(JsonObject plug) {
        if (!FIELDS.containsAll(plug.fieldNames())
                || !(plug.getValue("vm") instanceof String vm)
                || !(plug.getValue("head", 1) instanceof Integer head)
                || head < 1
                || !(plug.getValue("observe", false) instanceof Boolean observe)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new NamedPlug(vm, plug.containsKey("head") ? head : 0, observe));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private interface Find {
        boolean found();
    }

    private static HttpApi.Answer found(Find deed) {
        try {
            return deed.found() ? HttpApi::done : HttpApi.failure(404, "There is no such plug preset.");
        } catch (IllegalArgumentException e) {
            return HttpApi.failure(409, String.valueOf(e.getMessage()));
        }
    }
}
