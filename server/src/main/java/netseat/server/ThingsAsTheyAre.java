package netseat.server;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import netseat.access.Access;
import netseat.controller.Controller;
import netseat.controller.Device;
import netseat.controller.DeviceUnit;
import netseat.controller.PresetFields;
import netseat.protocol.DeviceId;
import org.jspecify.annotations.Nullable;

/** How the things are that the API changes, for the audit log. Any thread. */
final class ThingsAsTheyAre implements AuditTrail.Snapshots {
    private final Controller controller;
    private final Access access;

    ThingsAsTheyAre(Controller controller, Access access) {
        this.controller = controller;
        this.access = access;
    }

    @Override
    public @Nullable JsonObject of(String kind, Map<String, String> names) {
        String name = names.get(kind.equals("unit") ? "device" : kind);
        return name == null ? null : named(kind, name, names.get("unit")).orElse(null);
    }

    private Optional<JsonObject> named(String kind, String name, @Nullable String unit) {
        return switch (kind) {
            case "seat" ->
                controller
                        .seat(name)
                        .map(seat -> PlugApi.json(seat.plug())
                                .put("broadcast", PlugApi.names(seat))
                                .put("preset", controller.presets().nameFor(name)));
            case "vm" ->
                controller
                        .machine(name)
                        .map(machine -> new JsonObject()
                                .put("state", machine.state().name().toLowerCase(Locale.ROOT)));
            case "device", "unit" -> device(name, unit);
            case "preset" -> controller.presets().find(name).map(preset -> new JsonObject(PresetFields.write(preset)));
            case "plug-preset" ->
                Optional.ofNullable(controller.plugPresets().all().get(name)).map(PlugPresetApi::json);
            case "user" -> access.users().find(name).map(AccessApi::json);
            case "token" -> access.tokens().find(name).map(AccessApi::json);
            default -> Optional.empty();
        };
    }

    private Optional<JsonObject> device(String name, @Nullable String unit) {
        try {
            DeviceId id = DeviceId.parse(name);
            DeviceUnit asked = unit == null ? DeviceUnit.itself(id) : new DeviceUnit(id, unit);
            return controller.admission().devices().stream()
                    .filter(known -> known.id().equals(asked))
                    .findFirst()
                    .map(this::json);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private JsonObject json(Device device) {
        return new JsonObject()
                .put("state", device.state().name().toLowerCase(Locale.ROOT))
                .put("name", device.name())
                .put("seat", device.seat())
                .put("plug", controller.ownPlug(device.id()).map(PlugApi::json).orElse(null))
                .put("preset", controller.presets().nameFor(device.id().device()))
                .put("fromAddress", device.demand().range())
                .put("fromMac", device.demand().mac());
    }
}
