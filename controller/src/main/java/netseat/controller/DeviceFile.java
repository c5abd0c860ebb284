package netseat.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import netseat.protocol.DeviceId;

/**
 * The devices that were admitted or revoked, as a controller before the database kept them: a line each, fields with tabs
 * between them.
 */
final class DeviceFile {
    private static final int FIELDS = 11;

    /** Before there were hubs' units and demands. */
    private static final int FIRST_FIELDS = 7;

    private final Path file;

    DeviceFile(Path file) {
        this.file = file;
    }

    /**
     * What was saved last.
     *
     * @throws UncheckedIOException when it cannot be read or a line makes no sense: to go on would lock out devices, or let
     *     a revoked one ask again, without a word
     */
    List<Device> load() {
        List<Device> devices = new ArrayList<>();
        if (Files.exists(file)) {
            try {
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    devices.add(device(line));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        return devices;
    }

    private Device device(String line) throws IOException {
        String[] fields = line.split("\t", -1);
        if (fields.length == FIRST_FIELDS) {
            fields = Arrays.copyOf(fields, FIELDS);
            Arrays.fill(fields, FIRST_FIELDS, FIELDS, "");
        }
        try {
            if (fields.length == FIELDS) {
                return new Device(
                        new DeviceUnit(new DeviceId(fields[0]), fields[7]),
                        Device.State.valueOf(fields[1].toUpperCase(Locale.ROOT)),
                        fields[5],
                        fields[6],
                        Instant.parse(fields[2]),
                        Instant.parse(fields[3]),
                        fields[4],
                        fields[8],
                        Demand.parse(fields[9], fields[10]),
                        0,
                        Set.of());
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("a line that makes no sense; repair or remove it: " + line, e);
        }
        throw new IOException("a line that makes no sense; repair or remove it: " + line);
    }
}
