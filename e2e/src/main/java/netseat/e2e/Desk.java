package netseat.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netseat.device.ControllerAddress;
import netseat.protocol.DeviceId;
import netseat.screen.Framebuffer;
import org.awaitility.Awaitility;

/**
 * A computer at a desk, played by a QEMU of its own: no disk, a Linux in its memory, the packaged {@code netseat-device seat}
 * as the only program, and a user network to the controller on this host. Its keyboard is pressed and its screen seen as
 * QEMU itself has them.
 */
public final class Desk implements AutoCloseable {
    private static final Pattern IDENTIFIER = Pattern.compile("(?m)^\\s*([0-9a-f]{64})\\s*$");

    /** The size that its monitor prefers. */
    public static final int WIDTH = 1024;

    public static final int HEIGHT = 768;

    private static final int WAV_HEADER = 44;
    private static final String SOUND = "sound";

    private final Path words;
    private final Process process;
    private final Monitor monitor;

    private Desk(Path words, Process process, Monitor monitor) {
        this.words = words;
        this.process = process;
        this.monitor = monitor;
    }

    /** Switches it on. */
    public static Desk start(Path folder, DevicePackage program, ControllerAddress controller)
            throws IOException, InterruptedException {
        Path guest = Guests.built("desk");
        Path disk = folder.resolve("ram");
        Path words = folder.resolve("words");
        Path socket = folder.resolve("qmp");
        Files.writeString(words, "");
        ramDisk(guest.resolve("initrd.gz"), program, disk);
        Process process = new ProcessBuilder(List.of(
                        "qemu-system-x86_64",
                        "-nodefaults",
                        "-no-user-config",
                        "-accel",
                        "tcg,thread=multi",
                        "-machine",
                        "pcspk-audiodev=sound",
                        "-audiodev",
                        "wav,id=sound,path=" + folder.resolve(SOUND),
                        "-smp",
                        "2",
                        "-m",
                        "640",
                        "-display",
                        "none",
                        "-device",
                        "VGA,id=display,xres=" + WIDTH + ",yres=" + HEIGHT,
                        "-device",
                        "qemu-xhci,id=usb",
                        "-netdev",
                        "user,id=net",
                        "-device",
                        "virtio-net-pci,netdev=net",
                        "-serial",
                        "file:" + words,
                        "-qmp",
                        "unix:" + socket + ",server=on,wait=off",
                        "-kernel",
                        guest.resolve("vmlinuz").toString(),
                        "-initrd",
                        disk.toString(),
                        "-append",
                        "console=ttyS0 quiet loglevel=3 netseat.controller=10.0.2.2:" + controller.port()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("qemu").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Awaitility.await("the desk's QEMU").atMost(Duration.ofSeconds(30)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the desk's QEMU ended: " + Files.readString(folder.resolve("qemu")));
            }
            return Files.exists(socket);
        });
        return new Desk(words, process, new Monitor(socket));
    }

    /** The guest's RAM disk, and the program's behind it, uncompressed, at a place that the kernel finds. */
    private static void ramDisk(Path guest, DevicePackage program, Path to) throws IOException, InterruptedException {
        Files.copy(guest, to);
        try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.APPEND)) {
            out.write(new byte[(int) (4096 - Files.size(guest) % 4096)]);
        }
        Process cpio = new ProcessBuilder(
                        "sh", "-c", "find . | cpio --quiet -o -H newc -R 0:0 >> \"$1\"", "sh", to.toString())
                .directory(program.folder().toFile())
                .start();
        if (cpio.waitFor() != 0) {
            throw new IllegalStateException("cpio ended with " + cpio.exitValue());
        }
    }

    /** Everything that it said on its serial port. */
    public String said() throws IOException {
        return Files.readString(words);
    }

    /** Waits until it has said this. */
    public void awaitWords(String text, Duration within) {
        Awaitility.await(text).atMost(within).until(() -> said().contains(text));
    }

    /** Waits until it says who it is. */
    public DeviceId awaitIdentifier(Duration within) {
        return Awaitility.await("the desk's identifier")
                .atMost(within)
                .until(
                        () -> {
                            Matcher found = IDENTIFIER.matcher(said());
                            return found.find() ? new DeviceId(found.group(1)) : null;
                        },
                        id -> id != null);
    }

    /** Presses or releases a key of its keyboard, by QEMU's name for it. */
    public void key(String name, boolean down) throws IOException {
        input(List.of(
                Map.of("type", "key", "data", Map.of("down", down, "key", Map.of("type", "qcode", "data", name)))));
    }

    /** Moves its mouse. */
    public void move(int right, int down) throws IOException {
        List<Map<String, Object>> events = new ArrayList<>();
        events.add(Map.of("type", "rel", "data", Map.of("axis", "x", "value", right)));
        events.add(Map.of("type", "rel", "data", Map.of("axis", "y", "value", down)));
        input(events);
    }

    /** Presses or releases a button of its mouse, by QEMU's name for it. */
    public void button(String name, boolean down) throws IOException {
        input(List.of(Map.of("type", "btn", "data", Map.of("down", down, "button", name))));
    }

    private void input(List<? extends Map<String, ?>> events) throws IOException {
        monitor.execute("input-send-event", Map.of("events", events));
    }

    /** Plugs a USB device into it. */
    public void plug(String driver, String id) throws IOException {
        monitor.execute("device_add", Map.of("driver", driver, "id", id, "bus", "usb.0"));
    }

    /** Pulls it out again. */
    public void unplug(String id) throws IOException {
        monitor.execute("device_del", Map.of("id", id));
    }

    /** Whether its speaker was heard. */
    public boolean beeped() throws IOException {
        byte[] sound = Files.readAllBytes(words.resolveSibling(SOUND));
        for (int i = WAV_HEADER; i < sound.length; i++) {
            if (sound[i] != 0) {
                return true;
            }
        }
        return false;
    }

    /** What its monitor shows. */
    public Framebuffer screen() throws IOException {
        return monitor.screendump();
    }

    /** As a cut of its power would. */
    @Override
    public void close() throws IOException {
        monitor.close();
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
