package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netseat.automation.NoLinkException;
import netseat.automation.Robot;
import netseat.device.VirtualSeat;
import netseat.protocol.KeyAction;
import netseat.protocol.KeyPage;
import netseat.screen.Framebuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a real Linux receives: every key of a USB keyboard, both kinds of pointer, LEDs back; and no network. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LinuxInputTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(10);

    /** PS/2 keyboard and tablet; and USB keyboard with a PS/2 mouse. */
    private static ServerProcess server;

    private static Guest ps2;
    private static Guest usb;

    /** A machine with somebody before it and its report. */
    private record Guest(String name, VirtualSeat seat, Serial serial, List<String> bootLines) {
        void leave() throws IOException {
            seat.close();
            serial.close();
        }
    }

    @BeforeAll
    static void sitDown() throws IOException {
        server = ServerProcess.start(Guests.machine("ps2", Guests.linux("ps2", "tablet"))
                + Guests.machine("usb", Guests.linux("usb", "ps2"))
                + Guests.seat("a", "ps2")
                + Guests.seat("b", "usb"));
        Serial first = server.serial("ps2");
        Serial second = server.serial("usb");
        first.await("ps2 is ready", BOOT, lines -> lines.contains("ready"));
        second.await("usb is ready", BOOT, lines -> lines.contains("ready"));
        ps2 = new Guest("ps2", server.sit("a"), first, first.lines());
        usb = new Guest("usb", server.sit("b"), second, second.lines());
    }

    @AfterAll
    static void leave() throws IOException, InterruptedException {
        ps2.leave();
        usb.leave();
        server.close();
    }

    @BeforeEach
    void fresh() throws InterruptedException {
        assertThat(ps2.seat().await(seat -> seat.machine().equals("ps2"), SOON)).isTrue();
        assertThat(usb.seat().await(seat -> seat.machine().equals("usb"), SOON)).isTrue();
    }

    @Test
    void theGuestsHaveNoNetworkCard() throws IOException {
        for (Guest guest : List.of(ps2, usb)) {
            assertThat(guest.bootLines()).contains("net: lo");
            try (Monitor monitor = server.monitor(guest.name())) {
                assertThat(monitor.human("info network").strip()).isEmpty();
            }
        }
    }

    /** A guest has received just this, in this order, after its first so many key events. */
    static void assertReceived(Serial guest, int before, List<String> expected) {
        Awaitility.await().atMost(SOON).untilAsserted(() -> {
            List<String> all = InputReport.keys(guest.lines());
            List<String> received = all.subList(before, all.size());
            int same = 0;
            while (same < Math.min(received.size(), expected.size())
                    && received.get(same).equals(expected.get(same))) {
                same++;
            }
            assertThat(received.subList(same, Math.min(received.size(), same + 8)))
                    .as("after %d of %d events as expected", same, expected.size())
                    .isEqualTo(expected.subList(same, Math.min(expected.size(), same + 8)));
        });
    }

    /** In steps: a USB keyboard is polled, and its queue of sixteen codes is lost on a guest that is held up. */
    @Test
    void aUsbKeyboardHasTheSameKeys() {
        List<String> expected = new ArrayList<>();
        int before = InputReport.keys(usb.serial().lines()).size();
        for (Map.Entry<EvdevKeys.Key, Integer> key : EvdevKeys.board().entrySet()) {
            usb.seat().key(key.getKey().page(), key.getKey().code(), KeyAction.PRESS);
            usb.seat().key(key.getKey().page(), key.getKey().code(), KeyAction.RELEASE);
            expected.add(key.getValue() + "+");
            expected.add(key.getValue() + "-");
            if (expected.size() % 6 == 0) {
                assertReceived(usb.serial(), before, expected);
            }
        }
        assertReceived(usb.serial(), before, expected);
    }

    @Test
    void positionsButtonsAndWheelOfATablet() throws InterruptedException {
        assertThat(ps2.seat().await(VirtualSeat::absolute, SOON))
                .as("the guest takes positions")
                .isTrue();
        ps2.serial().clear();
        ps2.seat().moveTo(0x2000, 0x2000); // the guest reports only what differs from before
        awaitAbsolute(0, 0x2000);
        ps2.seat().moveTo(0, 0x7FFF);
        awaitAbsolute(0, 0);
        awaitAbsolute(1, 0x7FFF);
        ps2.seat().moveTo(0x4000, 0x1234);
        awaitAbsolute(0, 0x4000);
        awaitAbsolute(1, 0x1234);
        clickEach(ps2, List.of(272, 273, 274)); // QEMU's tablet has three buttons
        wheel(ps2);
    }

    /** What the library for automation makes of pixels, buttons and chords, at the same seat as the person. */
    @Test
    void aRobotPointsDragsAndPressesChords() throws IOException, InterruptedException, NoLinkException {
        try (Robot robot = new Robot(server.sit("a"))) {
            robot.awaitReady(SOON);
            Framebuffer screen = robot.picture();
            ps2.serial().clear();
            robot.move(screen.width() - 1, 0);
            awaitAbsolute(0, 0x7FFF);
            robot.drag(0, screen.height() - 1);
            awaitAbsolute(0, 0);
            awaitAbsolute(1, 0x7FFF);
            robot.click(2);
            ps2.serial()
                    .await(
                            "drag and click",
                            SOON,
                            lines -> InputReport.keys(lines).equals(List.of("272+", "272-", "273+", "273-")));
            robot.wheel(2, 0);
            ps2.serial().await("2 up", SOON, lines -> sum(lines, 8) == 2);
            ps2.serial().clear();
            robot.press("ctrl+alt+A");
            ps2.serial()
                    .await(
                            "the chord",
                            SOON,
                            lines -> InputReport.keys(lines)
                                    .equals(List.of("29+", "56+", "42+", "30+", "30-", "42-", "56-", "29-")));
        }
    }

    @Test
    void motionButtonsAndWheelOfAMouse() throws InterruptedException {
        assertThat(usb.seat().await(seat -> !seat.absolute(), SOON))
                .as("the guest takes motion")
                .isTrue();
        usb.serial().clear();
        usb.seat().move(20, -30);
        usb.serial().await("motion", SOON, lines -> sum(lines, 0) == 20 && sum(lines, 1) == -30);
        for (int i = 0; i < 50; i++) {
            usb.seat().move(-1, 2);
        }
        usb.serial().await("more motion", SOON, lines -> sum(lines, 0) == -30 && sum(lines, 1) == 70);
        clickEach(usb, List.of(272, 273, 274, 275, 276));
        wheel(usb);
    }

    private static void clickEach(Guest guest, List<Integer> codes) {
        for (int i = 0; i < codes.size(); i++) {
            int code = codes.get(i);
            guest.seat().button(i + 1, true);
            guest.serial()
                    .await(
                            "button " + code,
                            SOON,
                            lines -> InputReport.keys(lines).contains(code + "+"));
            guest.seat().button(i + 1, false);
            guest.serial()
                    .await(
                            "button " + code,
                            SOON,
                            lines -> InputReport.keys(lines).contains(code + "-"));
        }
    }

    private static void wheel(Guest guest) {
        guest.serial().clear();
        guest.seat().wheel(360, 0);
        guest.serial().await("3 up", SOON, lines -> sum(lines, 8) == 3);
        guest.seat().wheel(-60, 0);
        guest.seat().wheel(-60, 0);
        guest.serial().await("1 down", SOON, lines -> sum(lines, 8) == 2);
    }

    private static void awaitAbsolute(int axis, int value) {
        ps2.serial()
                .await(
                        "axis " + axis + " at " + value,
                        SOON,
                        lines -> InputReport.events(lines, InputReport.EV_ABS).stream()
                                .anyMatch(event -> event.code() == axis && event.value() == value));
    }

    private static int sum(List<String> lines, int axis) {
        return InputReport.events(lines, InputReport.EV_REL).stream()
                .filter(event -> event.code() == axis)
                .mapToInt(InputReport.Event::value)
                .sum();
    }

    @Test
    void lockLedsComeBackToTheSeat() {
        for (Guest guest : List.of(ps2, usb)) {
            int before = guest.seat().leds();
            click(guest, 0x39); // Caps Lock
            Awaitility.await("Caps Lock lights")
                    .atMost(SOON)
                    .until(() -> guest.seat().leds() == (before ^ 2));
            click(guest, 0x53); // Num Lock
            Awaitility.await("Num Lock changes")
                    .atMost(SOON)
                    .until(() -> guest.seat().leds() == (before ^ 3));
            click(guest, 0x39);
            click(guest, 0x53);
            Awaitility.await("as before").atMost(SOON).until(() -> guest.seat().leds() == before);
        }
    }

    private static void click(Guest guest, int usage) {
        guest.seat().key(KeyPage.KEYBOARD, usage, KeyAction.PRESS);
        guest.seat().key(KeyPage.KEYBOARD, usage, KeyAction.RELEASE);
    }
}
