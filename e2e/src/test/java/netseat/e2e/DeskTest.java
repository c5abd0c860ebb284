package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netseat.protocol.DeviceId;
import netseat.screen.Framebuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * A real computer at a desk, its real evdev and DRM, with the package as it is sent to people: what happens at its keyboard
 * and mouse comes out in the VM, and its monitor shows the VM's screen, all pixels.
 */
@Tag("alone")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the last one revokes the desk
class DeskTest {
    private static final Duration BOOT = Duration.ofSeconds(150);
    private static final Duration SOON = Duration.ofSeconds(30);

    private static Path folder;
    private static ServerProcess server;
    private static Serial serial;
    private static Desk desk;
    private static DeviceId id;

    @BeforeAll
    static void sitDown() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("nd"); // short: unix sockets have 107 bytes for their path
        DevicePackage program = DevicePackage.make();
        server = ServerProcess.start(
                Guests.machine("linux", Guests.linuxInPixels("ps2", "ps2")) + Guests.seat("a", "linux"));
        desk = Desk.start(folder, program, server.devices());
        serial = server.serial("linux");
        serial.await("linux is ready", BOOT, lines -> lines.contains("ready"));
        id = desk.awaitIdentifier(BOOT);
        Awaitility.await("pending")
                .atMost(BOOT)
                .until(() -> server.device(id).path("state").asString("").equals("pending"));
        desk.awaitWords("Pending: an administrator has to admit device " + id.brief(), SOON);
        server.admit(id, "a");
        desk.awaitWords("Plugged into linux.", SOON);
    }

    @AfterAll
    static void leave() throws IOException {
        // For whoever wonders why a test failed.
        Files.copy(folder.resolve("words"), Path.of("target", "desk-words.txt"), StandardCopyOption.REPLACE_EXISTING);
        serial.close();
        server.close();
        desk.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @BeforeEach
    void quiet() {
        serial.clear();
    }

    private static void awaitKeys(List<String> expected) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(withoutRepeats(serial.lines())).isEqualTo(expected));
    }

    private static List<String> withoutRepeats(List<String> lines) {
        return InputReport.keys(lines).stream()
                .filter(key -> !key.endsWith("="))
                .toList();
    }

    private static void press(String... names) throws IOException {
        for (String name : names) {
            desk.key(name, true);
        }
        for (String name : List.of(names).reversed()) {
            desk.key(name, false);
        }
    }

    @Test
    @Order(1)
    void itsMonitorShowsTheMachinesScreenToThePixel() throws IOException {
        try (Monitor machine = server.monitor("linux")) {
            awaitSamePicture(machine);
            Framebuffer before = machine.screendump();
            assertThat(before.width()).isEqualTo(Desk.WIDTH);
            assertThat(Arrays.stream(before.pixels()).distinct().count()).isGreaterThan(1);
            press("n");
            awaitKeys(List.of("49+", "49-")); // which that machine writes on its screen
            Awaitility.await("the machine shows it")
                    .atMost(SOON)
                    .until(() -> !Arrays.equals(machine.screendump().pixels(), before.pixels()));
            awaitSamePicture(machine);
        }
    }

    private static void awaitSamePicture(Monitor machine) {
        Awaitility.await("the same pixels").atMost(SOON).untilAsserted(() -> {
            Framebuffer shown = desk.screen();
            Framebuffer wanted = machine.screendump();
            assertThat(shown.width()).isEqualTo(wanted.width());
            assertThat(shown.height()).isEqualTo(wanted.height());
            assertThat(Arrays.mismatch(shown.pixels(), wanted.pixels()))
                    .as("the first pixel that differs")
                    .isEqualTo(-1);
        });
    }

    @Test
    @Order(2)
    void whatIsTypedAtItArrives() throws IOException {
        press("a");
        press("shift", "z");
        press("right"); // E0 4D
        press("ctrl", "alt", "f12");
        press("kp_enter");
        awaitKeys(List.of(
                "30+", "30-", "42+", "44+", "44-", "42-", "106+", "106-", "29+", "56+", "88+", "88-", "56-", "29-",
                "96+", "96-"));
    }

    @Test
    @Order(3)
    void itsMouseMovesAndClicks() throws IOException {
        desk.move(30, -20);
        serial.await("motion", SOON, lines -> sum(lines, 0) == 30 && sum(lines, 1) == -20);
        List<String> expected = new ArrayList<>();
        for (Map.Entry<String, Integer> button :
                List.of(Map.entry("left", 272), Map.entry("right", 273), Map.entry("middle", 274))) {
            // One after the other: the desk's own QEMU forgets a click that its guest has not read before the next.
            for (boolean down : new boolean[] {true, false}) {
                desk.button(button.getKey(), down);
                expected.add(button.getValue() + (down ? "+" : "-"));
                awaitKeys(expected);
            }
        }
        desk.button("wheel-up", true);
        desk.button("wheel-up", false);
        serial.await("the wheel", SOON, lines -> sum(lines, 8) == 1);
    }

    private static int sum(List<String> lines, int axis) {
        return InputReport.events(lines, InputReport.EV_REL).stream()
                .filter(event -> event.code() == axis)
                .mapToInt(InputReport.Event::value)
                .sum();
    }

    @Test
    @Order(4)
    void theMachinesLedsShineOnIt() throws IOException {
        press("caps_lock");
        desk.awaitWords("desk: caps lock 1", SOON);
        press("caps_lock");
        awaitLast("desk: caps lock", "0");
    }

    private static void awaitLast(String what, String is) {
        Awaitility.await(what + " " + is).atMost(SOON).until(() -> {
            String said = desk.said();
            return said.substring(Math.max(said.lastIndexOf(what), 0)).startsWith(what + " " + is);
        });
    }

    /** Its panel has a colour that nothing else on that screen has. */
    @Test
    @Order(5)
    void itsMonitorShowsTheMenuOfTheSeat() throws IOException {
        int accent = 0x67B7E8;
        press("scroll_lock");
        press("scroll_lock");
        Awaitility.await("the menu")
                .atMost(SOON)
                .until(() -> Arrays.stream(desk.screen().pixels()).anyMatch(pixel -> pixel == accent));
        press("a");
        press("esc");
        try (Monitor machine = server.monitor("linux")) {
            awaitSamePicture(machine);
        }
        press("b");
        awaitKeys(List.of("70+", "70-", "70+", "70-", "48+", "48-"));
    }

    @Test
    @Order(6)
    void aKeyboardThatIsPluggedInIsTaken() throws IOException {
        desk.plug("usb-kbd", "second");
        desk.awaitWords("Taken: QEMU QEMU USB Keyboard", SOON);
        press("b"); // QEMU gives keys to the newest keyboard
        awaitKeys(List.of("48+", "48-"));
        desk.key("c", true);
        serial.await("held", SOON, lines -> withoutRepeats(lines).contains("46+"));
        desk.unplug("second");
        desk.awaitWords("Unplugged: QEMU QEMU USB Keyboard", SOON);
        serial.await("released", SOON, lines -> withoutRepeats(lines).contains("46-"));
        serial.clear();
        press("d");
        awaitKeys(List.of("32+", "32-"));
    }

    @Test
    @Order(7)
    void itBeepsToBeFound() throws IOException, InterruptedException {
        assertThat(desk.beeped()).isFalse();
        assertThat(server.request("POST", "/api/v1/devices/" + id + "/identify", "{\"seconds\": 5}")
                        .statusCode())
                .isEqualTo(204);
        Awaitility.await("a beep").atMost(SOON).until(desk::beeped);
    }

    /** As the kernel tells of its connector: a picture of the monitor could not tell it from a black one. */
    @Test
    @Order(8)
    void aSeatThatGoesDarkSwitchesItsMonitorOffUntilAKeyIsPressed() throws IOException, InterruptedException {
        assertThat(server.request("PUT", "/api/v1/presets/dark", "{\"blank-after\": 0.05}")
                        .statusCode())
                .isEqualTo(204);
        givePreset("\"dark\"");
        awaitLast("desk: monitor", "disabled");
        int before = desk.said().length();
        press("f");
        awaitKeys(List.of("33+", "33-"));
        Awaitility.await("lit") // for the next three seconds
                .atMost(SOON)
                .until(() -> desk.said().indexOf("desk: monitor enabled", before) >= 0);
        givePreset("null");
        try (Monitor machine = server.monitor("linux")) {
            awaitSamePicture(machine);
        }
    }

    private static void givePreset(String name) throws IOException, InterruptedException {
        assertThat(server.request("POST", "/api/v1/seats/a/preset", "{\"preset\": " + name + "}")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    @Order(9)
    void whatIsHeldIsReleasedWhenItIsRevoked() throws IOException, InterruptedException {
        desk.key("e", true);
        serial.await("held", SOON, lines -> withoutRepeats(lines).contains("18+"));
        assertThat(server.request("POST", "/api/v1/devices/" + id + "/revoke", "")
                        .statusCode())
                .isEqualTo(204);
        serial.await("released", SOON, lines -> withoutRepeats(lines).contains("18-"));
        desk.awaitWords("an administrator has shut this device out", SOON);
        desk.awaitWords("desk: ended with status 7", SOON);
    }
}
