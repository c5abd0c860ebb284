package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netseat.device.DeviceKey;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualHub;
import netseat.device.VirtualSeat;
import netseat.e2e.Chromium.Tab;
import netseat.protocol.AdmissionState;
import netseat.protocol.DeviceId;
import netseat.protocol.PlugState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An administrator's way with devices: the console in a real Chromium, by keyboard. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class BrowserDevicesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path PICTURES = Path.of("target", "pictures");

    private static ServerProcess server;
    private static Chromium chromium;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = ServerProcess.start("[seat.a]\n[seat.b]\n", "--plain-from", "127.3.0.0/16");
        chromium = Chromium.startAt(server);
    }

    @AfterAll
    static void stop() throws IOException {
        chromium.close();
        server.close();
    }

    private static String row(DeviceId id) {
        return "document.querySelector('[data-device=\"" + id + "\"]')";
    }

    private static void press(Tab tab, DeviceId id, String action) throws IOException {
        tab.evaluate(row(id) + ".querySelector(':scope > .actions [data-action=" + action + "]').focus()");
        key(tab, "Enter");
    }

    /** Presses a key with all that a real one has, as buttons and dialogs look at more than its name. */
    private static void key(Tab tab, String key) throws IOException {
        boolean enter = key.equals("Enter");
        for (String type : List.of(enter ? "keyDown" : "rawKeyDown", "keyUp")) {
            tab.call(
                    "Input.dispatchKeyEvent",
                    Map.of(
                            "type", type,
                            "code", key,
                            "key", key,
                            "windowsVirtualKeyCode", enter ? 13 : 27,
                            "text", enter ? "\r" : ""));
        }
    }

    /** Types a name into the dialog that is open, and presses Enter. */
    private static void answer(Tab tab, String name) throws IOException {
        tab.await("document.querySelector('dialog[open] [name=name]') === document.activeElement");
        tab.call("Input.insertText", Map.of("text", name));
        key(tab, "Enter");
        tab.await("!document.querySelector('dialog')");
    }

    @Test
    void aDeviceIsComparedAdmittedIdentifiedAndRevokedByKeyboard() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        Tab tab = chromium.open(server.page("/#devices"));
        try (VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(key, server.devices()))) {
            tab.await(row(key.id()) + "?.dataset.state === 'pending'");
            tab.evaluate(row(key.id()) + ".scrollIntoView()");
            tab.await(row(key.id()) + ".querySelector('img.qr').naturalWidth > 0");
            assertThat(tab.evaluate(row(key.id()) + ".querySelector('.identifier').textContent.replace(/\\s/g, '')")
                            .stringValue())
                    .isEqualTo(key.id().toString());
            assertThat(tab.evaluate("document.querySelector('#device-count').textContent")
                            .stringValue())
                    .containsPattern("waits? for you");
            press(tab, key.id(), "admit");
            tab.screenshot(PICTURES.resolve("console-admit.png"));
            answer(tab, "Desk 3");
            assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                    .isTrue();
            tab.await(row(key.id()) + ".innerText.includes('Connected')");
            tab.await(row(key.id()) + ".querySelector('h3').textContent === 'Desk 3'");
            tab.await("!" + row(key.id()) + ".querySelector('details').open");
            press(tab, key.id(), "identify");
            assertThat(device.await(seat -> seat.identifySeconds() == 10, SOON)).isTrue();
            press(tab, key.id(), "revoke");
            tab.await("document.querySelector('dialog[open]')");
            key(tab, "Escape");
            tab.await("!document.querySelector('dialog')");
            assertThat(device.closed()).as("Escape does nothing").isEmpty();
            press(tab, key.id(), "revoke");
            tab.await("document.querySelector('dialog[open]')");
            tab.evaluate("document.querySelector('dialog [value=yes]').focus()");
            key(tab, "Enter");
            assertThat(device.await(seat -> seat.bye().startsWith("REVOKED"), SOON))
                    .isTrue();
            tab.await(row(key.id()) + ".dataset.state === 'revoked'");
        }
        tab.close();
    }

    @Test
    void whatCannotBeIsSaidInTheDialogWhichKeepsWhatWasTyped() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        Tab tab = chromium.open(server.page("/#devices"));
        try (VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(key, server.devices()))) {
            tab.await(row(key.id()));
            press(tab, key.id(), "admit");
            tab.await("document.querySelector('dialog[open] [name=name]')");
            tab.evaluate("document.querySelector('[name=name]').value = 'Desk 4';"
                    + "document.querySelector('[name=fromAddress]').value = 'here';"
                    + "document.querySelector('[name=fromAddress]').focus()");
            key(tab, "Enter");
            tab.await("document.querySelector('dialog .fault')?.textContent.includes('192.0.2.0/24')");
            tab.evaluate("document.querySelector('[name=fromAddress]').value = '127.0.0.0/8';"
                    + "document.querySelector('[name=fromAddress]').focus()");
            key(tab, "Enter");
            tab.await("!document.querySelector('dialog')");
            assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                    .isTrue();
            tab.await(row(key.id()) + ".innerText.includes('only from 127.0.0.0/8')");
        }
        tab.close();
    }

    @Test
    void theUnitsOfAHubStandBelowItAndAreAdmittedEach() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        List<String> units = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            units.add("usb 1-1." + i + " <b>");
        }
        Tab tab = chromium.open(server.page("/#devices"));
        try (VirtualHub hub = VirtualHub.connect(TlsDeviceLink.to(key, server.devices()), units);
                RawTls plain = RawTls.plain(server.devices(), "127.3.0.1")) {
            plain.send(RawTls.HELLO);
            tab.await(row(key.id()));
            server.admit(key.id(), "a");
            tab.await(row(key.id()) + ".querySelectorAll('.units .device').length === 5");
            String first = row(key.id()) + ".querySelector('[data-unit=\"" + units.getFirst() + "\"]')";
            assertThat(tab.evaluate(first + ".innerText").stringValue()).contains(units.getFirst(), "Waits for you");
            tab.evaluate(first + ".querySelector('[data-action=admit]').focus()");
            key(tab, "Enter");
            answer(tab, "Row 1, left");
            assertThat(hub.await(it -> it.keyboard(units.getFirst()).state() == PlugState.UNPLUGGED, SOON))
                    .as("in a seat that is plugged into nothing")
                    .isTrue();
            tab.await(first + ".innerText.includes('Row 1, left')");
            tab.await(row(DeviceId.ofAddress("127.3.0.1")) + ".innerText.includes('no key')");
            photograph(tab, "console-devices");
        }
        tab.close();
    }

    /** In both colours, wide and narrow; nothing may stick out to the right. */
    private static void photograph(Tab tab, String name) throws IOException {
        for (String colours : List.of("light", "dark")) {
            tab.call(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
            for (int width : new int[] {1280, 380}) {
                tab.window(width, 900, 1);
                tab.await("innerWidth === " + width);
                tab.evaluate("document.querySelector('#devices-section').scrollIntoView()");
                String broken = "[...document.querySelectorAll('.identifier')].filter((each) => each.offsetHeight"
                        + " > 4.5 * parseFloat(getComputedStyle(each).lineHeight)).length";
                assertThat(tab.evaluate(broken).asInt())
                        .as("identifiers that do not fit")
                        .isZero();
                assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
                        .as("%s at %d", colours, width)
                        .isLessThanOrEqualTo(width);
                tab.screenshot(PICTURES.resolve(name + "-" + colours + "-" + width + ".png"));
            }
        }
    }

    @Test
    void aPairingCodeIsShownOnce() throws IOException, InterruptedException {
        Tab tab = chromium.open(server.page("/#devices"));
        tab.await("!document.querySelector('#content').hidden");
        tab.evaluate("document.querySelector('#pair').focus()");
        key(tab, "Enter");
        tab.await("document.querySelector('dialog[open] select')");
        tab.evaluate("document.querySelector('dialog [value=yes]').focus()");
        key(tab, "Enter");
        tab.await("/^[0-9A-Z]{5}-[0-9A-Z]{5}$/.test(document.querySelector('dialog .code')?.textContent ?? '')");
        tab.screenshot(PICTURES.resolve("console-code.png"));
        key(tab, "Escape");
        tab.await("!document.querySelector('dialog')");
        tab.close();
    }

    @Test
    void theQrCodeIsTheIdentifiersAndOfNothingElse() throws IOException, InterruptedException {
        DeviceId id = DeviceId.ofAddress("192.0.2.1");
        assertThat(server.request("GET", "/api/v1/devices/" + id + "/qr.svg", "")
                        .body())
                .startsWith("<svg");
        assertThat(server.request("GET", "/api/v1/devices/x/qr.svg", "").statusCode())
                .isEqualTo(404);
    }
}
