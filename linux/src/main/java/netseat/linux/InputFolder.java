package netseat.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The folder in which input devices come and go, {@code /dev/input}. Owned by one thread. */
public final class InputFolder implements AutoCloseable {
    /** Where Linux has them. */
    public static final Path USUAL = Path.of("/dev/input");

    private static final String PREFIX = "event";

    private final Path folder;
    private final Descriptor watch;
    private final MemorySegment told = Arena.ofAuto().allocate(4096, 8);

    /** @throws IOException when there is no such folder, or it cannot be watched */
    public InputFolder(Path folder) throws IOException {
        this.folder = folder;
        this.watch = Descriptor.watch(folder);
    }

    Descriptor descriptor() {
        return watch;
    }

    /** The devices that are there now, by their numbers; none when there is no such folder. */
    public static List<Path> devices(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "[0-9]*")) {
                files.forEach(found::add);
            }
        }
        found.sort(Comparator.comparingInt((Path path) -> path.toString().length())
                .thenComparing(Comparator.naturalOrder()));
        return found;
    }

    /** The devices that are there now. */
    public List<Path> devices() throws IOException {
        return devices(folder);
    }

    /**
     * Takes note that something has changed. What it was is not looked at: {@link #devices} says what is there.
     *
     * @return whether anything has changed since the last call
     */
    public boolean changed() throws IOException {
        boolean any = false;
        while (watch.read(told) > 0) {
            any = true;
        }
        return any;
    }

    @Override
    public void close() {
        watch.close();
    }
}
