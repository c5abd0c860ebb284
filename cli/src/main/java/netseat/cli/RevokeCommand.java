package netseat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code netseat revoke DEVICE}. */
@Command(
        name = "revoke",
        description = "Shuts a device out, at once: its links are closed and what it holds is released.")
final class RevokeCommand extends ApiCommand {
    @Parameters(paramLabel = "DEVICE", description = "its identifier, the beginning of it, or its name")
    private String device = "";

    @Override
    void run(Api api) {
        api.post("devices/" + DeviceLookup.find(api, device) + "/revoke", Api.body());
    }
}
