package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netseat.device.DeviceKey;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualSeat;
import netseat.e2e.Chromium.Tab;
import netseat.protocol.AdmissionState;
import netseat.protocol.PlugState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * An administrator's way from a first start on, in a real Chromium with real machines: log in, admit a device and name it, make a
 * seat, plug it into a VM, replug it, revoke the device. Once by mouse, once by keyboard alone; each step's picture is kept.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class BrowserJourneyTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path PICTURES = Path.of("target", "pictures", "journey");
    private static final int MOST_TABS = 80;
    private static final int STEPS = 6;
    private static final Map<String, Integer> KEYS =
            Map.of("Enter", 13, "Escape", 27, "ArrowDown", 40, "ArrowUp", 38, "Tab", 9);

    @TempDir
    private Path folder;

    private ServerProcess server;
    private Chromium chromium;
    private Tab tab;
    private DeviceKey key;
    private VirtualSeat device;
    private String way = "";

    @BeforeEach
    void start() throws IOException {
        server = ServerProcess.start(Guests.machine("one", "title = \"Machine one\"\n" + Guests.GRUB)
                + Guests.machine("two", "title = \"Machine two\"\n" + Guests.GRUB)
                + "[seat.entrance]\n");
        chromium = Chromium.start();
        tab = chromium.open(URI.create("about:blank"));
        key = DeviceKey.in(folder.resolve("k"));
        device = VirtualSeat.connect(TlsDeviceLink.to(key, server.devices()));
    }

    @AfterEach
    void stop() throws IOException {
        device.close();
        chromium.close();
        server.close();
    }

    /** By the link that {@code ./run} prints. */
    private void logIn() throws IOException, InterruptedException {
        String link = server.request("POST", "/api/v1/login-links", "{}").body();
        String secret = new JsonMapper().readTree(link).path("token").stringValue();
        tab.window(1440, 900, 1);
        tab.open(server.page("/login#" + secret));
        tab.await("document.querySelector('[data-vm=two]') && document.querySelector('[data-waiting]')");
        tab.await("document.querySelector('[data-vm=one] canvas.live')");
        picture("1-logged-in");
    }

    private void picture(String name) throws IOException {
        tab.screenshot(PICTURES.resolve(way + "-" + name + ".png"));
    }

    private void awaitMachine(String machine) throws InterruptedException {
        assertThat(device.await(
                        seat -> seat.state() == PlugState.RUNNING
                                && seat.machine().equals(machine),
                        SOON))
                .as("the device is plugged into %s", machine)
                .isTrue();
    }

    private void awaitRevoked() throws IOException, InterruptedException {
        assertThat(device.await(seat -> seat.bye().startsWith("REVOKED"), SOON)).isTrue();
        tab.await("!document.querySelector('[data-seat=lab-1] .member')");
        picture("6-revoked");
    }

    private void isInTheLog() throws IOException, InterruptedException {
        String log = server.request("GET", "/api/v1/audit", "").body();
        assertThat(log).contains("device.admit", "seat.add", "seat.plug", "device.revoke", "\"who\":\"admin\"");
    }

    @Test
    void byMouse() throws IOException, InterruptedException {
        way = "mouse";
        logIn();
        click("#add-seat");
        type("lab-1");
        click("dialog [value=yes]");
        tab.await("!document.querySelector('dialog') && document.querySelector('[data-seat=lab-1]')");
        picture("2-seat");
        click("[data-admit]");
        tab.await("document.querySelector('dialog img.qr').naturalWidth > 0");
        type("Red keyboard");
        tab.evaluate("document.querySelector('dialog [name=seat]').value = 'lab-1'");
        picture("3-admit");
        click("dialog [value=yes]");
        assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                .isTrue();
        tab.await("document.querySelector('[data-seat=lab-1] .member[data-here=yes]')?.innerText === 'Red keyboard'");
        drag("[data-socket=lab-1]", "[data-vm=one]", "4-plug");
        awaitMachine("one");
        tab.await("document.querySelector('[data-cord=lab-1]')");
        drag("[data-cord=lab-1] .plug", "[data-vm=two]", "5-replug");
        awaitMachine("two");
        click("[data-seat=lab-1] .member");
        click("dialog [data-action=revoke]");
        tab.await("document.querySelector('dialog [value=yes]')");
        click("dialog [value=yes]");
        awaitRevoked();
        isInTheLog();
    }

    @Test
    void byKeyboardAlone() throws IOException, InterruptedException {
        way = "keyboard";
        logIn();
        reach("#add-seat");
        press("Enter");
        type("lab-1");
        press("Enter");
        tab.await("!document.querySelector('dialog') && document.querySelector('[data-seat=lab-1]')");
        picture("2-seat");
        reach("[data-admit]");
        press("Enter");
        tab.await("document.querySelector('dialog img.qr')?.naturalWidth > 0");
        type("Red keyboard");
        reach("dialog [name=seat]");
        press("ArrowDown");
        tab.await("document.querySelector('dialog [name=seat]').value === 'lab-1'");
        picture("3-admit");
        reach("dialog [value=yes]");
        press("Enter");
        assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                .isTrue();
        tab.await("document.querySelector('[data-seat=lab-1] .member[data-here=yes]')");
        reach("[data-socket=lab-1]");
        press("Enter");
        press("ArrowDown");
        tab.await("document.querySelector('[data-vm=one].target')");
        picture("4-plug");
        press("Enter");
        awaitMachine("one");
        tab.await("document.querySelector('[data-cord=lab-1]')");
        reach("[data-socket=lab-1]");
        press("Enter");
        press("ArrowDown");
        tab.await("document.querySelector('[data-vm=two].target')");
        picture("5-replug");
        press("Enter");
        awaitMachine("two");
        reach("[data-seat=lab-1] .member");
        press("Enter");
        reach("dialog [data-action=revoke]");
        press("Enter");
        tab.await("document.querySelector('dialog [value=yes].danger')");
        reach("dialog [value=yes]");
        press("Enter");
        awaitRevoked();
        isInTheLog();
    }

    /** Presses Tab until the element has the focus. */
    private void reach(String selector) throws IOException {
        tab.await("document.querySelector('" + selector + "')");
        for (int i = 0; i < MOST_TABS; i++) {
            if (tab.holds("document.activeElement === document.querySelector('" + selector + "')")) {
                return;
            }
            press("Tab");
        }
        throw new AssertionError(selector + " is not reached by Tab");
    }

    private void press(String name) throws IOException {
        boolean enter = name.equals("Enter");
        for (String type : List.of(enter ? "keyDown" : "rawKeyDown", "keyUp")) {
            tab.call(
                    "Input.dispatchKeyEvent",
                    Map.of(
                            "type",
                            type,
                            "code",
                            name,
                            "key",
                            name,
                            "windowsVirtualKeyCode",
                            KEYS.get(name),
                            "text",
                            enter ? "\r" : ""));
        }
    }

    /** Into the dialog's first field. */
    private void type(String text) throws IOException {
        tab.await("document.querySelector('dialog[open] [name=name]') === document.activeElement");
        tab.call("Input.insertText", Map.of("text", text));
    }

    private int[] middle(String selector) throws IOException {
        String place = tab.evaluate("(() => { const box = document.querySelector('" + selector
                        + "').getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]"
                        + ".map(Math.round).join(' '); })()")
                .stringValue();
        return Arrays.stream(place.split(" ", 2)).mapToInt(Integer::parseInt).toArray();
    }

    private void click(String selector) throws IOException {
        tab.await("document.querySelector('" + selector + "')");
        int[] at = middle(selector);
        tab.mouse("mouseMoved", at[0], at[1], "none");
        tab.mouse("mousePressed", at[0], at[1], "left");
        tab.mouse("mouseReleased", at[0], at[1], "left");
    }

    private void drag(String from, String to, String name) throws IOException {
        int[] begin = middle(from);
        int[] end = middle(to);
        tab.mouse("mouseMoved", begin[0], begin[1], "none");
        tab.mouse("mousePressed", begin[0], begin[1], "left");
        for (int i = 1; i <= STEPS; i++) {
            tab.mouse(
                    "mouseMoved",
                    begin[0] + (end[0] - begin[0]) * i / STEPS,
                    begin[1] + (end[1] - begin[1]) * i / STEPS,
                    "left");
        }
        Awaitility.await(to + " is marked")
                .atMost(SOON)
                .until(() -> tab.holds("document.querySelector('" + to + ".target')"));
        picture(name);
        tab.mouse("mouseReleased", end[0], end[1], "left");
    }
}
