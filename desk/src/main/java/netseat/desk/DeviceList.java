package netseat.desk;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import netseat.linux.InputAbilities;
import netseat.linux.InputDevice;
import netseat.linux.InputFolder;
import netseat.linux.LinuxException;

/** What {@code --list} prints: this computer's devices, taken or not. */
final class DeviceList {
    private final PrintStream out;
    private boolean denied;
    private int listed;

    DeviceList(PrintStream out) {
        this.out = out;
    }

    /** Whether anything could not be looked at for want of permission. */
    boolean isDenied() {
        return denied;
    }

    /** How many devices were listed. */
    int count() {
        return listed;
    }

    /** Lists the input devices of these kinds. */
    void inputs(Path folder, Set<InputKind> kinds) throws IOException {
        for (Path path : InputFolder.devices(folder)) {
            try (InputDevice device = InputDevice.open(path)) {
                InputAbilities abilities = device.abilities();
                List<String> words = new ArrayList<>();
                for (InputKind kind : kinds) {
                    if (kind.is(abilities)) {
                        words.add(kind.word());
                    }
                }
                if (!words.isEmpty()) {
                    line(path.toString(), String.join(", ", words), abilities.name());
                }
            } catch (LinuxException e) {
                denied |= e.isPermission();
                out.println(path + "  " + e.getMessage());
            }
        }
    }

    /** Lists the monitors. */
    void monitors(DrmMonitors monitors) throws IOException {
        for (DrmMonitor monitor : monitors.find()) {
            line(
                    monitor.card() + " " + monitor.name(),
                    "display",
                    monitor.maker() + " " + monitor.model() + ", " + monitor.width() + "x" + monitor.height());
        }
        denied |= monitors.isDenied();
    }

    private void line(String where, String kind, String name) {
        listed++;
        out.println(where + "  " + kind + "  " + name.strip());
    }
}
