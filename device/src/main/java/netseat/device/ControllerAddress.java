package netseat.device;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netseat.protocol.Protocol;

/** Where a controller listens for devices. */
public record ControllerAddress(String host, int port) {
    /** Wherever it is: it is to be looked for on the local network each time that it is not where it was found last. */
    public static final ControllerAddress ANYWHERE = new ControllerAddress("anywhere", 0);

    private static final Pattern WRITTEN =
            Pattern.compile("(?:\\[([0-9A-Za-z:.%]+)]|([^\\s:/\\[\\]]+))(?::([1-9][0-9]{0,4}))?");

    /** As a person writes it: {@code HOST}, {@code HOST:PORT} or {@code [IPV6]:PORT}; empty when it is not so. */
    public static Optional<ControllerAddress> of(String text) {
        Matcher parts = WRITTEN.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String host = Objects.requireNonNullElse(parts.group(1), parts.group(2));
        int port = parts.group(3) == null ? Protocol.DEFAULT_PORT : Integer.parseInt(parts.group(3));
        return port <= 0xFFFF ? Optional.of(new ControllerAddress(host, port)) : Optional.empty();
    }

    /** As {@link #toString} writes it; empty when it is not so. */
    static Optional<ControllerAddress> parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 2 || !parts[1].matches("[1-9][0-9]{0,4}")) {
            return Optional.empty();
        }
        return Optional.of(new ControllerAddress(parts[0], Integer.parseInt(parts[1])));
    }

    /** For a person. */
    String words() {
        return equals(ANYWHERE) ? "any controller" : host + " port " + port;
    }

    @Override
    public String toString() {
        return host + " " + port;
    }
}
