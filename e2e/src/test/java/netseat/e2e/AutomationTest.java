package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import netseat.automation.Place;
import netseat.automation.Robot;
import netseat.automation.TextScreen;
import netseat.automation.WaitFailedException;
import netseat.device.DeviceKey;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualSeat;
import netseat.screen.BadPictureException;
import netseat.screen.Framebuffer;
import netseat.screen.Png;
import netseat.screen.PngReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Machines that are driven by words and pictures: the library over TLS at GRUB, the program at an installation. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class AutomationTest {
    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PASSWORD = "Secret-7%";

    @TempDir
    private static Path images;

    @TempDir
    private Path folder;

    private static ServerProcess server;

    @BeforeAll
    static void start() throws IOException {
        Path disk = images.resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(64 << 20);
        }
        Path medium = Files.copy(
                Guests.builtGuests().resolve("installer").resolve("installer.img"), images.resolve("installer.img"));
        server = ServerProcess.start(Guests.machine("grub", Guests.GRUB + "autostart = false\n")
                + Guests.seat("a", "grub")
                + Guests.machine("new", Guests.installer(disk, medium))
                + Guests.seat("robot", "new"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** GRUB never rests, so it is on only where it is needed: the installation wants the processor. */
    private static void grub(String action) throws IOException, InterruptedException {
        assertThat(server.request("POST", "/api/v1/vms/grub/" + action, "").statusCode())
                .isEqualTo(204);
    }

    /** The path of a pairing code for a seat. */
    private Path pairingCode(String seat) throws IOException, InterruptedException {
        String answer = server.request("POST", "/api/v1/pairing-codes", "{\"seat\": \"" + seat + "\"}")
                .body();
        return Files.writeString(
                folder.resolve("code"),
                new JsonMapper().readTree(answer).path("code").stringValue() + "\n");
    }

    @Test
    void grubIsDrivenByWordsAndPicturesInTextAndGraphics()
            throws IOException, InterruptedException, BadPictureException, Exception {
        grub("start");
        String code = Files.readString(pairingCode("a")).strip();
        DeviceKey key = DeviceKey.in(folder.resolve("key"));
        try (Robot robot = new Robot(VirtualSeat.connect(TlsDeviceLink.to(key, server.devices(), Optional.of(code))))) {
            robot.awaitReady(SOON);
            robot.waitForText("highlighted", BOOT);
            robot.press("c");
            robot.waitForPrompt("grub>", SOON);
            String signs = "echo \"A QUICK\"`-=[]\\;',./~!@#%^*_+:?{}|<>\"&()$ the lazy dog jumps 0123456789";
            robot.typeSeen(signs, SOON);
            assertThat(robot.text().contains("grub> " + signs.substring(0, 60)))
                    .as("%s", robot.text())
                    .isTrue();
            while (!robot.text().endsWith("grub>")) { // Escape and Ctrl-C are no help in GRUB: it is rubbed out
                robot.type("\b");
            }
            robot.typeSeen("echo the quick brown fox 0123456789\n", SOON);
            TextScreen answer = robot.waitForPrompt("grub>", SOON);
            assertThat(answer.rows()).contains("the quick brown fox 0123456789");

            robot.typeSeen("insmod all_video\nset gfxmode=1280x800\nterminal_output gfxterm\n", SOON);
            robot.waitForPrompt("grub>", SOON);
            assertThat(robot.picture().width()).isEqualTo(1280);
            robot.typeSeen("echo graphics by words\n", SOON);
            TextScreen graphics = robot.waitForText("graphics by words", SOON);
            assertThat(graphics.toString()).contains("grub> echo graphics by words\ngraphics by words");

            // A region of that screen, saved, is found where it is, and not a pixel beside it.
            Place words = new Place(10, 7, 8 * "grub> echo ".length(), 16);
            Path png = folder.resolve("words.png");
            Files.write(png, Png.encode(cut(robot.picture(), words)));
            Framebuffer wanted = PngReader.read(Files.readAllBytes(png));
            assertThat(robot.waitForPicture(wanted, SOON)).isEqualTo(words);
            robot.waitForPicture(wanted, words.x(), words.y(), 0, SOON);
            assertThatExceptionOfType(WaitFailedException.class)
                    .isThrownBy(() -> robot.waitForPicture(wanted, 11, 7, 0, Duration.ofMillis(50)))
                    .withMessageContaining("graphics by words");
            robot.waitForStillness(Duration.ofMillis(500), SOON);
        }
        grub("stop");
    }

    private static Framebuffer cut(Framebuffer from, Place place) {
        Framebuffer cut = new Framebuffer(place.width(), place.height());
        for (int y = 0; y < place.height(); y++) {
            System.arraycopy(
                    from.pixels(),
                    (place.y() + y) * from.width() + place.x(),
                    cut.pixels(),
                    y * place.width(),
                    place.width());
        }
        return cut;
    }

    @Test
    void theWorkedExampleInstallsALinux() throws IOException, InterruptedException, BadPictureException {
        // And the font of Linux' own console, whole.
        String signs = "!#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
        Path script = Files.writeString(
                folder.resolve("install.netseat"),
                workedExample() + "type \"echo 'ASCII: " + signs + "'\\n\" seen\nwait prompt \"#\"\nwait text \"ASCII: "
                        + signs + "\"\n");
        List<String> arguments = List.of(
                "virtual",
                "--controller=127.0.0.1:" + server.devices().port(),
                "--state=" + folder.resolve("device"),
                "--pairing-code=" + pairingCode("robot"),
                "--no-qr",
                "--give-up=60",
                "--json",
                "--script=" + script);
        Result result = program(arguments, 240);
        assertThat(result.status).as("%s%n%s", result.out, result.err).isZero();
        JsonMapper mapper = new JsonMapper();
        List<JsonNode> steps = result.out.lines().map(mapper::readTree).toList();
        assertThat(steps)
                .hasSizeGreaterThan(50)
                .allMatch(step -> step.path("ok").asBoolean());
        assertThat(result.out + result.err).doesNotContain(PASSWORD);

        Path pictures = folder.resolve("pictures");
        Result played =
                program(List.of("recording", folder.resolve("install.netrec").toString(), pictures.toString()), 60);
        assertThat(played.status).as(played.err).isZero();
        try (Stream<Path> files = Files.list(pictures)) {
            List<Path> shown = files.sorted().toList();
            assertThat(shown).hasSizeGreaterThan(20);
            Framebuffer first = PngReader.read(Files.readAllBytes(shown.getFirst()));
            assertThat(first.width()).as("the VGA's text").isEqualTo(720);
            Framebuffer saved = PngReader.read(Files.readAllBytes(folder.resolve("installed.png")));
            assertThat(saved.width()).as("the installed system's framebuffer").isEqualTo(1024);
            List<int[]> later = new ArrayList<>();
            for (Path each : shown.reversed().subList(0, Math.min(10, shown.size()))) {
                later.add(PngReader.read(Files.readAllBytes(each)).pixels());
            }
            assertThat(later).as("the recording's end").anyMatch(pixels -> Arrays.equals(pixels, saved.pixels()));
        }
    }

    @Test
    void theProgramSaysWhatIsWrong() throws IOException, InterruptedException {
        grub("start");
        String seat = "--seat=" + server.page("/seat/a");
        Path bad = Files.writeString(folder.resolve("bad"), "type \"a\"\n\nwait picture none.png\n");
        Result wrong = program(List.of("virtual", seat, "--script=" + bad), 30);
        assertThat(wrong.status).isEqualTo(2);
        assertThat(wrong.err).contains("line 3", "none.png");

        Result failed = program(
                List.of("virtual", seat, "--failures=" + folder, "--json", "wait", "text", "Windows 95", "1s"), 30);
        assertThat(failed.status).as(failed.err).isEqualTo(1);
        JsonNode step = new JsonMapper().readTree(failed.out);
        assertThat(step.path("ok").asBoolean()).isFalse();
        assertThat(step.path("error").stringValue()).contains("waited 1 s for the text \"Windows 95\"");
        assertThat(Path.of(step.path("picture").stringValue())).isRegularFile().hasFileName("failed-1.png");
        assertThat(folder.resolve("failed-1.txt")).isRegularFile();

        Result alone = program(
                List.of(
                        "virtual",
                        "--controller=127.0.0.1:1",
                        "--state=" + folder.resolve("k"),
                        "--no-qr",
                        "--give-up=1",
                        "text"),
                30);
        assertThat(alone.status).as(alone.err).isEqualTo(5);
        Result waiting = program(
                List.of(
                        "virtual",
                        "--controller=127.0.0.1:" + server.devices().port(),
                        "--state=" + folder.resolve("k"),
                        "--no-qr",
                        "--give-up=1",
                        "text"),
                30);
        assertThat(waiting.status).as(waiting.err).isEqualTo(6);
        grub("stop");
    }

    private record Result(int status, String out, String err) {}

    /** Runs netseat-device in a process of its own, in the test's folder. */
    private Result program(List<String> arguments, int seconds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1", // as the package's own launcher has it
                "-cp",
                System.getProperty("java.class.path"),
                "netseat.desk.Main"));
        command.addAll(arguments);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("ROOT_PASSWORD", PASSWORD);
        builder.environment().put("NETSEAT_STATE", server.stateFolder().toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
                    .as(() -> "ends within its time; it says " + read(out) + read(err))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The script as docs/automation.md has it. */
    private static String workedExample() throws IOException {
        String page = Files.readString(Guests.root().resolve("docs").resolve("automation.md"));
        String begin = "```netseat\n";
        int from = page.indexOf(begin) + begin.length();
        assertThat(from).isGreaterThan(begin.length());
        return page.substring(from, page.indexOf("```", from));
    }
}
