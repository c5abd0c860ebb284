package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./run} answers questions and mistakes itself, without a build, in the server's own words. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RunScriptTest {
    private static final String RUN = Path.of("..", "run").toString();

    @TempDir
    private Path folder;

    private record Answer(int status, String out, String err) {}

    private Answer ask(List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Answer(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    @Test
    void itsHelpIsTheServersHelp() throws IOException, InterruptedException {
        Answer server = ask(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                "netseat.server.Main",
                "--help"));
        assertThat(ask(List.of(RUN, "--help"))).isEqualTo(server);
        assertThat(server.status()).isZero();
    }

    @Test
    void anUnknownOptionIsOneLineAndStatusTwo() throws IOException, InterruptedException {
        assertThat(ask(List.of(RUN, "--no-demmo")))
                .isEqualTo(new Answer(2, "", "Unknown option: '--no-demmo' (see --help)\n"));
    }
}
