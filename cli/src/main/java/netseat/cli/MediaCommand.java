package netseat.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code netseat media}. */
@Command(name = "media", description = "Lists the CD images that can be put into a VM's drive, and where they lie.")
final class MediaCommand extends ApiCommand {
    private static final int MEBIBYTE = 1 << 20;

    @Override
    void run(Api api) {
        JsonNode media = api.get("media");
        if (json()) {
            out().println(media);
            return;
        }
        Table table = new Table("FILE", "MIB");
        for (JsonNode file : media.path("files")) {
            long bytes = file.path("bytes").asLong();
            table.row(file.path("file").asString(), String.valueOf((bytes + MEBIBYTE - 1) / MEBIBYTE));
        }
        table.print(
                out(),
                "No media. Put CD images into "
                        + Table.printable(media.path("folder").asString()) + " on the controller's host.");
    }
}
