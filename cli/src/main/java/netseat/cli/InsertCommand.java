package netseat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code netseat insert VM FILE}. */
@Command(
        name = "insert",
        description =
                "Puts a CD image into a running VM's drive, in place of what is in it (netseat media lists them).")
final class InsertCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "VM", description = "the VM")
    private String machine = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "the image's name in the media folder")
    private String file = "";

    @Override
    void run(Api api) {
        api.put("vms/" + Api.part(machine) + "/media", Api.body().put("file", file));
    }
}
