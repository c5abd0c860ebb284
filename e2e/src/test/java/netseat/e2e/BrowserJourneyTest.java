package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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

    @TempDir
    private Path folder;

    private ServerProcess server;
    private Chromium chromium;
    private Tab tab;
    private Hands hands;
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
        hands = new Hands(tab);
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
        hands.click("#add-seat");
        hands.type("lab-1");
        hands.click("dialog [value=yes]");
        tab.await("!document.querySelector('dialog') && document.querySelector('[data-seat=lab-1]')");
        picture("2-seat");
        hands.click("[data-admit]");
        tab.await("document.querySelector('dialog img.qr').naturalWidth > 0");
        hands.type("Red keyboard");
        tab.evaluate("document.querySelector('dialog [name=seat]').value = 'lab-1'");
        picture("3-admit");
        hands.click("dialog [value=yes]");
        assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                .isTrue();
        tab.await("document.querySelector('[data-seat=lab-1] .member[data-here=yes]')?.innerText === 'Red keyboard'");
        drag("[data-socket=lab-1]", "[data-vm=one]", "4-plug");
        awaitMachine("one");
        tab.await("document.querySelector('[data-cord=lab-1]')");
        drag("[data-cord=lab-1] .plug", "[data-vm=two]", "5-replug");
        awaitMachine("two");
        hands.click("[data-seat=lab-1] .member");
        hands.click("dialog [data-action=revoke]");
        tab.await("document.querySelector('dialog [value=yes]')");
        hands.click("dialog [value=yes]");
        awaitRevoked();
        isInTheLog();
    }

    @Test
    void byKeyboardAlone() throws IOException, InterruptedException {
        way = "keyboard";
        logIn();
        reach("#add-seat");
        hands.press("Enter");
        hands.type("lab-1");
        hands.press("Enter");
        tab.await("!document.querySelector('dialog') && document.querySelector('[data-seat=lab-1]')");
        picture("2-seat");
        reach("[data-admit]");
        hands.press("Enter");
        tab.await("document.querySelector('dialog img.qr')?.naturalWidth > 0");
        hands.type("Red keyboard");
        reach("dialog [name=seat]");
        hands.press("ArrowDown");
        tab.await("document.querySelector('dialog [name=seat]').value === 'lab-1'");
        picture("3-admit");
        reach("dialog [value=yes]");
        hands.press("Enter");
        assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                .isTrue();
        tab.await("document.querySelector('[data-seat=lab-1] .member[data-here=yes]')");
        reach("[data-socket=lab-1]");
        hands.press("Enter");
        hands.press("ArrowDown");
        tab.await("document.querySelector('[data-vm=one].target')");
        picture("4-plug");
        hands.press("Enter");
        awaitMachine("one");
        tab.await("document.querySelector('[data-cord=lab-1]')");
        reach("[data-socket=lab-1]");
        hands.press("Enter");
        hands.press("ArrowDown");
        tab.await("document.querySelector('[data-vm=two].target')");
        picture("5-replug");
        hands.press("Enter");
        awaitMachine("two");
        reach("[data-seat=lab-1] .member");
        hands.press("Enter");
        reach("dialog [data-action=revoke]");
        hands.press("Enter");
        tab.await("document.querySelector('dialog [value=yes].danger')");
        reach("dialog [value=yes]");
        hands.press("Enter");
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
            hands.press("Tab");
        }
        throw new AssertionError(selector + " is not reached by Tab");
    }

    private void drag(String from, String to, String name) throws IOException {
        int[] end = hands.middle(to);
        hands.drag(hands.middle(from), end);
        Awaitility.await(to + " is marked")
                .atMost(SOON)
                .until(() -> tab.holds("document.querySelector('" + to + ".target')"));
        picture(name);
        hands.drop(end);
    }
}
