package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import netseat.device.DeviceKey;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualSeat;
import netseat.protocol.KeyAction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an administrator sets at the adapters, as a real Linux with a PS/2 keyboard and mouse receives it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PresetInGuestTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(15);

    private static final int KEY_A = 0x04;
    private static final int F1 = 0x3A;
    private static final int CAPS_LOCK = 0x39;
    private static final int LEFT_CTRL = 0xE0;

    /** What Linux calls them. */
    private static final String A = "30";

    private static final String CTRL = "29";
    private static final String CAPS = "58";

    private static ServerProcess server;
    private static Serial serial;
    private static VirtualSeat seat;

    @BeforeAll
    static void sitDown() throws IOException, InterruptedException {
        server = ServerProcess.start(Guests.machine("linux", Guests.linux("ps2", "ps2"))
                + "[seat.a]\nvm = \"linux\"\npreset = \"house\"\n"
                + "[seat.b]\nvm = \"linux\"\n"
                + "[preset.house]\nwheel = \"reversed\"\n");
        serial = server.serial("linux");
        serial.await("linux is ready", BOOT, lines -> lines.contains("ready"));
        seat = sit("a");
    }

    @AfterAll
    static void leave() throws IOException {
        seat.close();
        serial.close();
        server.close();
    }

    @AfterEach
    void asBefore() throws IOException, InterruptedException {
        give("seats/a", "house");
    }

    private static VirtualSeat sit(String name) throws IOException, InterruptedException {
        VirtualSeat sitting = server.sit(name);
        assertThat(sitting.await(VirtualSeat::isReady, SOON)).isTrue();
        return sitting;
    }

    private static HttpResponse<String> put(String name, String fields) throws IOException, InterruptedException {
        return server.request("PUT", "/api/v1/presets/" + name, fields);
    }

    private static void give(String whom, String preset) throws IOException, InterruptedException {
        String body = "{\"preset\": \"" + preset + "\"}";
        assertThat(server.request("POST", "/api/v1/" + whom + "/preset", body).statusCode())
                .isEqualTo(204);
    }

    /** Makes a preset and gives it to the seat. */
    private static void set(String fields) throws IOException, InterruptedException {
        assertThat(put("test", fields).statusCode()).isEqualTo(204);
        give("seats/a", "test");
        serial.clear();
    }

    private static void click(VirtualSeat of, int usage) {
        of.key(usage, KeyAction.PRESS);
        of.key(usage, KeyAction.RELEASE);
    }

    /** The guest has received just these keys and buttons since the report was cleared. */
    private static void assertReceived(String... keys) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(
                        () -> assertThat(InputReport.keys(serial.lines())).containsExactly(keys));
    }

    private static int sum(int axis) {
        return InputReport.events(serial.lines(), InputReport.EV_REL).stream()
                .filter(event -> event.code() == axis)
                .mapToInt(InputReport.Event::value)
                .sum();
    }

    @Test
    void capsLockAndCtrlChangePlacesAndADisabledKeyDoesNotArrive() throws IOException, InterruptedException {
        set("{\"keys\": {\"CAPSLOCK\": \"LEFTCTRL\", \"LEFTCTRL\": \"CAPSLOCK\", \"F1\": \"NONE\"}}");
        click(seat, CAPS_LOCK);
        click(seat, F1);
        click(seat, KEY_A);
        assertReceived(CTRL + "+", CTRL + "-", A + "+", A + "-");
        seat.key(LEFT_CTRL, KeyAction.PRESS);
        assertReceived(CTRL + "+", CTRL + "-", A + "+", A + "-", CAPS + "+");
        set("{}");
        seat.key(LEFT_CTRL, KeyAction.RELEASE);
        click(seat, LEFT_CTRL);
        click(seat, CAPS_LOCK); // so that the lock is as before
        assertReceived(CAPS + "-", CTRL + "+", CTRL + "-", CAPS + "+", CAPS + "-");
    }

    @Test
    void theLeftHandsButtonsTheWheelAndTheSpeed() throws IOException, InterruptedException {
        set("{\"handedness\": \"left\", \"wheel\": \"reversed\", \"wheel-speed\": 2, \"pointer-speed\": 0.5}");
        seat.button(1, true);
        seat.button(1, false);
        assertReceived("273+", "273-");
        seat.wheel(120, 0);
        serial.await("two steps towards the user", SOON, lines -> sum(8) == -2);
        seat.wheel(0, 60);
        seat.wheel(0, -180);
        serial.await("two steps to the right", SOON, lines -> sum(6) == 2);
        for (int i = 0; i < 31; i++) {
            seat.move(1, 0);
        }
        seat.move(0, -20);
        serial.await("half the way", SOON, lines -> sum(0) == 15 && sum(1) == -10);
    }

    @Test
    void repeatsAreTheDevicesNobodysOrTheControllers() throws IOException, InterruptedException {
        set("{}");
        seat.key(KEY_A, KeyAction.PRESS);
        Awaitility.await("a repeat")
                .pollInterval(Duration.ofMillis(15))
                .atMost(SOON)
                .until(() -> {
                    seat.key(KEY_A, KeyAction.REPEAT);
                    return InputReport.keys(serial.lines()).contains(A + "=");
                });
        seat.key(KEY_A, KeyAction.RELEASE);
        serial.await("the release", SOON, lines -> InputReport.keys(lines).contains(A + "-"));
        assertThat(InputReport.keys(serial.lines())).startsWith(A + "+", A + "=");
        set("{\"repeat\": \"drop\"}");
        holdForAWhile();
        assertReceived(A + "+", A + "-");
        set("{\"repeat\": \"controller\", \"repeat-delay\": 100, \"repeat-rate\": 50}");
        seat.key(KEY_A, KeyAction.PRESS);
        serial.await("three repeats", SOON, lines -> InputReport.keys(lines).size() >= 4);
        seat.key(KEY_A, KeyAction.RELEASE);
        serial.await("the release", SOON, lines -> InputReport.keys(lines).contains(A + "-"));
        List<String> keys = InputReport.keys(serial.lines());
        assertThat(keys).startsWith(A + "+", A + "=", A + "=", A + "=").endsWith(A + "-");
    }

    /** As a keyboard repeats. Linux takes no repeat for one within 125 ms of the press. */
    private static void holdForAWhile() {
        seat.key(KEY_A, KeyAction.PRESS);
        for (int i = 0; i < 20; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(15));
            seat.key(KEY_A, KeyAction.REPEAT);
        }
        seat.key(KEY_A, KeyAction.RELEASE);
    }

    @Test
    void aPresetSurvivesTheControllersEndAndFollowsItsDevice(@TempDir Path folder)
            throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder);
        try (VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(key, server.devices()))) {
            Awaitility.await("it waits")
                    .atMost(SOON)
                    .until(() -> !server.device(key.id()).isMissingNode());
            assertThat(server.request("POST", "/api/v1/devices/" + key.id() + "/preset", "{\"preset\": \"house\"}")
                            .statusCode())
                    .as("of a device that waits nothing is remembered")
                    .isEqualTo(404);
            server.admit(key.id(), "b");
            assertThat(device.await(VirtualSeat::isReady, SOON)).isTrue();
            assertThat(put("own", "{\"keys\": {\"A\": \"LEFTCTRL\"}}").statusCode())
                    .isEqualTo(204);
            give("devices/" + key.id(), "own");
            set("{\"handedness\": \"left\"}");
            click(device, KEY_A);
            assertReceived(CTRL + "+", CTRL + "-");

            seat.close();
            server.kill();
            server.startAgain();
            seat = sit("a");
            assertThat(device.await(VirtualSeat::isReady, SOON)).isTrue();
            serial.close();
            serial = server.serial("linux");
            seat.button(1, true);
            seat.button(1, false);
            assertReceived("273+", "273-");
            click(device, KEY_A);
            assertReceived("273+", "273-", CTRL + "+", CTRL + "-");
            assertThat(server.device(key.id()).path("preset").stringValue()).isEqualTo("own");
        }
        JsonNode known = server.state().path("seats").path(0);
        assertThat(known.path("preset").stringValue()).isEqualTo("test");
        assertThat(known.path("peripherals").path(0).path("preset").stringValue())
                .isEqualTo("test");
    }

    @Test
    void theApiSaysWhatIsThereAndWhatIsWrong() throws IOException, InterruptedException {
        JsonNode house = new JsonMapper()
                .readTree(server.request("GET", "/api/v1/presets", "").body())
                .path("house");
        assertThat(house.path("declared").booleanValue()).isTrue();
        assertThat(house.path("fields").path("wheel").stringValue()).isEqualTo("reversed");
        assertThat(put("house", "{}").statusCode()).isEqualTo(409);
        HttpResponse<String> refused = put("bad", "{\"depth\": 15}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("depth must be one of [0, 8, 16, 24], not 15");
        assertThat(put("bad", "[]").statusCode()).isEqualTo(400);
        assertThat(put("b%20d", "{}").statusCode()).isEqualTo(409);
        assertThat(put("good", "{\"keys\": {\"KEY_F1\": \"none\"}, \"depth\": 16}")
                        .statusCode())
                .isEqualTo(204);
        JsonNode good = new JsonMapper()
                .readTree(server.request("GET", "/api/v1/presets/good", "").body())
                .path("fields");
        assertThat(good.toString()).isEqualTo("{\"keys\":{\"F1\":\"NONE\"},\"depth\":16}");
        give("seats/b", "good");
        HttpResponse<String> inUse = server.request("DELETE", "/api/v1/presets/good", "");
        assertThat(inUse.statusCode()).isEqualTo(409);
        assertThat(inUse.body()).contains("in use by seat b");
        assertThat(server.request("POST", "/api/v1/seats/b/preset", "{\"preset\": null}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(server.request("DELETE", "/api/v1/presets/good", "").statusCode())
                .isEqualTo(204);
        assertThat(server.request("GET", "/api/v1/presets/good", "").statusCode())
                .isEqualTo(404);
        assertThat(server.request("POST", "/api/v1/seats/b/preset", "{\"preset\": \"good\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.request("POST", "/api/v1/seats/b/preset", "{}").statusCode())
                .isEqualTo(400);
    }
}
