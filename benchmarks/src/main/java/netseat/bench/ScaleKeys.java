package netseat.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netseat.identity.Identity;

/**
 * The keys of thousands of devices that exist only for benchmarks: one after another in a file, as making them takes longer
 * than the benchmark.
 */
final class ScaleKeys {
    private static final String END = "-----END CERTIFICATE-----\n";

    private ScaleKeys() {}

    /** Reads a file that {@link #make} wrote. */
    static List<Identity> read(Path file) throws IOException {
        String all = Files.readString(file, StandardCharsets.US_ASCII);
        return Stream.of(all.split(END, -1))
                .filter(pem -> !pem.isBlank())
                .map(pem -> identity(pem + END))
                .toList();
    }

    private static Identity identity(String pem) {
        try {
            return Identity.ofPem(pem);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("remove the file with the devices' keys", e);
        }
    }

    /** Makes so many unless they are there. */
    static List<Identity> make(Path file, int count) throws IOException {
        if (Files.exists(file)) {
            List<Identity> there = read(file);
            if (there.size() >= count) {
                return there.subList(0, count);
            }
        }
        List<Identity> made = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> Identity.make("bench " + i))
                .toList();
        StringBuilder text = new StringBuilder();
        made.forEach(identity -> text.append(identity.pem()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text, StandardCharsets.US_ASCII);
        return made;
    }
}
