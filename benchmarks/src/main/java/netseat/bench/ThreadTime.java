package netseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What processor time those threads of a process had whose names begin alike, while they come and go. What a thread had
 * after the last look before it ended is not counted, so look often.
 */
final class ThreadTime {
    /** Of a thread's name Linux keeps so many bytes. */
    private static final int NAME_LENGTH = 15;

    private final Path threads;
    private final String name;
    private final Map<Path, Double> last = new HashMap<>();
    private double seconds;

    /** Begins to count. */
    ThreadTime(long pid, String name) throws IOException {
        this.threads = Path.of("/proc/" + pid + "/task");
        this.name = name.substring(0, Math.min(name.length(), NAME_LENGTH));
        look();
        seconds = 0;
    }

    /** The seconds that those threads had so far which are there now. */
    static double soFar(long pid, String name) throws IOException {
        ThreadTime all = new ThreadTime(pid, name);
        return all.last.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Looks at all threads there are. */
    void look() throws IOException {
        List<Path> all;
        try (Stream<Path> folders = Files.list(threads)) {
            all = folders.toList();
        }
        for (Path thread : all) {
            try {
                if (Files.readString(thread.resolve("comm")).startsWith(name)) {
                    double now = ProcessorTime.seconds(thread);
                    seconds += now - last.getOrDefault(thread, 0.0);
                    last.put(thread, now);
                }
            } catch (IOException e) {
                last.remove(thread); // it has ended
            }
        }
    }

    /** The seconds from the beginning to the last look. */
    double seconds() {
        return seconds;
    }
}
