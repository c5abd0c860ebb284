package netseat.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netseat.device.ControllerAddress;

/** The keyboard of {@code docs/examples}, as a newcomer would start it. */
final class PythonKeyboard {
    private PythonKeyboard() {}

    /** Starts it; what it says on both outputs comes on one. */
    static Process start(ControllerAddress to, Path folder, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "python3", Path.of("..", "docs", "examples", "keyboard.py").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("--folder", folder.toString(), to.host(), String.valueOf(to.port())));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
