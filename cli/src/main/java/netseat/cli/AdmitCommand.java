package netseat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code netseat admit DEVICE --seat SEAT}. */
@Command(
        name = "admit",
        description = {
            "Admits a device to a seat, renames it, moves it to another seat, or takes back a revocation.",
            "Compare the whole identifier with what the device shows before."
        })
final class AdmitCommand extends ApiCommand {
    @Parameters(paramLabel = "DEVICE", description = "its whole identifier, 64 hexadecimal digits")
    private String device = "";

    @Option(names = "--seat", required = true, paramLabel = "SEAT", description = "the seat that it belongs to")
    private String seat = "";

    @Option(names = "--name", defaultValue = "", paramLabel = "NAME", description = "a name for people")
    private String name = "";

    @Override
    void run(Api api) {
        String id = DeviceLookup.find(api, device);
        api.post("devices/" + id + "/admit", Api.body().put("name", name).put("seat", seat));
    }
}
