package netseat.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import netseat.device.DeviceKey;
import netseat.protocol.PlugState;
import netseat.protocol.ProtocolException;
import netseat.screen.Framebuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A machine in a window of a real X server: its pixels, its size, its keys, its end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WindowTest {
    private static final int KEY_A = 38; // as X numbers it
    private static final byte MODE = 1;
    private static final byte FILL = 2;
    private static final int STRIPE = 20;
    private static final int PRESS = 2;
    private static final int RELEASE = 3;
    private static final int BUTTON = 4;
    private static final int BUTTON_UP = 5;
    private static final int MOVE = 6;

    @TempDir
    private Path folder;

    private final Peripherals peripherals = new Peripherals();
    private final SentFrames link = new SentFrames();
    private final CountDownLatch left = new CountDownLatch(1);
    private XServer server;

    private interface Condition {
        boolean holds() throws Exception;
    }

    @BeforeEach
    void start() throws Exception {
        server = XServer.start(folder);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static void await(Condition condition) throws Exception {
        while (!condition.holds()) { // the test's time limit ends it
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "DISPLAY", server.display(), "XAUTHORITY", server.cookies().toString());
    }

    /** A window and the loops behind it, as the command makes them. */
    private final class Opened implements AutoCloseable {
        private final X11Window window = DesktopWindow.open("Test", true, environment());
        private final WindowMonitor monitor = new WindowMonitor(window, server.display());
        private final DisplayLoop display = new DisplayLoop(() -> List.of(monitor), peripherals, System.out);
        private final WindowLoop loop =
                new WindowLoop(window, monitor, true, peripherals, () -> {}, left::countDown, System.out);
        private int mark;

        Opened() throws CommandFailure, IOException {
            peripherals.allowed(link);
            loop.start();
            display.start();
            peripherals.tell(1, Peripheral::attached);
            peripherals.tell(1, found -> found.status(PlugState.RUNNING));
        }

        void draw(Framebuffer picture) throws ProtocolException {
            ByteBuffer commands = ByteBuffer.allocate(1 << 20);
            commands.put(MODE).putShort((short) picture.width()).putShort((short) picture.height());
            for (int y = 0; y < picture.height(); y++) {
                for (int x = 0; x < picture.width(); x += STRIPE) {
                    int pixel = picture.pixels()[y * picture.width() + x];
                    int length = Math.min(STRIPE, picture.width() - x);
                    commands.put(FILL).putShort((short) x).putShort((short) y);
                    commands.putShort((short) length).putShort((short) 1);
                    commands.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
                }
            }
            Objects.requireNonNull(peripherals.find(1)).picture(++mark, true, commands.flip());
        }

        boolean shows(Framebuffer picture) throws IOException {
            int[] size = server.size(window.id());
            return size[0] == picture.width()
                    && size[1] == picture.height()
                    && Arrays.equals(server.pixels(window.id(), size[0], size[1]), picture.pixels());
        }

        @Override
        public void close() throws IOException {
            display.close();
            loop.close();
        }
    }

    /** Short stripes of any colour. */
    private static Framebuffer noise(int width, int height) {
        Framebuffer picture = new Framebuffer(width, height);
        Random random = new Random(width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x += STRIPE) {
                int at = y * width + x;
                Arrays.fill(picture.pixels(), at, at + Math.min(STRIPE, width - x), random.nextInt(1 << 24));
            }
        }
        return picture;
    }

    private List<String> said(List<String> so, String ending) throws Exception {
        List<String> all = new ArrayList<>(so);
        await(() -> {
            all.addAll(link.take());
            return all.stream().anyMatch(frame -> frame.equals(ending));
        });
        return all;
    }

    @Test
    void theWindowHasTheGuestsSizeAndAllItsPixels() throws Exception {
        try (Opened opened = new Opened()) {
            Framebuffer text = noise(720, 400);
            opened.draw(text);
            await(() -> opened.shows(text));
            Framebuffer large = noise(1200, 900); // several requests long
            opened.draw(large);
            await(() -> opened.shows(large));
            Arrays.fill(large.pixels(), 1200 * 899, 1200 * 899 + STRIPE, 0x123456);
            opened.draw(large);
            await(() -> opened.shows(large));
            server.coverAll();
            await(() -> opened.shows(large));
            assertThat(link.take())
                    .as("only the first wish")
                    .filteredOn(frame -> frame.startsWith("33 "))
                    .containsExactly("33 1 04000300");
        }
    }

    @Test
    void aPersonsSizeIsAWishAndThePictureIsFitted() throws Exception {
        try (Opened opened = new Opened()) {
            Framebuffer picture = noise(300, 200);
            opened.draw(picture);
            await(() -> opened.shows(picture));
            link.take();
            server.resize(opened.window.id(), 700, 500);
            await(() ->
                    server.pixels(opened.window.id(), 700, 500)[500 / 2 * 700 + 60] == picture.pixels()[100 * 300 + 5]);
            assertThat(said(List.of(), "33 1 02bc01f4")).isNotEmpty();
        }
    }

    @Test
    void keysButtonsAndTheWheelArriveAndNothingStaysDown() throws Exception {
        try (Opened opened = new Opened()) {
            Framebuffer picture = noise(640, 480);
            opened.draw(picture);
            await(() -> opened.shows(picture));
            server.focus(opened.window.id());
            link.take();
            server.forgeKey(opened.window.id(), KEY_A + 1);
            server.fake(PRESS, KEY_A, 0, 0);
            server.fake(RELEASE, KEY_A, 0, 0);
            assertThat(said(List.of(), "10 2 0007000400")).containsExactly("10 2 0007000401", "10 2 0007000400");
            server.fake(MOVE, 0, 639, 479);
            server.fake(BUTTON, 3, 0, 0);
            server.fake(BUTTON_UP, 3, 0, 0);
            server.fake(BUTTON, 5, 0, 0);
            server.fake(BUTTON_UP, 5, 0, 0);
            assertThat(said(List.of(), "23 3 ff880000"))
                    .contains("21 3 7fff7fff")
                    .containsSubsequence("22 3 0201", "22 3 0200", "23 3 ff880000");
            server.fake(BUTTON, 1, 0, 0);
            server.fake(PRESS, KEY_A, 0, 0);
            List<String> held = said(List.of(), "10 2 0007000402"); // it repeats by itself
            assertThat(held).contains("10 2 0007000401", "22 3 0101").doesNotContain("10 2 0007000400");
            server.focus(0);
            assertThat(said(List.of(), "22 3 0100")).contains("10 2 0007000400");
            server.fake(RELEASE, KEY_A, 0, 0);
        }
    }

    @Test
    void closingItReleasesWhatIsHeldAndEnds() throws Exception {
        try (Opened opened = new Opened()) {
            Framebuffer picture = noise(640, 480);
            opened.draw(picture);
            await(() -> opened.shows(picture));
            server.focus(opened.window.id());
            server.fake(PRESS, KEY_A, 0, 0);
            assertThat(said(List.of(), "10 2 0007000401")).isNotEmpty();
            server.askToClose(opened.window.id());
            left.await();
            assertThat(said(List.of(), "10 2 0007000400")).isNotEmpty();
        }
        await(() -> server.newest() == 0);
    }

    private Process program(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "netseat.desk.Main"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--no-qr", "--state", folder.resolve("state").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().remove("DISPLAY");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void close(TrialController controller) {
        try {
            controller.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    @Test
    void theProgramShowsAControllersPictureAndEndsWithItsWindow() throws Exception {
        DeviceKey key = DeviceKey.in(folder.resolve("state"));
        try (TrialController controller = new TrialController(key.id())) {
            String address =
                    controller.address().host() + ":" + controller.address().port();
            Process process = program(environment(), "display", "--window", "--controller", address);
            var ended = process.onExit().thenRun(() -> close(controller)); // else nobody would ever come
            controller.serve();
            int window = server.newest();
            await(() -> server.size(window)[0] == 640);
            assertThat(server.size(window)).containsExactly(640, 400);
            close(controller); // else the link is being made again when it is to end
            server.askToClose(window);
            assertThat(process.waitFor()).as(said()).isEqualTo(ExitStatus.OK);
            ended.join();
        }
    }

    @Test
    void withoutADesktopOrItsCookieItSaysWhatToDo() throws Exception {
        Process none = program(Map.of(), "display", "--window", "--controller", "localhost:1");
        assertThat(none.waitFor()).as(said()).isEqualTo(ExitStatus.NO_DEVICE);
        assertThat(said()).contains("no DISPLAY: --window needs a desktop");
        XServer.writeCookie(folder.resolve("other"), "fedcba9876543210");
        Map<String, String> stranger = Map.of(
                "DISPLAY",
                server.display(),
                "XAUTHORITY",
                folder.resolve("other").toString());
        assertThat(failure(stranger))
                .hasMessageContaining("does not let this user in")
                .extracting(CommandFailure::status)
                .isEqualTo(ExitStatus.NO_PERMISSION);
        assertThat(failure(Map.of("DISPLAY", ":9999")))
                .hasMessageStartingWith("cannot open display :9999: ")
                .extracting(CommandFailure::status)
                .isEqualTo(ExitStatus.NO_DEVICE);
        assertThat(failure(Map.of("DISPLAY", "far.example:0")).status()).isEqualTo(ExitStatus.USAGE);
    }

    private static CommandFailure failure(Map<String, String> environment) {
        return catchThrowableOfType(
                CommandFailure.class,
                () -> DesktopWindow.open("Test", false, environment).close());
    }
}
