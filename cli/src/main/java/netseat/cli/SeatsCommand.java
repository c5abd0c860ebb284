package netseat.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code netseat seats}. */
@Command(name = "seats", description = "Lists the seats, and what they are plugged into.")
final class SeatsCommand extends ApiCommand {
    @Override
    void run(Api api) {
        JsonNode state = api.get("state");
        if (json()) {
            out().println(state.path("seats"));
        } else {
            print(out(), state);
        }
    }

    static void print(PrintWriter out, JsonNode state) {
        Table table = new Table("SEAT", "VM", "PERIPHERALS");
        for (JsonNode seat : state.path("seats")) {
            List<String> classes = new ArrayList<>();
            seat.path("peripherals")
                    .forEach(peripheral -> classes.add(peripheral.path("class").asString()));
            table.row(
                    seat.path("name").asString(),
                    seat.path("vm").isString() ? seat.path("vm").stringValue() : "",
                    String.join(", ", classes));
        }
        table.print(out, "No seats.");
    }
}
