package netseat.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code netseat seat add|remove SEAT}. */
@Command(
        name = "seat",
        mixinStandardHelpOptions = true,
        description = "Makes and removes seats that no configuration file declares.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SeatCommand.Add.class, SeatCommand.Remove.class})
final class SeatCommand extends GroupCommand {
    @Command(name = "add", description = "Makes a seat; it is there after a restart too.")
    static final class Add extends ApiCommand {
        @Parameters(paramLabel = "SEAT", description = "its name: letters, digits, '-' and '_'")
        private String seat = "";

        @Option(names = "--vm", paramLabel = "VM", description = "what it is plugged into at first")
        private @Nullable String machine;

        @Option(names = "--preset", paramLabel = "PRESET", description = "how its peripherals are at first")
        private @Nullable String preset;

        @Override
        void run(Api api) {
            ObjectNode body = Api.body().put("name", seat);
            if (machine != null) {
                body.put("vm", machine);
            }
            if (preset != null) {
                body.put("preset", preset);
            }
            api.post("seats", body);
        }
    }

    @Command(
            name = "remove",
            description = "Removes a seat that was made; the links of those who sit there are closed, with a reason.")
    static final class Remove extends ApiCommand {
        @Parameters(paramLabel = "SEAT", description = "the seat")
        private String seat = "";

        @Override
        void run(Api api) {
            api.delete("seats/" + Api.part(seat));
        }
    }
}
