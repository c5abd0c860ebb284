package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import netseat.device.VirtualSeat;
import netseat.protocol.KeyAction;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real libvirtd runs the machine: its power and life stay libvirt's, its keyboard and screen are ours. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class LibvirtTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int KEY_A = 0x04;

    private Path folder = Path.of("");
    private @Nullable Process libvirtd;

    /** A libvirt of its own: not root's, which may have machines of its own that are none of our business. */
    @BeforeEach
    void startLibvirt() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("nl");
        for (String part : List.of("", "run", "config", "cache", "home")) {
            Path made = Files.createDirectories(folder.resolve(part));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path linux = Guests.builtGuests().resolve("linux");
        for (String file : List.of("vmlinuz", "initrd.gz")) {
            Files.copy(linux.resolve(file), folder.resolve(file)); // where any user may read it
        }
        if (isRoot()) {
            assertThat(run(List.of("chown", "-R", "nobody", folder.toString())).status())
                    .isZero();
        }
        libvirtd = builder(asNobody("libvirtd"))
                .redirectErrorStream(true)
                .redirectOutput(
                        folder.resolveSibling(folder.getFileName() + ".log").toFile())
                .start();
        Awaitility.await("libvirtd answers")
                .atMost(SOON)
                .until(() -> virsh("list").status() == 0);
        define();
    }

    @AfterEach
    void stopLibvirt() throws IOException, InterruptedException {
        virsh("destroy", "office");
        virsh("undefine", "office");
        Process daemon = Objects.requireNonNull(libvirtd);
        daemon.destroy();
        assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Files.delete(folder.resolveSibling(folder.getFileName() + ".log"));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static List<String> asNobody(String program) {
        return isRoot()
                ? List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", program)
                : List.of(program);
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", folder.resolve("home").toString());
        builder.environment().put("XDG_RUNTIME_DIR", folder.resolve("run").toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().put("PATH", System.getenv("PATH") + ":/usr/sbin");
        return builder;
    }

    private record Said(int status, String text) {}

    private Said run(List<String> command) throws IOException, InterruptedException {
        Process process = builder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text.strip());
    }

    private String uri() {
        return "qemu:///session?socket=" + folder.resolve("run/libvirt/libvirt-sock");
    }

    private Said virsh(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("virsh", "--quiet", "--connect", uri()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** As docs/operations.md describes it. */
    private void define() throws IOException, InterruptedException {
        Path xml = Files.writeString(folder.resolve("office.xml"), """
                <domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
                  <name>office</name>
                  <title>The office</title>
                  <memory unit='MiB'>128</memory>
                  <vcpu>1</vcpu>
                  <os>
                    <type arch='x86_64' machine='pc'>hvm</type>
                    <kernel>FOLDER/vmlinuz</kernel>
                    <initrd>FOLDER/initrd.gz</initrd>
                    <cmdline>quiet loglevel=0 netseat.report=ttyS0</cmdline>
                  </os>
                  <devices>
                    <emulator>/usr/bin/qemu-system-x86_64</emulator>
                    <serial type='unix'><source mode='bind' path='FOLDER/serial'/></serial>
                    <graphics type='dbus'/>
                    <video><model type='vga'/></video>
                  </devices>
                  <qemu:commandline>
                    <qemu:arg value='-qmp'/>
                    <qemu:arg value='unix:FOLDER/qmp,server=on,wait=off'/>
                  </qemu:commandline>
                </domain>
                """.replace("FOLDER", folder.toString()));
        assertThat(virsh("define", xml.toString())).extracting(Said::status).isEqualTo(0);
    }

    private static void type(VirtualSeat seat, Serial serial) throws InterruptedException {
        assertThat(seat.await(VirtualSeat::isReady, SOON)).isTrue();
        serial.clear();
        seat.key(KEY_A, KeyAction.PRESS);
        seat.key(KEY_A, KeyAction.RELEASE);
        serial.await("the key arrives", SOON, lines -> InputReport.keys(lines).containsAll(List.of("30+", "30-")));
    }

    @Test
    void aDomainIsFoundTypedIntoRebootedStartedAnewAndLeftRunning() throws IOException, InterruptedException {
        try (ServerProcess server =
                ServerProcess.start("[libvirt]\nuri = \"" + uri() + "\"\n\n" + Guests.seat("a", "office"))) {
            assertThat(server.machine("office").path("state").stringValue()).isEqualTo("off");
            assertThat(server.machine("office").path("title").stringValue()).isEqualTo("The office");
            assertThat(server.machine("office").path("own").booleanValue()).isFalse();
            VirtualSeat seat = server.sit("a");

            assertThat(virsh("start", "office").status()).isZero();
            server.awaitState("office", "running");
            try (Serial serial = new Serial(folder.resolve("serial"))) {
                serial.await("it is ready", BOOT, lines -> lines.contains("ready"));
                type(seat, serial);
                assertThat(seat.await(it -> it.pictures() > 0 && it.picture().width() >= 640, SOON))
                        .as("its screen comes too")
                        .isTrue();

                serial.clear();
                assertThat(virsh("reset", "office").status()).isZero();
                serial.await("it is ready again", BOOT, lines -> lines.contains("ready"));
                type(seat, serial);
            }

            assertThat(server.request("POST", "/api/v1/vms/office/stop", "").body())
                    .contains("libvirt's: virsh -c " + uri() + " start|reset|destroy office");

            assertThat(virsh("destroy", "office").status()).isZero();
            server.awaitState("office", "off");
            assertThat(virsh("undefine", "office").status()).isZero();
            Awaitility.await("what was removed is not shown any more")
                    .atMost(SOON)
                    .until(() -> server.state().path("vms").isEmpty());
            assertThat(seat.await(it -> it.machine().isEmpty(), SOON)).isTrue();
            define();
            assertThat(seat.await(it -> it.machine().equals("office"), SOON))
                    .as("what was plugged into it is so again when it is back")
                    .isTrue();
            assertThat(virsh("start", "office").status()).isZero();
            server.awaitState("office", "running");
            try (Serial serial = new Serial(folder.resolve("serial"))) {
                serial.await("its next life is ready", BOOT, lines -> lines.contains("ready"));
                type(seat, serial);

                seat.key(KEY_A, KeyAction.PRESS);
                serial.await(
                        "held", SOON, lines -> InputReport.keys(lines).getLast().equals("30+"));
                assertThat(server.terminate()).isZero();
                serial.await(
                        "released when the controller goes",
                        SOON,
                        lines -> InputReport.keys(lines).getLast().equals("30-"));
                assertThat(virsh("domstate", "office").text()).isEqualTo("running");
            }
            seat.close();
        }
        assertThat(virsh("domstate", "office").text()).isEqualTo("running");
    }
}
