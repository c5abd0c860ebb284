package netseat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code netseat unplug SEAT}. */
@Command(
        name = "unplug",
        description = "Unplugs a seat from its VM; its screens are black until it is plugged in again.")
final class UnplugCommand extends ApiCommand {
    @Parameters(paramLabel = "SEAT", description = "the seat")
    private String seat = "";

    @Override
    void run(Api api) {
        api.post("seats/" + Api.part(seat) + "/plug", Api.body().putNull("vm"));
    }
}
