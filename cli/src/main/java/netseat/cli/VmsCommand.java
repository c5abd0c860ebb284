package netseat.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code netseat vms}. */
@Command(name = "vms", description = "Lists the VMs.")
final class VmsCommand extends ApiCommand {
    @Override
    void run(Api api) {
        JsonNode state = api.get("state");
        if (json()) {
            out().println(state.path("vms"));
        } else {
            print(out(), state);
        }
    }

    static void print(PrintWriter out, JsonNode state) {
        Table table = new Table("VM", "STATE", "SCREEN", "TITLE");
        for (JsonNode vm : state.path("vms")) {
            String words = vm.path("lastWords").asString();
            boolean failed = "failed".equals(vm.path("state").asString());
            table.row(
                    vm.path("name").asString(),
                    vm.path("state").asString(),
                    vm.path("width").asInt() + "x" + vm.path("height").asInt(),
                    vm.path("title").asString() + (failed ? ": " + words : ""));
        }
        table.print(out, "No VMs.");
    }
}
