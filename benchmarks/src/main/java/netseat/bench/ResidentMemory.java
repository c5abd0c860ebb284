package netseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of a process of this host is in memory, as Linux counts it. */
final class ResidentMemory {
    private static final double KIB_PER_MIB = 1024;

    private ResidentMemory() {}

    /**
     * Its resident set in MiB.
     *
     * @throws IOException when there is no such process
     */
    static double mebibytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElseThrow()
                / KIB_PER_MIB;
    }
}
