package netseat.desk;

import java.util.Set;
import picocli.CommandLine.Command;

/** Screens alone. */
@Command(
        name = "display",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Makes this computer's monitors network peripherals.",
        footer = {
            "",
            "It draws on the graphics card itself, without a desktop, each monitor in the mode that it prefers. The console"
                    + " has the monitors while no virtual machine shows anything. Ctrl-C ends it."
        })
final class DisplayCommand extends HardwareCommand {
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
