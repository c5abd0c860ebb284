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
            table.row(seat.path("name").asString(), plug(seat), String.join(", ", classes));
        }
        table.print(out, "No seats.");
    }

    /** Into what, and how: "linux, head 2, only watching, and types into dos". */
    private static String plug(JsonNode seat) {
        if (!seat.path("vm").isString()) {
            return "";
        }
        List<String> words = new ArrayList<>(List.of(seat.path("vm").stringValue()));
        if (seat.path("head").isNumber()) {
            words.add("head " + seat.path("head").asInt());
        }
        if (seat.path("observe").asBoolean(false)) {
            words.add("only watching");
        }
        if (!seat.path("broadcast").isEmpty()) {
            List<String> others = new ArrayList<>();
            seat.path("broadcast").forEach(vm -> others.add(vm.asString()));
            words.add("and types into " + String.join(", ", others));
        }
        return String.join(", ", words);
    }
}
