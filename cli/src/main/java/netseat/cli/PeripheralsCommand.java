package netseat.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code netseat peripherals}. */
@Command(name = "peripherals", description = "Lists the peripherals that are attached now.")
final class PeripheralsCommand extends ApiCommand {
    @Override
    void run(Api api) {
        JsonNode seats = api.get("state").path("seats");
        if (json()) {
            out().println(seats);
            return;
        }
        Table table = new Table("PERIPHERAL", "CLASS", "MODEL", "SEAT", "VM");
        for (JsonNode seat : seats) {
            for (JsonNode peripheral : seat.path("peripherals")) {
                table.row(
                        peripheral.path("name").asString(),
                        peripheral.path("class").asString(),
                        peripheral.path("model").asString(),
                        seat.path("name").asString(),
                        seat.path("vm").isString() ? seat.path("vm").stringValue() : "");
            }
        }
        table.print(out(), "No peripherals are attached.");
    }
}
