package netseat.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code netseat vm ACTION VM}: power. */
@Command(
        name = "vm",
        description = "Controls a VM's power.",
        footer = {"", "power-button asks the guest to shut down; stop ends the VM as pulling the plug does."})
final class VmCommand extends ApiCommand {
    private static final List<String> ACTIONS = List.of("start", "stop", "reset", "pause", "resume", "power-button");

    @Parameters(index = "0", paramLabel = "ACTION", description = "start, stop, reset, pause, resume or power-button")
    private String action = "";

    @Parameters(index = "1", paramLabel = "VM", description = "the VM")
    private String machine = "";

    @Override
    void run(Api api) {
        if (!ACTIONS.contains(action)) {
            throw bad("\"" + action + "\" is none of " + String.join(", ", ACTIONS));
        }
        api.post("vms/" + Api.part(machine) + "/" + action, Api.body());
    }
}
