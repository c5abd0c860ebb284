package netseat.desk;

import java.util.Set;
import picocli.CommandLine.Command;

/** Keyboards alone. */
@Command(
        name = "keyboard",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Makes this computer's keyboards network peripherals.",
        footer = {"", "They are this program's alone while it runs. Ctrl-C, or Ctrl+Alt+Shift+Q on them, ends it."})
final class KeyboardCommand extends InputCommand {
    @Override
    Set<InputKind> kinds() {
        return Set.of(InputKind.KEYBOARD);
    }

    @Override
    String wanted() {
        return "keyboard";
    }
}
