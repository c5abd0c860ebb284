package netseat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code netseat vm remove VM}. */
@Command(
        name = "remove",
        description = {
            "Removes a VM that was made and is stopped.",
            "Its disks and images stay where they are; what is plugged into it is plugged into nothing."
        })
final class VmRemoveCommand extends ApiCommand {
    @Parameters(paramLabel = "VM", description = "the VM")
    private String machine = "";

    @Override
    void run(Api api) {
        api.delete("vms/" + Api.part(machine));
    }
}
