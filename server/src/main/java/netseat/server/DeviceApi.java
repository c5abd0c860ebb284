package netseat.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import netseat.controller.Admission;
import netseat.controller.Demand;
import netseat.controller.Device;
import netseat.controller.DeviceUnit;
import netseat.controller.Presets;
import netseat.protocol.DeviceId;
import netseat.protocol.Protocol;

/** What the API says of devices, and does with them. Pure but for {@link Admission}; what blocks is run by the caller. */
final class DeviceApi {
    private static final int IDENTIFY_SECONDS = 10;
    private static final int MOST_SECONDS = 255;
    private static final int MOST_PORT = 0xFFFF;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]{1,253}");

    private final Admission admission;
    private final Presets presets;
    private final DeviceId controller;

    DeviceApi(Admission admission, Presets presets, DeviceId controller) {
        this.admission = admission;
        this.presets = presets;
        this.controller = controller;
    }

    /** Every device, each with its units, and the controller's own identifier. Any thread. */
    JsonObject all() {
        JsonArray devices = new JsonArray();
        Map<DeviceId, JsonObject> hubs = new HashMap<>();
        List<Device> known = admission.devices();
        for (Device device : known) {
            if (!device.id().isUnit()) {
                JsonObject json = json(device)
                        .put("preset", presets.nameFor(device.id().device()))
                        .put("units", new JsonArray());
                hubs.put(device.id().device(), json);
                devices.add(json);
            }
        }
        for (Device unit : known) {
            JsonObject hub = unit.id().isUnit() ? hubs.get(unit.id().device()) : null;
            if (hub != null) {
                hub.getJsonArray("units").add(unitJson(unit));
            }
        }
        return new JsonObject().put("controller", controller.toString()).put("devices", devices);
    }

    private static JsonObject json(Device device) {
        JsonObject json = new JsonObject()
                .put("id", device.id().device().toString())
                .put("brief", device.id().device().brief())
                .put("proved", !device.isUnproved())
                .put("address", device.address())
                .put("mac", device.mac())
                .put("fromAddress", device.demand().range())
                .put("fromMac", device.demand().mac());
        return put(json, device);
    }

    private static JsonObject unitJson(Device unit) {
        return put(new JsonObject().put("unit", unit.id().unit()), unit);
    }

    private static JsonObject put(JsonObject json, Device device) {
        return json.put("state", device.state().name().toLowerCase(Locale.ROOT))
                .put("name", device.name())
                .put("seat", device.seat())
                .put("firstSeen", device.firstSeen().toString())
                .put("lastSeen", device.lastSeen().toString())
                .put("links", device.links())
                .put(
                        "transports",
                        new JsonArray(device.transports().stream()
                                .map(transport -> transport.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList()));
    }

    HttpApi.Answer admit(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        if (body == null
                || !(body.getValue("name") instanceof String name)
                || !(body.getValue("seat") instanceof String seat)) {
            return HttpApi.failure(400, "The body must be {\"name\": \"…\", \"seat\": \"…\"}.");
        }
        if (!(body.getValue("fromAddress", "") instanceof String range)
                || !(body.getValue("fromMac", "") instanceof String mac)) {
            return HttpApi.failure(400, "fromAddress and fromMac must be texts.");
        }
        return forDevice(request, id -> admission.admit(id, name, seat, Demand.parse(range, mac)));
    }

    HttpApi.Answer revoke(RoutingContext request) {
        return forDevice(request, admission::revoke);
    }

    /** Only to a device that was admitted, or revoked: those that wait are not remembered. */
    HttpApi.Answer preset(RoutingContext request) {
        Optional<DeviceUnit> id = id(request).filter(this::isRemembered);
        return id.isEmpty()
                ? HttpApi.failure(404, "There is no such device, or it waits for its admission.")
                : PresetApi.give(request, name -> presets.give(id.get().device(), name));
    }

    private boolean isRemembered(DeviceUnit id) {
        return admission.devices().stream()
                .anyMatch(device -> device.id().equals(id) && device.state() != Device.State.PENDING);
    }

    HttpApi.Answer identify(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        Object seconds = body == null ? null : body.getValue("seconds", IDENTIFY_SECONDS);
        if (!(seconds instanceof Integer count) || count < 0 || count > MOST_SECONDS) {
            return HttpApi.failure(400, "The body must be {\"seconds\": 0 to 255} or {}.");
        }
        Optional<DeviceUnit> id = id(request);
        if (id.isPresent() && admission.identify(id.get(), count) > 0) {
            return HttpApi::done;
        }
        return HttpApi.failure(404, "No such device is connected.");
    }

    /** The picture of an identifier, of any device: it says nothing but that. */
    void qrCode(RoutingContext request) {
        Optional<DeviceUnit> id = id(request);
        if (id.isEmpty()) {
            HttpApi.error(request, 404, "That is no identifier.");
            return;
        }
        request.response()
                .putHeader("Content-Type", "image/svg+xml")
                .putHeader("Cache-Control", "max-age=86400")
                .end(QrCodeSvg.of(id.get().device()));
    }

    /** Sends one device, or all that are admitted, to another controller. */
    HttpApi.Answer redirect(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        if (body == null
                || !(body.getValue("host") instanceof String host)
                || !(body.getValue("port", Protocol.DEFAULT_PORT) instanceof Integer port)
                || !(body.getValue("permanent", false) instanceof Boolean permanent)
                || !HOST.matcher(host).matches()
                || port < 1
                || port > MOST_PORT) {
            return HttpApi.failure(
                    400,
                    "The body must be {\"host\": \"name or address\", \"port\": 1 to 65535, \"permanent\": true or"
                            + " false}.");
        }
        List<DeviceId> devices = request.pathParam("device") == null
                ? admission.devices().stream()
                        .filter(device -> !device.id().isUnit())
                        .map(device -> device.id().device())
                        .toList()
                : id(request).map(DeviceUnit::device).stream().toList();
        int told = devices.stream()
                .mapToInt(id -> admission.redirect(id, host, port, permanent))
                .sum();
        return told > 0 ? HttpApi::done : HttpApi.failure(404, "No such device is connected and admitted.");
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

    private static HttpApi.Answer forDevice(RoutingContext request, Predicate<DeviceUnit> deed) {
        try {
            Optional<DeviceUnit> id = id(request);
            if (id.isPresent() && deed.test(id.get())) {
                return HttpApi::done;
            }
        } catch (IllegalArgumentException e) {
            return HttpApi.failure(400, String.valueOf(e.getMessage()));
        }
        return HttpApi.failure(404, "There is no such device.");
    }

    /** Only the whole identifier: a short one can be imitated. And a unit, if the path has one. */
    static Optional<DeviceUnit> id(RoutingContext request) {
        String unit = request.pathParam("unit");
        try {
            DeviceId device = DeviceId.parse(String.valueOf(request.pathParam("device")));
            return Optional.of(unit == null ? DeviceUnit.itself(device) : new DeviceUnit(device, unit));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
