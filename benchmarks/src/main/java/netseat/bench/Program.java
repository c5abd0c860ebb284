package netseat.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The product as a person starts it, and others' programs. */
final class Program {
    private Program() {}

    /** {@code ./run} of this checkout, which is the working folder. */
    static List<String> command() {
        Path run = Path.of("run").toAbsolutePath();
        if (!Files.isExecutable(run)) {
            throw new IllegalStateException("start benchmarks by ./bench in the repository's root");
        }
        return List.of(run.toString());
    }

    /** Whether there is a program of this name on the PATH. */
    static boolean isThere(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
