package netseat.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code netseat devices}. */
@Command(name = "devices", description = "Lists the devices that are admitted, wait to be admitted, or are revoked.")
final class DevicesCommand extends ApiCommand {
    @Override
    void run(Api api) {
        JsonNode all = api.get("devices");
        if (json()) {
            out().println(all);
            return;
        }
        Table table = new Table("DEVICE", "STATE", "NAME", "SEAT", "LINKS", "ADDRESS", "LAST SEEN");
        boolean waits = false;
        for (JsonNode device : all.path("devices")) {
            String state = device.path("state").asString();
            boolean pending = "pending".equals(state);
            waits |= pending;
            table.row(
                    // Whoever is to be admitted is compared as a whole: a short one can be imitated.
                    device.path(pending ? "id" : "brief").asString(),
                    state,
                    device.path("name").asString(),
                    device.path("seat").asString(),
                    String.valueOf(device.path("links").asInt()),
                    device.path("address").asString(),
                    device.path("lastSeen").asString());
        }
        table.print(
                out(),
                "No devices. The controller's identifier is "
                        + all.path("controller").asString());
        if (waits) {
            out().println();
            out().println(
                            "Compare the whole identifier with what the device shows, then: netseat admit DEVICE --seat SEAT");
        }
    }
}
