package netseat.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code netseat reload}. */
@Command(
        name = "reload",
        description = {
            "Has the controller read its configuration file again, and says what has changed.",
            "No link is closed by it, but those of a seat that is declared no more. A file that makes no sense changes nothing:"
                    + " the faults are told."
        })
final class ReloadCommand extends ApiCommand {
    @Override
    void run(Api api) {
        JsonNode said = api.ask("reload", Api.body());
        if (json()) {
            out().println(said);
            return;
        }
        said.path("changes").forEach(change -> out().println(Table.printable(change.asString())));
        if (said.path("changes").isEmpty()) {
            out().println("Nothing has changed.");
        }
    }
}
