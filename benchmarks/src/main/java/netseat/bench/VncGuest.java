package netseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import netseat.e2e.Monitor;
import org.awaitility.Awaitility;

/** The same GRUB in a QEMU of the same kind, with QEMU's own VNC server as its display. */
final class VncGuest implements AutoCloseable {
    private final Path folder;
    private final Process process;

    VncGuest() throws IOException {
        folder = Files.createTempDirectory("nv");
        process = new ProcessBuilder(List.of(
                        "qemu-system-x86_64",
                        "-nodefaults",
                        "-no-user-config",
                        "-nic",
                        "none",
                        "-accel",
                        "tcg",
                        "-m",
                        "64",
                        "-device",
                        "VGA",
                        "-cdrom",
                        "/usr/lib/grub-rescue/grub-rescue-cdrom.iso",
                        "-vnc",
                        "unix:" + folder.resolve("vnc"),
                        "-qmp",
                        "unix:" + folder.resolve("monitor") + ",server=on,wait=off"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Awaitility.await("QEMU's VNC server")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Files.exists(folder.resolve("monitor")) && Files.exists(folder.resolve("vnc")));
    }

    Path vnc() {
        return folder.resolve("vnc");
    }

    Monitor monitor() throws IOException {
        return new Monitor(folder.resolve("monitor"));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        for (String file : List.of("vnc", "monitor", "log")) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder);
    }
}
