package netseat.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import netseat.e2e.Monitor;

/** The same GRUB in a QEMU of the same kind, with QEMU's own VNC server as its display. */
final class VncGuest implements AutoCloseable {
    private final PeerQemu qemu;

    VncGuest() throws IOException {
        qemu = new PeerQemu(VncGuest::command, "vnc");
    }

    private static List<String> command(Path folder) {
        return List.of(
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
                "unix:" + folder.resolve("monitor") + ",server=on,wait=off");
    }

    Path vnc() {
        return qemu.file("vnc");
    }

    Monitor monitor() throws IOException {
        return qemu.monitor();
    }

    @Override
    public void close() throws IOException {
        qemu.close();
    }
}
