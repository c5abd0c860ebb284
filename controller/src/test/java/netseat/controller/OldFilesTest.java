package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netseat.state.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A state folder of the time before the database. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class OldFilesTest {
    private static final String ID = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String DEVICE =
            ID + "\tadmitted\t2026-01-02T03:04:05Z\t2026-01-02T03:04:06Z\t192.0.2.1\tDesk\ta";

    @TempDir
    private Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<Device> devices() {
        return new DeviceTable(database).load();
    }

    private Map<String, String> plugs() {
        Map<String, String> plugs = new HashMap<>();
        new PlugTable(database).load().forEach((seat, plug) -> plugs.put(seat, plug.machine()));
        return plugs;
    }

    @Test
    void areTakenOverOnceAndKeptAside() throws IOException {
        Files.writeString(folder.resolve("devices"), DEVICE + "\tkbd 2\t\t192.0.2.0/24\t\n");
        Files.writeString(folder.resolve("seats"), "a=linux\nb=\n");
        Files.writeString(folder.resolve("presets"), "preset\tbig\nfield\tbig\tdepth\t16\nseat\ta\tbig\n");
        OldFiles.takeOver(folder, database);
        assertThat(devices()).hasSize(1);
        assertThat(devices().getFirst().id().unit()).isEqualTo("kbd 2");
        assertThat(devices().getFirst().demand().range()).isEqualTo("192.0.2.0/24");
        assertThat(plugs()).containsOnly(Map.entry("a", "linux"), Map.entry("b", ""));
        PresetTable.Content presets = new PresetTable(database).load();
        assertThat(presets.presets()).containsOnlyKeys("big");
        assertThat(presets.seats()).containsOnly(Map.entry("a", "big"));
        for (String name : List.of("devices", "seats", "presets")) {
            assertThat(folder.resolve(name)).doesNotExist();
            assertThat(folder.resolve(name + ".old")).exists();
        }
    }

    @Test
    void areNotTakenOverAgainAfterAKillBeforeTheyWereKeptAside() throws IOException {
        Path old = Files.writeString(folder.resolve("seats"), "a=linux\n");
        OldFiles.takeOver(folder, database);
        new PlugTable(database).save(Map.of("a", new NamedPlug("dos", 0, false)));
        Files.move(folder.resolve("seats.old"), old);
        OldFiles.takeOver(folder, database);
        assertThat(plugs()).containsOnly(Map.entry("a", "dos"));
        assertThat(old).doesNotExist();
    }

    @Test
    void ofBeforeThereWereUnitsAreRead() throws IOException {
        Files.writeString(folder.resolve("devices"), DEVICE + "\n");
        OldFiles.takeOver(folder, database);
        assertThat(devices()).singleElement().satisfies(device -> {
            assertThat(device.name()).isEqualTo("Desk");
            assertThat(device.id().isUnit()).isFalse();
            assertThat(device.demand().range()).isEmpty();
        });
    }

    @Test
    void thatMakeNoSenseAreAnErrorAndNothingIsTakenOver() throws IOException {
        Files.writeString(folder.resolve("seats"), "a=linux\n");
        for (Map.Entry<String, String> damaged : Map.of(
                        "devices", "0000\tadmitted\n", "presets", "field\tall\tdepth\t16\n")
                .entrySet()) {
            Path file = Files.writeString(folder.resolve(damaged.getKey()), damaged.getValue());
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> OldFiles.takeOver(folder, database))
                    .havingCause()
                    .withMessageContaining("repair or remove it");
            assertThat(plugs()).isEmpty();
            Files.delete(file);
        }
    }
}
