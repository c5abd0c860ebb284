package netseat.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which machine each seat was plugged into, kept across a restart: lines of {@code seat=machine}, where no machine means
 * unplugged. Replaced whole, so that it is complete at any moment.
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

    void save(Map<String, String> plugs) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(plugs)
                .forEach((seat, machine) ->
                        text.append(seat).append('=').append(machine).append('\n'));
        StateFile.replace(file, text.toString());
    }
}
