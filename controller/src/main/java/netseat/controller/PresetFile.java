package netseat.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The presets and whose they are, as a controller before the database kept them: lines of words with tabs between. {@code preset
 * NAME} begins one, {@code field NAME FIELD VALUE} and {@code key NAME KEY BECOMES} fill it; {@code device ID NAME} and {@code
 * seat SEAT NAME} say whose it is, where no name means none.
 */
final class PresetFile {
    private final Path file;

    PresetFile(Path file) {
        this.file = file;
    }

    /**
     * What was saved last.
     *
     * @throws UncheckedIOException when it cannot be read or a line makes no sense
     */
    PresetTable.Content load() {
        Map<String, Map<String, Object>> fields = new TreeMap<>();
        Map<String, Map<String, String>> keys = new TreeMap<>();
        Map<String, String> devices = new TreeMap<>();
        Map<String, String> seats = new TreeMap<>();
        Map<String, Preset> presets = new TreeMap<>();
        if (Files.exists(file)) {
            try {
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    String[] words = line.split("\t", -1);
                    switch (words[0] + words.length) {
                        case "preset2" -> {
                            fields.put(words[1], new LinkedHashMap<>());
                            keys.put(words[1], new LinkedHashMap<>());
                        }
                        case "field4" -> of(fields, words, line).put(words[2], words[3]);
                        case "key4" -> of(keys, words, line).put(words[2], words[3]);
                        case "device3" -> devices.put(words[1], words[2]);
                        case "seat3" -> seats.put(words[1], words[2]);
                        default -> throw senseless(line, "");
                    }
                }
                for (Map.Entry<String, Map<String, Object>> each : fields.entrySet()) {
                    each.getValue().put(PresetFields.KEYS, keys.getOrDefault(each.getKey(), Map.of()));
                    presets.put(each.getKey(), preset(each.getKey(), each.getValue()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        return new PresetTable.Content(presets, devices, seats);
    }

    private static <V> Map<String, V> of(Map<String, Map<String, V>> presets, String[] words, String line)
            throws IOException {
        Map<String, V> preset = presets.get(words[1]);
        if (preset == null) {
            throw senseless(line, ": no preset of that name begins before");
        }
        return preset;
    }

    private static Preset preset(String name, Map<String, Object> fields) throws IOException {
        try {
            return PresetFields.read(fields);
        } catch (IllegalArgumentException e) {
            throw senseless(name, ": " + e.getMessage());
        }
    }

    private static IOException senseless(String line, String why) {
        return new IOException("a line that makes no sense; repair or remove it: " + line + why);
    }
}
