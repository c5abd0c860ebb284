package netseat.desk;

import java.util.Set;
import picocli.CommandLine.Command;

/** Mice and tablets alone. */
@Command(
        name = "mouse",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Makes this computer's mice and tablets network peripherals.",
        footer = {"", "They are this program's alone while it runs. Ctrl-C ends it."})
final class MouseCommand extends InputCommand {
    @Override
    Set<InputKind> kinds() {
        return Set.of(InputKind.MOUSE);
    }

    @Override
    String wanted() {
        return "mouse";
    }
}
