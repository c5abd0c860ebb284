package netseat.desk;

import java.util.Set;
import picocli.CommandLine.Command;

/** Touch screens alone. */
@Command(
        name = "touch",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Makes this computer's touch screens network peripherals: up to ten fingers each.",
        footer = {"", "They are this program's alone while it runs. Ctrl-C ends it."})
final class TouchCommand extends InputCommand {
    @Override
    Set<InputKind> kinds() {
        return Set.of(InputKind.TOUCH);
    }

    @Override
    String wanted() {
        return "touch screen";
    }
}
