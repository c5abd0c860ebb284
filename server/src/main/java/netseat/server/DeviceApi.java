package netseat.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import netseat.controller.Admission;
import netseat.controller.Device;
import netseat.controller.Presets;
import netseat.protocol.DeviceId;

/** What the API says of devices, and does with them. Pure but for {@link Admission}; what blocks is run by the caller. */
final class DeviceApi {
    private static final int IDENTIFY_SECONDS = 10;
    private static final int MOST_SECONDS = 255;

    private final Admission admission;
    private final Presets presets;
    private final DeviceId controller;

    DeviceApi(Admission admission, Presets presets, DeviceId controller) {
        this.admission = admission;
        this.presets = presets;
        this.controller = controller;
    }

    /** Every device, and the controller's own identifier. */
    String list() {
        JsonArray devices = new JsonArray();
        admission.devices().forEach(device -> devices.add(json(device).put("preset", presets.nameFor(device.id()))));
        return new JsonObject()
                .put("controller", controller.toString())
                .put("devices", devices)
                .encode();
    }

    private static JsonObject json(Device device) {
        return new JsonObject()
                .put("id", device.id().toString())
                .put("brief", device.id().brief())
                .put("state", device.state().name().toLowerCase(Locale.ROOT))
                .put("name", device.name())
                .put("seat", device.seat())
                .put("firstSeen", device.firstSeen().toString())
                .put("lastSeen", device.lastSeen().toString())
                .put("address", device.address())
                .put("links", device.links());
    }

    HttpApi.Answer admit(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        if (body == null
                || !(body.getValue("name") instanceof String name)
                || !(body.getValue("seat") instanceof String seat)) {
            return HttpApi.failure(400, "The body must be {\"name\": \"…\", \"seat\": \"…\"}.");
        }
        return forDevice(request, id -> admission.admit(id, name, seat));
    }

    HttpApi.Answer revoke(RoutingContext request) {
        return forDevice(request, admission::revoke);
    }

    /** Only to a device that was admitted, or revoked: those that wait are not remembered. */
    HttpApi.Answer preset(RoutingContext request) {
        Optional<DeviceId> id = id(request).filter(this::isRemembered);
        return id.isEmpty()
                ? HttpApi.failure(404, "There is no such device, or it waits for its admission.")
                : PresetApi.give(request, name -> presets.give(id.get(), name));
    }

    private boolean isRemembered(DeviceId id) {
        return admission.devices().stream()
                .anyMatch(device -> device.id().equals(id) && device.state() != Device.State.PENDING);
    }

    HttpApi.Answer identify(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        Object seconds = body == null ? null : body.getValue("seconds", IDENTIFY_SECONDS);
        if (!(seconds instanceof Integer count) || count < 0 || count > MOST_SECONDS) {
            return HttpApi.failure(400, "The body must be {\"seconds\": 0 to 255} or {}.");
        }
        Optional<DeviceId> id = id(request);
        if (id.isPresent() && admission.identify(id.get(), count) > 0) {
            return HttpApi::done;
        }
        return HttpApi.failure(404, "No such device is connected.");
    }

    HttpApi.Answer pairingCode(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        if (body == null || !(body.getValue("seat") instanceof String seat)) {
            return HttpApi.failure(400, "The body must be {\"seat\": \"…\"}.");
        }
        try {
            Optional<String> code = admission.pairingCode(seat);
            if (code.isEmpty()) {
                return HttpApi.failure(409, "Too many pairing codes are unused; they expire after ten minutes.");
            }
            String text = new JsonObject()
                    .put("code", code.get())
                    .put("seat", seat)
                    .put("seconds", Admission.pairingSeconds())
                    .encode();
            return answer -> HttpApi.json(answer, text);
        } catch (IllegalArgumentException e) {
            return HttpApi.failure(404, String.valueOf(e.getMessage()));
        }
    }

    private static HttpApi.Answer forDevice(RoutingContext request, Predicate<DeviceId> deed) {
        try {
            Optional<DeviceId> id = id(request);
            if (id.isPresent() && deed.test(id.get())) {
                return HttpApi::done;
            }
        } catch (IllegalArgumentException e) {
            return HttpApi.failure(400, String.valueOf(e.getMessage()));
        }
        return HttpApi.failure(404, "There is no such device.");
    }

    /** Only the whole identifier: a short one can be imitated. */
    private static Optional<DeviceId> id(RoutingContext request) {
        try {
            return Optional.of(DeviceId.parse(String.valueOf(request.pathParam("device"))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
