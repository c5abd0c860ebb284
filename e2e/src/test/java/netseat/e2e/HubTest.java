package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import netseat.device.DeviceKey;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualHub;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.PlugState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A class room's hub: thirty keyboards on one link, half of them before one machine and half before another. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class HubTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int KEYBOARDS = 30;

    /** As a USB hub would name them: with what a path in a URL must escape. */
    private static final List<String> UNITS = IntStream.rangeClosed(1, KEYBOARDS)
            .mapToObj(i -> "1-1." + i + "/ü &?")
            .toList();

    private static ServerProcess server;
    private static Serial first;
    private static Serial second;
    private static VirtualHub hub;
    private static DeviceId id;

    @BeforeAll
    static void plugInTheHub(@TempDir Path keys) throws IOException, InterruptedException {
        server = ServerProcess.start(Guests.machine("first", Guests.linux("ps2", "ps2"))
                + Guests.machine("second", Guests.linux("ps2", "ps2"))
                + Guests.seat("a", "first")
                + Guests.seat("b", "second"));
        first = server.serial("first");
        second = server.serial("second");
        DeviceKey key = DeviceKey.in(keys.resolve("hub"));
        id = key.id();
        hub = VirtualHub.connect(TlsDeviceLink.to(key, server.devices()), UNITS);
        Awaitility.await("pending").atMost(SOON).until(() -> !server.device(id).isMissingNode());
        server.admit(id, "a");
        first.await("first is ready", BOOT, lines -> lines.contains("ready"));
        second.await("second is ready", BOOT, lines -> lines.contains("ready"));
        assertThat(hub.await(it -> UNITS.stream().allMatch(HubTest::waits), SOON))
                .as("all wait")
                .isTrue();
        for (String unit : UNITS) {
            admit(unit, seat(unit));
        }
        assertThat(hub.await(it -> UNITS.stream().allMatch(HubTest::isReady), SOON))
                .as("all are ready")
                .isTrue();
    }

    @AfterAll
    static void leave() throws IOException {
        hub.close();
        first.close();
        second.close();
        server.close();
    }

    private static boolean waits(String unit) {
        return hub.keyboard(unit).state() == PlugState.WAITING;
    }

    private static boolean isReady(String unit) {
        return hub.keyboard(unit).isReady();
    }

    /** Every other one is before the first machine. */
    private static String seat(String unit) {
        return UNITS.indexOf(unit) % 2 == 0 ? "a" : "b";
    }

    private static int post(String unit, String action, String body) throws IOException, InterruptedException {
        String escaped = URLEncoder.encode(unit, StandardCharsets.UTF_8).replace("+", "%20");
        return server.request("POST", "/api/v1/devices/" + id + "/units/" + escaped + "/" + action, body)
                .statusCode();
    }

    private static void admit(String unit, String seat) throws IOException, InterruptedException {
        assertThat(post(unit, "admit", "{\"name\": \"Desk\", \"seat\": \"" + seat + "\"}"))
                .isEqualTo(204);
    }

    private static JsonNode unit(String name) throws IOException, InterruptedException {
        for (JsonNode unit : server.device(id).path("units")) {
            if (unit.path("unit").stringValue().equals(name)) {
                return unit;
            }
        }
        throw new IllegalArgumentException("no unit " + name);
    }

    private static void click(String unit, int usage) {
        hub.key(unit, usage, KeyAction.PRESS);
        hub.key(unit, usage, KeyAction.RELEASE);
    }

    /** A last key in each marks the end: what comes before it in the guest has come. */
    private static void awaitEnd() {
        click(UNITS.get(0), 0x29);
        click(UNITS.get(1), 0x29);
        first.await("Escape", SOON, lines -> InputReport.keys(lines).contains("1-"));
        second.await("Escape", SOON, lines -> InputReport.keys(lines).contains("1-"));
    }

    @Test
    void thirtyKeyboardsTypeAtOnceAndEachReachesItsOwnMachineOnly() {
        first.clear();
        second.clear();
        List<String> expectedFirst = new ArrayList<>();
        List<String> expectedSecond = new ArrayList<>();
        for (int i = 0; i < KEYBOARDS; i++) {
            int usage = i % 2 == 0 ? 0x14 : 0x1D; // Q or Z
            // Three keys at a time at most.
            (i % 2 == 0 ? first : second).awaitKeys((i % 2 == 0 ? expectedFirst : expectedSecond).size() - 4, SOON);
            click(UNITS.get(i), usage);
            (i % 2 == 0 ? expectedFirst : expectedSecond)
                    .addAll(i % 2 == 0 ? List.of("16+", "16-") : List.of("44+", "44-"));
        }
        awaitEnd();
        expectedFirst.addAll(List.of("1+", "1-"));
        expectedSecond.addAll(List.of("1+", "1-"));
        assertThat(InputReport.keys(first.lines())).isEqualTo(expectedFirst);
        assertThat(InputReport.keys(second.lines())).isEqualTo(expectedSecond);
    }

    @Test
    void lossFaultMoveAndRevocationOfAUnitReleaseItsKeysAndNoOthers() throws IOException, InterruptedException {
        String pulled = UNITS.get(2);
        String faulty = UNITS.get(4);
        String moved = UNITS.get(6);
        String revoked = UNITS.get(8);
        first.clear();
        second.clear();
        hold(pulled, 0x04, "30+");
        hold(faulty, 0x05, "48+");
        hold(moved, 0x06, "46+");
        hold(revoked, 0x07, "32+");
        hold(UNITS.get(10), 0x08, "18+");

        hub.pullOut(pulled);
        awaitFirst("30-");
        hub.plugIn(pulled);
        assertThat(hub.await(it -> isReady(pulled), SOON))
                .as("back at its seat")
                .isTrue();

        ByteBuffer motion = ByteBuffer.allocate(32);
        FrameWriter.motion(motion, hub.keyboard(faulty).number(), 1, 1); // by a keyboard
        hub.link().send(motion.flip());
        awaitFirst("48-");
        assertThat(hub.await(it -> it.keyboard(faulty).bye().startsWith("BAD_VALUE"), SOON))
                .isTrue();
        hub.plugIn(faulty);

        admit(moved, "b");
        awaitFirst("46-");
        assertThat(hub.await(it -> it.keyboard(moved).machine().equals("second"), SOON))
                .isTrue();
        admit(moved, "a");
        assertThat(hub.await(it -> it.keyboard(moved).machine().equals("first"), SOON))
                .isTrue();

        assertThat(post(revoked, "revoke", "")).isEqualTo(204);
        awaitFirst("32-");
        assertThat(hub.await(it -> it.keyboard(revoked).bye().startsWith("REVOKED"), SOON))
                .isTrue();
        assertThat(unit(revoked).path("state").stringValue()).isEqualTo("revoked");
        admit(revoked, "a");
        hub.plugIn(revoked);

        assertThat(post(pulled, "identify", "{\"seconds\": 3}")).isEqualTo(204);
        assertThat(hub.await(it -> it.keyboard(pulled).identifySeconds() == 3, SOON))
                .isTrue();
        assertThat(hub.closed()).as("one link all the while").isEmpty();
        assertThat(PartitionTest.pressed(first)).as("the last one holds still").containsExactly(18);
        int before = hub.openings();
        hub.link().cut();
        awaitFirst("18-");
        assertThat(hub.await(it -> it.openings() > before && UNITS.stream().allMatch(HubTest::isReady), SOON))
                .as("all are back at their seats")
                .isTrue();
        awaitEnd();
        assertThat(InputReport.keys(second.lines()))
                .as("nothing of all that here")
                .containsExactly("1+", "1-");
    }

    private static void hold(String unit, int usage, String seen) {
        hub.key(unit, usage, KeyAction.PRESS);
        awaitFirst(seen);
    }

    private static void awaitFirst(String key) {
        first.await(key, SOON, lines -> InputReport.keys(lines).contains(key));
    }

    @Test
    void whatIsNoKnownUnitCannotBeActedOn() throws IOException, InterruptedException {
        for (String action : List.of("admit", "revoke", "identify")) {
            assertThat(post("none", action, "{\"name\": \"x\", \"seat\": \"a\"}"))
                    .isEqualTo(404);
        }
        assertThat(post(UNITS.get(0), "admit", "{\"name\": \"x\", \"seat\": \"none\"}"))
                .isEqualTo(400);
    }
}
