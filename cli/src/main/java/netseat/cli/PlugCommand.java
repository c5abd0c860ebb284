package netseat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code netseat plug SEAT VM}. */
@Command(name = "plug", description = "Plugs a seat into a VM. What is held in the VM before is released there first.")
final class PlugCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "SEAT", description = "the seat")
    private String seat = "";

    @Parameters(index = "1", paramLabel = "VM", description = "the VM")
    private String machine = "";

    @Override
    void run(Api api) {
        api.post("seats/" + Api.part(seat) + "/plug", Api.body().put("vm", machine));
    }
}
