package netseat.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which machine each seat was plugged into, as a controller before the database kept it: lines of {@code seat=machine}, where
 * no machine means unplugged.
 */
final class SeatFile {
    private final Path file;

    SeatFile(Path file) {
        this.file = file;
    }

    /** What was saved last; a line that makes no sense is left out. */
    Map<String, String> load() {
        Map<String, String> plugs = new TreeMap<>();
        if (Files.exists(file)) {
            try {
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    int equals = line.indexOf('=');
                    if (equals > 0) {
                        plugs.put(line.substring(0, equals), line.substring(equals + 1));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        return plugs;
    }
}
