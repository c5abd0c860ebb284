package netseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What processor time a process of this host has had, as Linux counts it: in hundredths of a second. */
final class ProcessorTime {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux

    private ProcessorTime() {}

    /**
     * The seconds that all threads of a process have had so far, its own and the kernel's for it.
     *
     * @throws IOException when there is no such process
     */
    static double seconds(long pid) throws IOException {
        return seconds(Path.of("/proc/" + pid));
    }

    /** The same of what has this folder: a process, or one thread. */
    static double seconds(Path folder) throws IOException {
        String stat = Files.readString(folder.resolve("stat"));
        // from the state on: the name before it is in brackets and may hold anything
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }
}
