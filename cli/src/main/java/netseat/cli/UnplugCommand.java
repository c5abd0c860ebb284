package netseat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code netseat unplug SEAT}, or one device. */
@Command(
        name = "unplug",
        description = "Unplugs a seat, or one device, from its VM; its screens are black until it is plugged in again.")
final class UnplugCommand extends ApiCommand {
    @Parameters(
            paramLabel = "SEAT",
            description = "the seat; with --device a device: its identifier, the beginning of it, or its name")
    private String what = "";

    @Option(names = "--device", description = "unplug one device, apart from its seat")
    private boolean device;

    @Override
    void run(Api api) {
        String path = device ? "devices/" + DeviceLookup.find(api, what) : "seats/" + Api.part(what);
        api.post(path + "/plug", Api.body().putNull("vm"));
    }
}
