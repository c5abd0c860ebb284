package netseat.desk;

import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Everything at once, on one link. */
@Command(
        name = "seat",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Makes this computer a workplace: its keyboards, mice, touch screens and monitors on one link.",
        footer = {
            "",
            "They are this program's alone while it runs. The console has the monitors while no virtual machine shows"
                    + " anything. Ctrl-C, or Ctrl+Alt+Shift+Q on its keyboard, ends it.",
            "",
            "With --window the machine is in a window instead, with the keys and the pointer that the desktop gives that;"
                    + " closing it ends it."
        })
final class SeatCommand extends InputCommand {
    @Mixin
    private WindowOption window = new WindowOption();

    @Override
    boolean isWindow() {
        return window.isGiven();
    }

    @Override
    Set<InputKind> kinds() {
        return EnumSet.allOf(InputKind.class);
    }

    @Override
    boolean displays() {
        return true;
    }

    @Override
    String wanted() {
        return "keyboard, mouse, touch screen or monitor";
    }
}
