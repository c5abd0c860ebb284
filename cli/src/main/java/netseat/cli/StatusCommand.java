package netseat.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code netseat status}: everything at a glance. */
@Command(name = "status", description = "Shows the controller, its VMs and its seats at a glance.")
final class StatusCommand extends ApiCommand {
    @Override
    void run(Api api) {
        JsonNode state = api.get("state");
        if (json()) {
            out().println(state);
            return;
        }
        long pending = 0;
        for (JsonNode device : api.get("devices").path("devices")) {
            if ("pending".equals(device.path("state").asString())) {
                pending++;
            }
        }
        out().printf(
                        "%s on %s: %d links open, %d closed for a fault%s%n%n",
                        state.path("controller").asString(),
                        state.path("accelerator").asString(),
                        state.path("links").asInt(),
                        state.path("faults").asInt(),
                        pending == 0 ? "" : ", " + pending + " devices wait to be admitted (netseat devices)");
        VmsCommand.print(out(), state);
        out().println();
        SeatsCommand.print(out(), state);
    }
}
