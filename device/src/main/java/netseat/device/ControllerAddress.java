package netseat.device;

import java.util.Optional;

/** Where a controller listens for devices. */
public record ControllerAddress(String host, int port) {
    /** As {@link #toString} writes it; empty when it is not so. */
    static Optional<ControllerAddress> parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 2 || !parts[1].matches("[1-9][0-9]{0,4}")) {
            return Optional.empty();
        }
        return Optional.of(new ControllerAddress(parts[0], Integer.parseInt(parts[1])));
    }

    @Override
    public String toString() {
        return host + " " + port;
    }
}
