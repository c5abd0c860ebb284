package netseat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code netseat eject VM}. */
@Command(name = "eject", description = "Takes out what is in a running VM's drive, also when the guest holds it there.")
final class EjectCommand extends ApiCommand {
    @Parameters(paramLabel = "VM", description = "the VM")
    private String machine = "";

    @Override
    void run(Api api) {
        api.delete("vms/" + Api.part(machine) + "/media");
    }
}
