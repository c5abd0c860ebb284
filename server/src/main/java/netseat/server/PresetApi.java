package netseat.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import netseat.controller.Controller;
import netseat.controller.Preset;
import netseat.controller.PresetFields;
import netseat.controller.Presets;
import netseat.controller.Seat;
import org.jspecify.annotations.Nullable;

/** What the API says of presets, and does with them. What writes is run by the caller where it may block. */
final class PresetApi {
    private static final String NO_SUCH_PRESET = "There is no such preset.";

    private final Controller controller;
    private final Presets presets;

    PresetApi(Controller controller) {
        this.controller = controller;
        this.presets = controller.presets();
    }

    /** Every preset by its name. */
    String list() {
        Set<String> declared = presets.declared();
        JsonObject all = new JsonObject();
        presets.all().forEach((name, preset) -> all.put(name, json(preset, declared.contains(name))));
        return all.encode();
    }

    /** The same as a list of things with names. */
    JsonArray named() {
        Set<String> declared = presets.declared();
        JsonArray all = new JsonArray();
        presets.all()
                .forEach((name, preset) ->
                        all.add(json(preset, declared.contains(name)).put("name", name)));
        return all;
    }

    private static JsonObject json(Preset preset, boolean declared) {
        return new JsonObject()
                .put("fields", new JsonObject(PresetFields.write(preset)))
                .put("declared", declared);
    }

    HttpApi.Answer one(RoutingContext request) {
        String name = String.valueOf(request.pathParam("preset"));
        Optional<Preset> preset = presets.find(name);
        if (preset.isEmpty()) {
            return HttpApi.failure(404, NO_SUCH_PRESET);
        }
        String text = json(preset.get(), presets.declared().contains(name)).encode();
        return answer -> HttpApi.json(answer, text);
    }

    HttpApi.Answer put(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        if (body == null) {
            return HttpApi.failure(
                    400, "The body must be a JSON object of a preset's fields: " + PresetFields.NAMES + ".");
        }
        Preset preset;
        try {
            preset = PresetFields.read(plain(body));
        } catch (IllegalArgumentException e) {
            return HttpApi.failure(400, String.valueOf(e.getMessage()));
        }
        return orConflict(() -> {
            presets.put(String.valueOf(request.pathParam("preset")), preset);
            return true;
        });
    }

    HttpApi.Answer remove(RoutingContext request) {
        return orConflict(() -> presets.remove(String.valueOf(request.pathParam("preset"))));
    }

    HttpApi.Answer giveSeat(RoutingContext request) {
        Optional<Seat> seat = controller.seat(String.valueOf(request.pathParam("seat")));
        return seat.isEmpty()
                ? HttpApi.failure(404, "There is no such seat.")
                : give(request, name -> presets.give(seat.get(), name));
    }

    /** Gives somebody the preset that the request names, or none. */
    static HttpApi.Answer give(RoutingContext request, Predicate<@Nullable String> deed) {
        JsonObject body = HttpApi.body(request);
        if (body == null
                || !body.containsKey("preset")
                || !(body.getValue("preset") == null || body.getValue("preset") instanceof String)) {
            return HttpApi.failure(400, "The body must be {\"preset\": \"NAME\"} or {\"preset\": null}.");
        }
        return deed.test(body.getString("preset")) ? HttpApi::done : HttpApi.failure(404, NO_SUCH_PRESET);
    }

    private interface Deed {
        boolean done();
    }

    private static HttpApi.Answer orConflict(Deed deed) {
        try {
            return deed.done() ? HttpApi::done : HttpApi.failure(404, NO_SUCH_PRESET);
        } catch (IllegalArgumentException e) {
            return HttpApi.failure(409, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> plain(JsonObject body) {
        Map<String, Object> fields = new LinkedHashMap<>();
        body.forEach(field -> fields.put(
                field.getKey(), field.getValue() instanceof JsonObject table ? table.getMap() : field.getValue()));
        return fields;
    }
}
