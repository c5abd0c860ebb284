package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class OwnProcessTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    private Path path;

    /** What becomes of a QEMU whose controller was killed, in a container whose process 1 waits for nobody. */
    @Test
    void oneThatHasEndedIsDeadThoughItsParentNeverWaitsForIt() throws Exception {
        VmFolder folder = new VmFolder(path);
        Path file = Files.createFile(path.resolve("file"));
        String script = "tail -f '" + file + "' & echo $! > '" + folder.qemuPid() + "'; exec sleep 60";
        Process parent = new ProcessBuilder("sh", "-c", script).start();
        try {
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> OwnProcess.find(folder.qemuPid(), folder).isPresent());
            Optional<OwnProcess> found = OwnProcess.find(folder.qemuPid(), folder);
            assertThat(found).isPresent();
            OwnProcess orphan = found.orElseThrow();
            assertThat(orphan.isAlive()).isTrue();
            ProcessHandle.of(orphan.pid()).orElseThrow().destroyForcibly();
            assertThat(orphan.awaitEnd(SOON)).isTrue();
            assertThat(ProcessHandle.of(orphan.pid()).map(ProcessHandle::isAlive))
                    .as("what the JDK believes of it")
                    .hasValue(true);
            assertThat(OwnProcess.find(folder.qemuPid(), folder)).isEmpty();
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }
}
