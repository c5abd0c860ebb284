package netseat.controller;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What an editor, or a disk, has done to the state folder's files: they are read, or refused with the line. */
class StateFilesFuzzTest {
    private interface Reading {
        void read(Path file);
    }

    private static void with(byte[] content, Reading reading) throws IOException {
        Path file = Files.createTempFile("state", "");
        try {
            reading.read(Files.write(file, content));
        } catch (UncheckedIOException e) {
            if (e.getMessage() == null) {
                throw new AssertionError("without a word", e);
            }
        } finally {
            Files.delete(file);
        }
    }

    @FuzzTest(maxExecutions = 8000)
    void devices(byte[] content) throws IOException {
        with(content, file -> {
            for (Device device : new DeviceFile(file).load()) {
                assert device.id() != null;
            }
        });
    }

    @FuzzTest(maxExecutions = 6000)
    void presets(byte[] content) throws IOException {
        with(content, file -> {
            PresetTable.Content read = new PresetFile(file).load();
            assert read.presets() != null;
        });
    }

    @FuzzTest(maxExecutions = 6000)
    void seats(byte[] content) throws IOException {
        with(content, file -> {
            Map<String, String> plugs = new SeatFile(file).load();
            assert !plugs.containsKey("");
        });
    }
}
