package netseat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One of the things that can be done with a VM's power. */
@Command
final class VmPowerCommand extends ApiCommand {
    private final String action;

    @Parameters(paramLabel = "VM", description = "the VM")
    private String machine = "";

    VmPowerCommand(String action) {
        this.action = action;
    }

    @Override
    void run(Api api) {
        api.post("vms/" + Api.part(machine) + "/" + action, Api.body());
    }
}
