package netseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a benchmark ran on, in words that name no particular machine. */
final class Machine {
    private Machine() {}

    static String describe() throws IOException {
        String model = "unknown processor";
        for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
            if (line.startsWith("model name")) {
                model = line.substring(line.indexOf(':') + 1).strip();
                break;
            }
        }
        String memory = Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("[^0-9]", "");
        return Runtime.getRuntime().availableProcessors() + " cores (" + model + "), "
                + Math.round(Long.parseLong(memory) / 1024.0 / 1024.0) + " GiB, JDK "
                + Runtime.version().feature();
    }
}
