package netseat.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many files this process may have open, of which each link is one. The JVM has raised the limit as far as it may
 * (<code>-XX:+MaxFDLimit</code>, its default), so what counts is the hard limit that it was started with.
 */
final class OpenFiles {
    /** What is not for links: libraries, pages, the state folder, and connections in their handshake. */
    static final int RESERVED = 256 + HandshakeGate.MOST;

    /** Sockets, pixels and files of one machine with all of its heads. */
    static final int OF_MACHINE = 24;

    private static final Pattern LIMIT = Pattern.compile("(?m)^Max open files +(\\d+|unlimited) ");

    private OpenFiles() {}

    /** The limit of this process; empty when the system does not say, or there is none. */
    static OptionalInt limit() {
        try {
            return limit(Files.readString(Path.of("/proc/self/limits")));
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    /** The same from what {@code /proc/PID/limits} says. */
    static OptionalInt limit(String limits) {
        Matcher line = LIMIT.matcher(limits);
        if (!line.find() || line.group(1).equals("unlimited") || line.group(1).length() > 9) {
            return OptionalInt.empty(); // more than anybody has
        }
        return OptionalInt.of(Integer.parseInt(line.group(1)));
    }

    /** How many links so many open files leave room for, at least one. */
    static int linksWithin(int limit, int machines) {
        return Math.max(1, limit - RESERVED - OF_MACHINE * machines);
    }

    /** What an operator can do about it. */
    static String advice(int limit, int links, int wished) {
        return "this process may have " + limit + " files open, which is enough for " + links + " links and not for "
                + wished + ": start it with a higher limit (ulimit -Hn, or LimitNOFILE= in a systemd unit), or ask for"
                + " fewer links by --max-links";
    }
}
