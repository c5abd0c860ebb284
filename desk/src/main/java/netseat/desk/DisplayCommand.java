package netseat.desk;

import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Screens alone. */
@Command(
        name = "display",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Makes this computer's monitors network peripherals.",
        footer = {
            "",
            "It draws on the graphics card itself, without a desktop, each monitor in the mode that it prefers. The console"
                    + " has the monitors while no virtual machine shows anything. Ctrl-C ends it.",
            "",
            "With --window it draws in a window instead, of the size of the machine's picture; closing it ends it."
        })
final class DisplayCommand extends HardwareCommand {
    @Mixin
    private WindowOption window = new WindowOption();

    @Override
    boolean isWindow() {
        return window.isGiven();
    }

    @Override
    Set<InputKind> kinds() {
        return Set.of();
    }

    @Override
    boolean displays() {
        return true;
    }

    @Override
    String wanted() {
        return "monitor";
    }
}
