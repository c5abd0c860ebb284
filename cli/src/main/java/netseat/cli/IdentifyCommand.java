package netseat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code netseat identify DEVICE}. */
@Command(name = "identify", description = "Lets a device blink or beep, so that a person finds it.")
final class IdentifyCommand extends ApiCommand {
    @Parameters(paramLabel = "DEVICE", description = "its identifier, the beginning of it, or its name")
    private String device = "";

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "for how long, 0 to 255; 0 stops it (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Override
    void run(Api api) {
        api.post(
                "devices/" + DeviceLookup.find(api, device) + "/identify",
                Api.body().put("seconds", seconds));
    }
}
