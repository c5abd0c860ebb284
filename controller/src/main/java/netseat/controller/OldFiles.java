package netseat.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import netseat.state.Database;
import netseat.state.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files in which controllers before the database kept devices, plugs and presets. All that are there are taken over in one
 * transaction and then kept aside as {@code *.old}; a kill between the two does not take them over again.
 */
public final class OldFiles {
    private static final Logger log = LoggerFactory.getLogger(OldFiles.class);
    private static final String DEVICES = "devices";
    private static final String SEATS = "seats";
    private static final String PRESETS = "presets";

    private OldFiles() {}

    /**
     * Takes over the old files of a state folder, if there are some. To be called before a controller reads the database.
     *
     * @throws UncheckedIOException when one cannot be read or a line makes no sense; then nothing is taken over
     */
    public static void takeOver(Path stateFolder, Database database) {
        List<String> there = Stream.of(DEVICES, SEATS, PRESETS)
                .filter(name -> Files.isRegularFile(stateFolder.resolve(name)))
                .toList();
        if (there.isEmpty()) {
            return;
        }
        List<Device> devices = new DeviceFile(stateFolder.resolve(DEVICES)).load();
        Map<String, NamedPlug> plugs = new LinkedHashMap<>();
        new SeatFile(stateFolder.resolve(SEATS))
                .load()
                .forEach((seat, machine) -> plugs.put(seat, new NamedPlug(machine, 0, false)));
        PresetTable.Content presets = new PresetFile(stateFolder.resolve(PRESETS)).load();
        database.write(in -> {
            if (isNew(in, there, DEVICES)) {
                DeviceTable.save(in, devices);
            }
            if (isNew(in, there, SEATS)) {
                PlugTable.save(in, plugs);
            }
            if (isNew(in, there, PRESETS)) {
                PresetTable.save(in, presets);
            }
        });
        for (String name : there) {
            keepAside(stateFolder, name);
        }
    }

    private static boolean isNew(Transaction in, List<String> there, String name) throws SQLException {
        return there.contains(name) && in.update("INSERT OR IGNORE INTO taken_over (file) VALUES (?)", name) == 1;
    }

    private static void keepAside(Path folder, String name) {
        Path old = folder.resolve(name + ".old");
        try {
            Files.move(folder.resolve(name), old, StandardCopyOption.REPLACE_EXISTING);
            log.info("what was in the file {} is in the database now; the file is kept as {}", name, old);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + folder.resolve(name) + " aside", e);
        }
    }
}
