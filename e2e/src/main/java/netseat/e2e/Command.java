package netseat.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs programs to their end. */
public final class Command {
    private Command() {}

    /** A command line of several parts. */
    public static List<String> line(List<String> first, List<String> then) {
        List<String> whole = new ArrayList<>(first);
        whole.addAll(then);
        return whole;
    }

    /**
     * Runs a program; its standard output, by lines.
     *
     * @throws IllegalStateException when its status is not 0, with what it said to standard error
     */
    public static List<String> output(List<String> line) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("err", ".txt");
        try {
            Process process =
                    new ProcessBuilder(line).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(line + " ended with " + status + ": " + Files.readString(errors));
            }
            return said;
        } finally {
            Files.delete(errors);
        }
    }
}
