package netseat.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code netseat backup FILE}. */
@Command(
        name = "backup",
        description = {
            "Saves all that the controller remembers, as it is at this moment, while it runs.",
            "The file is netseat.db of the state folder, whole and checked. Keep it as you keep a key: it says who may come in.",
            "The controller's own key is not in it: keep controller.pem of the state folder too."
        },
        footer = {"", "To restore: stop the controller, put the file in its state folder as netseat.db, start it."})
final class BackupCommand extends ApiCommand {
    @Parameters(paramLabel = "FILE", description = "the file to write; replaced when it is there")
    private Path file = Path.of("netseat.db");

    @Override
    void run(Api api) {
        api.download("backup", file);
    }
}
