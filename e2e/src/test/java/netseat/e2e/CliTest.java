package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import netseat.device.DeviceKey;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualSeat;
import netseat.protocol.AdmissionState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code netseat} as an administrator types it: processes of their own, before a real controller. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class CliTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration BOOT = Duration.ofSeconds(60);

    private static ServerProcess server;

    /** What the first command has loaded the others need not load: a hundred of them are quicker by a third. */
    @TempDir
    private static Path loaded;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        // GRUB never rests: it is on only where it is typed into, lest it takes a processor from all the commands.
        server = ServerProcess.start(Guests.machine("grub", Guests.GRUB + "autostart = false\n")
                + Guests.machine("idle", "memory = 32\n")
                + Guests.machine("other", Guests.GRUB + "autostart = false\n")
                + Guests.machine("bare", "memory = 64\n")
                + Guests.seat("a", "idle"));
        server.awaitState("idle", "running");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** What a command printed, and how it ended. */
    private record Said(int status, String out, String err) {}

    private Said netseat(String... arguments) throws IOException, InterruptedException {
        return netseatTold("", Map.of(), arguments);
    }

    /** With a line on its standard input, and this in its environment. */
    private Said netseatTold(String line, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + loaded.resolve("archive.jsa"),
                "-Xlog:disable", // it is no word of the command's that a class cannot be kept
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> entry.endsWith(".jar")) // as folders are not kept
                        .collect(Collectors.joining(File.pathSeparator)),
                "netseat.cli.Netseat"));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("NETSEAT_URL", server.page("").toString());
        builder.environment().put("NETSEAT_STATE", server.stateFolder().toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void aDeviceIsAdmittedMovedAndRevokedByTheCommandLineAlone() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("key"));
        try (VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(key, server.devices()))) {
            Awaitility.await("it waits").atMost(SOON).until(() -> device.admission() == AdmissionState.PENDING);

            assertThat(netseat("devices").out())
                    .contains(key.id().toString())
                    .contains("pending")
                    .contains("netseat admit");
            Said brief = netseat("admit", key.id().brief(), "--seat", "a");
            assertThat(brief.status()).as("a key can be made to begin alike").isEqualTo(1);
            assertThat(brief.err()).contains("whole identifier");
            assertThat(netseat("admit", key.id().toString(), "--seat", "nowhere")
                            .status())
                    .isEqualTo(1);
            assertThat(netseat("admit", key.id().toString(), "--seat", "a", "--name", "Desk 3"))
                    .isEqualTo(new Said(0, "", ""));
            assertThat(device.await(VirtualSeat::isReady, SOON)).isTrue();
            assertThat(netseat("peripherals").out()).contains("a/keyboard").contains("idle");
            assertThat(netseat("identify", "Desk 3", "--seconds", "1")).isEqualTo(new Said(0, "", ""));
            assertThat(netseat("plug", "--device", "Desk 3", "other")).isEqualTo(new Said(0, "", ""));
            assertThat(netseat("plug", "--device", "Desk 3", "--follow")).isEqualTo(new Said(0, "", ""));
            assertThat(netseat("revoke", "Desk 3")).isEqualTo(new Said(0, "", ""));
            Awaitility.await("its links are closed")
                    .atMost(SOON)
                    .until(() -> !device.closed().isEmpty());
        }
    }

    @Test
    void aSeatIsPluggedAndUnplugged() throws IOException, InterruptedException {
        assertThat(netseat("plug", "a", "other").status()).isZero();
        assertThat(netseat("seats").out()).containsPattern("a +other");
        assertThat(netseat("unplug", "a").status()).isZero();
        assertThat(netseat("seats").out()).containsPattern("a +-");
        assertThat(netseat("plug", "a", "idle").status()).isZero();
        assertThat(netseat("plug", "a", "idle", "--observe").status()).isZero();
        assertThat(netseat("seats").out()).containsPattern("a +idle, only watching");
        assertThat(netseat("plug", "a", "idle", "--head", "2").err()).contains("idle has one head.");
        try (VirtualSeat seat = server.sit("a")) {
            assertThat(seat.await(VirtualSeat::isReady, SOON)).isTrue();
            assertThat(netseat("broadcast", "a", "other")).isEqualTo(new Said(0, "", ""));
            assertThat(netseat("seats").out()).contains("idle, only watching, and types into other");
            assertThat(netseat("broadcast", "a", "--off")).isEqualTo(new Said(0, "", ""));
            assertThat(netseat("broadcast", "a").out()).isEmpty();
        }
        assertThat(netseat("plug", "a", "idle").status()).isZero();
        Said wrong = netseat("plug", "a", "nothing");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err()).isEqualTo("netseat: There is no such VM." + System.lineSeparator());
    }

    @Test
    void theStateIsForPeopleAndInJsonForPrograms() throws IOException, InterruptedException {
        assertThat(netseat("status").out())
                .startsWith("netseat on ")
                .contains("grub")
                .contains("running");
        Said json = netseat("vms", "--json");
        assertThat(new JsonMapper().readTree(json.out()).path(0).path("name").stringValue())
                .isEqualTo("grub");
    }

    @Test
    void aVmIsPausedStartedAndPhotographed() throws IOException, InterruptedException {
        assertThat(netseat("vm", "start", "other").status()).isZero();
        server.awaitState("other", "running");
        assertThat(netseat("vm", "pause", "other").status()).isZero();
        server.awaitState("other", "paused");
        Path png = folder.resolve("screen.png");
        assertThat(netseat("screenshot", "other", png.toString())).isEqualTo(new Said(0, "", ""));
        assertThat(Objects.requireNonNull(ImageIO.read(png.toFile())).getWidth())
                .isEqualTo(server.machine("other").path("width").intValue());
        assertThat(netseat("vm", "stop", "other").status()).isZero();
        Said off = netseat("screenshot", "other", png.toString());
        assertThat(off.status()).isEqualTo(1);
        assertThat(off.err()).contains("other is not running");
    }

    @Test
    void aUserIsAddedActsByATokenAndIsRemoved() throws IOException, InterruptedException {
        String[] add = {"user", "add", "olga", "--role", "operator", "--seat", "a", "--vm", "id*"};
        assertThat(netseatTold("short\n", Map.of(), add).err()).contains("10 to 256 characters");
        assertThat(netseatTold("a long password\n", Map.of(), add)).isEqualTo(new Said(0, "", ""));
        assertThat(netseat("user", "list").out()).containsPattern("olga +operator +a +id\\* +password");
        Said made = netseat("token", "add", "night job", "--scope", "plug", "--user", "olga");
        String secret = made.out().strip();
        assertThat(secret).startsWith("netseat_");
        Map<String, String> asOlga = Map.of("NETSEAT_TOKEN", secret);
        assertThat(netseatTold("", asOlga, "plug", "a", "idle").status()).isZero();
        assertThat(netseatTold("", asOlga, "plug", "a", "other").err()).contains("none of olga's");
        assertThat(netseatTold("", asOlga, "vms").err()).contains("not by this token");
        Path file = Files.writeString(folder.resolve("token"), secret);
        assertThat(netseat("plug", "a", "idle", "--token-file", file.toString()).err())
                .as("others may read it")
                .contains("chmod 600");
        assertThat(netseat("user", "role", "olga", "viewer").status()).isZero();
        assertThat(netseatTold("", asOlga, "plug", "a", "idle").status()).isEqualTo(1);
        String[] own = {"user", "password"};
        assertThat(netseatTold("wrong\nanother password\n", asOlga, own).err()).contains("old password is not right");
        assertThat(netseatTold("a long password\nanother password\n", asOlga, own))
                .isEqualTo(new Said(0, "", ""));
        assertThat(netseat(own).err()).contains("local logs in without a password");
        Awaitility.await("the log has it")
                .atMost(SOON)
                .until(() -> netseat("audit")
                        .out()
                        .contains("olga (token night job) from 127.0.0.1: seat.plug seat a {\"vm\":\"idle\""));
        assertThat(netseat("user", "remove", "olga").status()).isZero();
        assertThat(netseatTold("", asOlga, "seats").err()).contains("does not know who you are");
        assertThat(netseat("user", "remove", "admin").err()).contains("no administrator");
        assertThat(netseat("login").out()).contains("/login#");
    }

    @Test
    void aTextIsTypedAndKeysArePressed() throws IOException, InterruptedException {
        assertThat(netseat("vm", "start", "grub").status()).isZero();
        server.awaitState("grub", "running");
        try (Monitor monitor = server.monitor("grub")) {
            Awaitility.await("GRUB").atMost(BOOT).until(monitor::isAtGrub);
            assertThat(netseat("press", "grub", "c").status()).isZero(); // from the menu to the prompt
            assertThat(netseat("type", "grub", "echo \"Typed, by the command line\"", "--enter")
                            .status())
                    .isZero();
            Awaitility.await("what was typed, and GRUB's answer")
                    .atMost(SOON)
                    .until(() -> monitor.text().contains("\nTyped, by the command line"));
            Said unknown = netseat("press", "grub", "ctrl+hyper");
            assertThat(unknown.status()).isEqualTo(1);
            assertThat(unknown.err()).contains("hyper");
            Said layout = netseat("type", "grub", "x", "--layout", "../us");
            assertThat(layout.status()).isEqualTo(1);
            assertThat(layout.err()).contains("us, uk, de, fr");
            Said off = netseat("type", "other", "x");
            assertThat(off.status()).isEqualTo(1);
            assertThat(off.err()).contains("other is not running");
        }
        assertThat(netseat("vm", "stop", "grub").status()).isZero();
    }

    @Test
    void aMediumIsInsertedBootedFromAndEjected() throws IOException, InterruptedException {
        Said none = netseat("media");
        assertThat(none.out()).contains("No media").contains("media on the controller's host");
        Path media = server.stateFolder().resolve("media");
        Files.copy(Path.of("/usr/lib/grub-rescue/grub-rescue-cdrom.iso"), media.resolve("grub.iso"));
        Files.createSymbolicLink(
                media.resolve("stray.iso"), server.stateFolder().resolve("controller.pem"));
        assertThat(netseat("media").out()).contains("grub.iso").doesNotContain("stray.iso");
        for (String foreign : List.of("../controller.pem", "stray.iso", "missing.iso", "/etc/passwd")) {
            Said refused = netseat("insert", "bare", foreign);
            assertThat(refused.status()).as(foreign).isEqualTo(1);
            assertThat(refused.err()).contains("no file of this name in the media folder");
        }
        assertThat(netseat("insert", "bare", "grub.iso").err()).isEmpty();
        assertThat(server.request("GET", "/api/v1/vms/bare/media", "").body()).isEqualTo("{\"file\":\"grub.iso\"}");
        assertThat(netseat("vm", "reset", "bare").status()).isZero();
        try (Monitor monitor = server.monitor("bare")) {
            Awaitility.await("GRUB from the medium").atMost(BOOT).until(monitor::isAtGrub);
        }
        assertThat(netseat("eject", "bare").status()).isZero();
        assertThat(server.request("GET", "/api/v1/vms/bare/media", "").body()).isEqualTo("{\"file\":null}");
        assertThat(netseat("eject", "other").err()).contains("other is off");
        assertThat(netseat("vm", "stop", "bare").status()).isZero();
    }

    @Test
    void aPresetIsMadeGivenAndRemoved() throws IOException, InterruptedException {
        assertThat(netseat("presets").out()).contains("No presets");
        assertThat(netseat("preset", "set", "calm", "pointer-speed=0.5", "keys.CAPSLOCK=LEFTCTRL")
                        .err())
                .isEmpty();
        assertThat(netseat("preset", "give", "calm", "--seat", "a").err()).isEmpty();
        assertThat(netseat("presets").out()).contains("calm", "pointer-speed=0.5", "keys.CAPSLOCK=LEFTCTRL");
        Said used = netseat("preset", "remove", "calm");
        assertThat(used.status()).isEqualTo(1);
        assertThat(used.err()).contains("in use by seat a");
        assertThat(netseat("preset", "give", "--seat", "a").status()).isZero();
        assertThat(netseat("preset", "remove", "calm").status()).isZero();
        assertThat(netseat("preset", "set", "calm", "speed").status()).isEqualTo(2);
    }

    @Test
    void theShellCompletesItsCommands() throws IOException, InterruptedException {
        Said script = netseat("generate-completion");
        assertThat(script.status()).isZero();
        Process bash =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        bash.getOutputStream().write(script.out().getBytes(StandardCharsets.UTF_8));
        bash.getOutputStream().close();
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).isZero();
        assertThat(script.out()).contains("screenshot").contains("unplug");
    }
}
