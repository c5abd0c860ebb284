package netseat.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MAC of a neighbour on the controller's own network, as the kernel knows it: of IPv4 from {@code /proc/net/arp}, of IPv6
 * from the command {@code ip neigh}. Blocks: not on an event loop. Thread-safe.
 */
final class Neighbours {
    private static final Logger log = LoggerFactory.getLogger(Neighbours.class);
    private static final Pattern MAC = Pattern.compile("(?i)\\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\\b");
    private static final String NONE = "00:00:00:00:00:00";

    private final Path arp;

    /** Those in a file of the form of {@code /proc/net/arp}. */
    Neighbours(Path arp) {
        this.arp = arp;
    }

    /**
     * The MAC that has this address, as 52:54:00:12:34:56; empty when the kernel knows none.
     *
     * @param address without a port, as {@link java.net.InetAddress#getHostAddress} writes it
     */
    String mac(String address) {
        try {
            return address.indexOf(':') < 0 ? v4(address) : v6(address);
        } catch (IOException e) {
            log.debug("no neighbours", e);
            return "";
        }
    }

    /** Whether an address may have a MAC at all; those of the host itself have none. */
    static boolean mayHave(String address) {
        return !InetAddress.ofLiteral(address).isLoopbackAddress();
    }

    private String v4(String address) throws IOException {
        try (Stream<String> lines = Files.lines(arp)) {
            return lines.filter(line -> line.startsWith(address + " "))
                    .flatMap(line -> in(line).stream())
                    .findFirst()
                    .orElse("");
        }
    }

    private static String v6(String address) throws IOException {
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        Process ip = new ProcessBuilder("ip", "-6", "neigh", "show", "to", plain)
                .redirectErrorStream(true)
                .start();
        ip.getOutputStream().close();
        return in(new String(ip.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .orElse("");
    }

    private static Optional<String> in(String line) {
        Matcher found = MAC.matcher(line);
        return found.find() && !found.group().equals(NONE)
                ? Optional.of(found.group().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }
}
