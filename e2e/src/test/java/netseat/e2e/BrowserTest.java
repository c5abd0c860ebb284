package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netseat.e2e.Chromium.Tab;
import netseat.screen.Framebuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A person's way: real Chromium at a seat. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class BrowserTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path PICTURES = Path.of("target", "pictures");

    private static ServerProcess server;
    private static Chromium chromium;
    private static Serial serial;

    @BeforeAll
    static void sitDown() throws IOException, InterruptedException {
        server = ServerProcess.start(Guests.machine("grub", Guests.GRUB)
                + Guests.machine("linux", Guests.linux("ps2", "tablet"))
                + Guests.seat("a", "grub")
                + Guests.seat("b", "linux"));
        serial = server.serial("linux");
        chromium = Chromium.startAt(server);
        serial.await("linux is ready", BOOT, lines -> lines.contains("ready"));
    }

    @AfterAll
    static void leave() throws IOException, InterruptedException {
        chromium.close();
        serial.close();
        server.close();
    }

    private static Tab sit(String seat) throws IOException {
        Tab tab = chromium.open(server.page("/seat/" + seat));
        tab.await("netseat.connected && netseat.plug.state === 'running' && netseat.width > 1");
        return tab;
    }

    @Test
    void typesAtGrubAndItsCanvasIsQemusPicture() throws IOException {
        Tab tab = sit("a");
        try (Monitor monitor = server.monitor("grub")) {
            Awaitility.await("GRUB").atMost(BOOT).until(monitor::isAtGrub);
            if (!monitor.text().contains("grub>")) {
                tab.type("c");
            }
            Awaitility.await("the prompt")
                    .atMost(BOOT)
                    .until(() -> monitor.text().contains("grub>"));
            typeAndSee(tab, monitor, "echo typed in a browser");
            assertCanvas(tab, monitor);
            tab.screenshot(PICTURES.resolve("seat-grub.png"));
            tab.type("\n");
            for (String line : List.of("insmod all_video", "set gfxmode=1280x800", "terminal_output gfxterm")) {
                typeAndSee(tab, monitor, line);
                tab.type("\n");
            }
            tab.await("netseat.width === 1280 && netseat.height === 800");
            assertCanvas(tab, monitor);
            tab.screenshot(PICTURES.resolve("seat-gfxterm.png"));
        }
        tab.close();
    }

    /** Types at GRUB's prompt, and no faster than it takes it: the firmware's queue has room for fifteen keys. */
    private static void typeAndSee(Tab tab, Monitor monitor, String line) throws IOException {
        for (int i = 0; i < line.length(); i += 8) {
            String typed = line.substring(0, Math.min(line.length(), i + 8));
            tab.type(typed.substring(i));
            Awaitility.await(typed).atMost(SOON).until(() -> monitor.text().contains("grub> " + typed.stripTrailing()));
        }
    }

    private static void assertCanvas(Tab tab, Monitor monitor) throws IOException {
        monitor.pause();
        try {
            Framebuffer dump = monitor.screendump();
            Awaitility.await("the canvas shows QEMU's own picture")
                    .atMost(SOON)
                    .until(() -> Pictures.same(Pictures.canvas(tab), dump));
        } finally {
            monitor.resume();
        }
    }

    @Test
    void reloadSecondTabAndAClosedTabLeaveNothingPressed() throws IOException {
        Tab tab = sit("b");
        hold(tab);
        tab.reload();
        awaitNothingPressed();
        tab.await("netseat.connected && netseat.plug.state === 'running'");
        hold(tab);
        Tab second = sit("b");
        press(second, "KeyS", "s", 31);
        second.close();
        awaitReleased(31);
        assertThat(PartitionTest.pressed(serial))
                .as("the first tab still holds")
                .contains(30);
        tab.key("KeyA", "a", false);
        tab.key("ShiftLeft", "Shift", false);
        awaitNothingPressed();
        hold(tab);
        tab.evaluate("window.dispatchEvent(new Event('blur'))");
        awaitNothingPressed();
        tab.close();
    }

    @Test
    void everyKeyOfTheBrowserHasItsCode() throws IOException {
        Tab tab = sit("b");
        serial.clear();
        String[][] keys = {
            {"Escape", "1"},
            {"Digit1", "2"},
            {"Minus", "12"},
            {"Backspace", "14"},
            {"Tab", "15"},
            {"KeyQ", "16"},
            {"BracketLeft", "26"},
            {"Enter", "28"},
            {"ControlLeft", "29"},
            {"Semicolon", "39"},
            {"Backquote", "41"},
            {"ShiftLeft", "42"},
            {"Backslash", "43"},
            {"Slash", "53"},
            {"ShiftRight", "54"},
            {"NumpadMultiply", "55"},
            {"AltLeft", "56"},
            {"Space", "57"},
            {"F1", "59"},
            {"F12", "88"},
            {"NumLock", "69"},
            {"Numpad7", "71"},
            {"IntlBackslash", "86"},
            {"NumpadEnter", "96"},
            {"ControlRight", "97"},
            {"NumpadDivide", "98"},
            {"PrintScreen", "99"},
            {"AltRight", "100"},
            {"Home", "102"},
            {"ArrowUp", "103"},
            {"PageDown", "109"},
            {"Insert", "110"},
            {"Delete", "111"},
            {"Pause", "119"},
            {"MetaLeft", "125"},
            {"ContextMenu", "127"},
            {"AudioVolumeMute", "113"},
            {"AudioVolumeUp", "115"},
            {"MediaPlayPause", "164"},
            {"MediaTrackNext", "163"}
        };
        for (String[] key : keys) {
            press(tab, key[0], key[0], Integer.parseInt(key[1]));
            tab.key(key[0], key[0], false);
            awaitReleased(Integer.parseInt(key[1]));
        }
        tab.close();
    }

    private static int[] quarterFromTheLeft(Tab tab) throws IOException {
        String box = tab.evaluate("""
                (() => {
                  const box = document.querySelector('#screen').getBoundingClientRect();
                  return [box.left + box.width / 4, box.top + box.height / 2].map(Math.round).join(' ');
                })()""").stringValue();
        return Arrays.stream(box.split(" ", 2)).mapToInt(Integer::parseInt).toArray();
    }

    @Test
    void aMouseOverTheScreenPointsIntoTheGuest() throws IOException {
        Tab tab = sit("b");
        serial.clear();
        Awaitility.await("a quarter from the left").atMost(SOON).until(() -> {
            // Again and again, because the screen takes its place on the page only with the guest's picture.
            int[] place = quarterFromTheLeft(tab);
            tab.mouse("mouseMoved", place[0] - 30, place[1], "none");
            tab.mouse("mouseMoved", place[0], place[1], "none");
            return InputReport.events(serial.lines(), InputReport.EV_ABS).stream()
                    .anyMatch(event -> event.code() == 0 && Math.abs(event.value() - 0x2000) < 200);
        });
        int x = quarterFromTheLeft(tab)[0];
        int y = quarterFromTheLeft(tab)[1];
        tab.mouse("mousePressed", x, y, "left");
        serial.await("the button", SOON, lines -> InputReport.keys(lines).contains("272+"));
        tab.mouse("mouseReleased", x, y, "left");
        serial.await("and its release", SOON, lines -> InputReport.keys(lines).contains("272-"));
        tab.close();
    }

    @Test
    void aKilledBrowserLeavesNothingPressed() throws IOException, InterruptedException {
        try (Chromium doomed = Chromium.startAt(server)) {
            Tab tab = doomed.open(server.page("/seat/b"));
            tab.await("netseat.connected && netseat.plug.state === 'running'");
            hold(tab);
            doomed.kill();
            awaitNothingPressed();
        }
    }

    @Test
    void whenTheControllerIsGoneThePageSaysSoAndComesBackByItself() throws IOException, InterruptedException {
        Tab tab = sit("a");
        server.kill();
        tab.await("!netseat.connected && document.querySelector('#status').innerText.length > 0");
        tab.screenshot(PICTURES.resolve("seat-link-lost.png"));
        tab.close();
        server.startAgain();
    }

    @Test
    void theConsoleShowsLivePicturesAndPausesAndResumes() throws IOException {
        Tab tab = chromium.open(server.page("/"));
        tab.await("document.querySelector('[data-vm=grub]') && document.querySelector('[data-vm=linux]')");
        tab.await("document.querySelector('[data-vm=grub] canvas').width > 16");
        tab.screenshot(PICTURES.resolve("console.png"));
        assertThat(tab.evaluate("document.body.innerText").stringValue()).contains("no network card");
        tab.evaluate("document.querySelector('[data-vm=grub] [data-action=pause]').click()");
        server.awaitState("grub", "paused");
        tab.await("document.querySelector('[data-vm=grub]').dataset.state === 'paused'");
        tab.evaluate("document.querySelector('[data-vm=grub] [data-action=resume]').click()");
        server.awaitState("grub", "running");
        tab.close();
    }

    private static void hold(Tab tab) throws IOException {
        serial.clear();
        press(tab, "ShiftLeft", "Shift", 42);
        press(tab, "KeyA", "A", 30);
    }

    private static void press(Tab tab, String code, String key, int evdev) throws IOException {
        tab.key(code, key, true);
        serial.await(code, SOON, lines -> InputReport.keys(lines).contains(evdev + "+"));
    }

    private static void awaitReleased(int evdev) {
        serial.await(
                "release of " + evdev, SOON, lines -> InputReport.keys(lines).contains(evdev + "-"));
    }

    private static void awaitNothingPressed() {
        Awaitility.await("nothing pressed")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(PartitionTest.pressed(serial)).isEmpty());
    }
}
