package netseat.desk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Opens a window on the desktop that the environment names. */
final class DesktopWindow {
    private static final String DISPLAY = "DISPLAY";
    private static final String XAUTHORITY = "XAUTHORITY";

    private DesktopWindow() {}

    /** The desktop's name, as in {@code :0}; empty without one. */
    static String display(Map<String, String> environment) {
        return environment.getOrDefault(DISPLAY, "");
    }

    /**
     * Opens one.
     *
     * @param hears whether its keys and pointer are wanted
     * @throws CommandFailure when there is no desktop, or it does not let this user in; the message says what to do
     */
    static X11Window open(String title, boolean hears, Map<String, String> environment) throws CommandFailure {
        String name = display(environment);
        if (name.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.NO_DEVICE,
                    "no DISPLAY: --window needs a desktop, by X11 or Xwayland; without one, leave --window out");
        }
        Optional<X11Address> address = X11Address.of(name);
        if (address.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "cannot open display " + name + ": only desktops of this computer will do, such as :0");
        }
        String home = environment.getOrDefault("HOME", "/");
        Path cookies = Path.of(environment.getOrDefault(XAUTHORITY, home + "/.Xauthority"));
        X11Connection connection = X11Connection.open(address.get(), cookies);
        try {
            return new X11Window(connection, title, WindowMonitor.WIDTH, WindowMonitor.HEIGHT, hears);
        } catch (IOException e) {
            connection.close();
            throw new CommandFailure(ExitStatus.FAULT, "cannot open a window on " + name + ": " + e.getMessage());
        }
    }
}
