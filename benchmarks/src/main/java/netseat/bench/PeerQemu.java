package netseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import netseat.e2e.Monitor;
import org.awaitility.Awaitility;

/** A QEMU that shows its guest in its own way, in a folder of its own. */
final class PeerQemu implements AutoCloseable {
    private static final String MONITOR = "monitor";
    private static final String LOG = "log";
    private static final Duration START = Duration.ofSeconds(20);

    private final Path folder;
    private final Process process;

    /**
     * Starts it and waits for its sockets.
     *
     * @param command by its folder; it has QEMU listen there at {@code monitor}
     * @param sockets the names of the others, in the folder
     * @throws IOException with QEMU's own words when it does not start
     */
    PeerQemu(Function<Path, List<String>> command, String... sockets) throws IOException {
        folder = Files.createTempDirectory("nv"); // short: unix sockets have 107 bytes for their path
        process = new ProcessBuilder(command.apply(folder))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(LOG).toFile())
                .start();
        // A benchmark that is interrupted must not leave it behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        Awaitility.await("QEMU's sockets")
                .atMost(START)
                .until(() -> !process.isAlive()
                        || (isThere(MONITOR) && Stream.of(sockets).allMatch(this::isThere)));
        if (!process.isAlive()) {
            String words = Files.readString(folder.resolve(LOG));
            close();
            throw new IOException("QEMU ended: " + words);
        }
    }

    private boolean isThere(String socket) {
        return Files.exists(folder.resolve(socket));
    }

    /** What has this name in its folder. */
    Path file(String name) {
        return folder.resolve(name);
    }

    Monitor monitor() throws IOException {
        return new Monitor(folder.resolve(MONITOR));
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
