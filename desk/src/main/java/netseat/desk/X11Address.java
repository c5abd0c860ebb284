package netseat.desk;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A display of an X server on this computer, as {@code DISPLAY} names it.
 *
 * @param name as it was given, such as {@code :0.0}
 * @param number of the display
 * @param screen of the display, usually 0
 */
record X11Address(String name, int number, int screen) {
    private static final Pattern LOCAL = Pattern.compile("(?:unix)?:(\\d{1,5})(?:\\.(\\d{1,2}))?");

    /** Nothing for a display of another computer, or what is none. */
    static Optional<X11Address> of(String name) {
        Matcher parts = LOCAL.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int screen = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
        return Optional.of(new X11Address(name, Integer.parseInt(parts.group(1)), screen));
    }

    /** Where its server listens. */
    Path socket() {
        return Path.of("/tmp/.X11-unix/X" + number);
    }
}
