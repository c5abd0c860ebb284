package netseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of a machine of Netseat's, in another folder and with another display: all else is the same. */
final class PeerCommand {
    private PeerCommand() {}

    /**
     * @param pid of the machine's QEMU
     * @param machineFolder where its sockets are
     * @param folder where the peer's shall be, under the same names
     * @param display QEMU's arguments that take the place of {@code -display}
     */
    static List<String> of(long pid, Path machineFolder, Path folder, List<String> display) throws IOException {
        String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        List<String> command = new ArrayList<>();
        boolean value = false;
        for (String argument : line.substring(0, line.length() - 1).split("\0", -1)) {
            if (value) {
                value = false;
            } else if (argument.equals("-display")) {
                value = true;
                command.addAll(display);
            } else if (!argument.equals("-S")) {
                command.add(argument.replace(machineFolder.toString(), folder.toString()));
            }
        }
        return command;
    }
}
