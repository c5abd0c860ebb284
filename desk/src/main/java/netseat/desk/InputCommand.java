package netseat.desk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** What subcommands for input devices have in common. */
abstract class InputCommand extends HardwareCommand {
    @Option(
            names = "--device",
            paramLabel = "FILE",
            description = "only this one, such as /dev/input/event3; may be repeated (default: all)")
    private List<Path> devices = new ArrayList<>();

    @Option(names = "--no-leave", description = "Ctrl+Alt+Shift+Q does not end the program")
    private boolean noLeave;

    @Override
    Set<Path> only() {
        return new HashSet<>(devices);
    }

    @Override
    boolean leavesByChord() {
        return !noLeave;
    }

    @Override
    boolean displays() {
        return false;
    }
}
