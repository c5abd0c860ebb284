package netseat.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The product as a person starts it. */
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
}
