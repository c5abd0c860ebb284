package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import netseat.device.VirtualSeat;
import netseat.protocol.KeyAction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two seats on two machines: neither guest ever sees an event of the other, and a replug leaves nothing pressed. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PartitionTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int KEYS_A_SECOND = 25;
    private static final int SECONDS = 60;

    private static ServerProcess server;
    private static VirtualSeat seatA;
    private static VirtualSeat seatB;
    private static Serial first;
    private static Serial second;

    @BeforeAll
    static void sitDown() throws IOException, InterruptedException {
        server = ServerProcess.start(Guests.machine("first", Guests.linux("ps2", "ps2"))
                + Guests.machine("second", Guests.linux("ps2", "ps2"))
                + Guests.seat("a", "first")
                + Guests.seat("b", "second"));
        first = server.serial("first");
        second = server.serial("second");
        first.await("first is ready", BOOT, lines -> lines.contains("ready"));
        second.await("second is ready", BOOT, lines -> lines.contains("ready"));
        seatA = server.sit("a");
        seatB = server.sit("b");
        assertThat(seatA.await(VirtualSeat::isReady, SOON)).isTrue();
        assertThat(seatB.await(VirtualSeat::isReady, SOON)).isTrue();
    }

    @AfterAll
    static void leave() throws IOException, InterruptedException {
        seatA.close();
        seatB.close();
        first.close();
        second.close();
        server.close();
    }

    @Test
    void twoSeatsTypeAtOnceForAMinuteAndNeitherGuestSeesTheOther() {
        first.clear();
        second.clear();
        // Seat a types letters of the upper row, seat b of the lower: no key is in both.
        int[] upper = {0x14, 0x1A, 0x08, 0x15, 0x17}; // Q W E R T
        int[] lower = {0x1D, 0x1B, 0x06, 0x19, 0x05}; // Z X C V B
        int[] upperCodes = {16, 17, 18, 19, 20};
        int[] lowerCodes = {44, 45, 46, 47, 48};
        List<String> expectedFirst = new ArrayList<>();
        List<String> expectedSecond = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < KEYS_A_SECOND * SECONDS; i++) {
            long due = start + i * TimeUnit.SECONDS.toNanos(1) / KEYS_A_SECOND;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int key = i % upper.length;
            click(seatA, upper[key]);
            click(seatB, lower[key]);
            seatA.move(1, 0);
            expectedFirst.addAll(List.of(upperCodes[key] + "+", upperCodes[key] + "-"));
            expectedSecond.addAll(List.of(lowerCodes[key] + "+", lowerCodes[key] + "-"));
        }
        first.await("all of a", SOON, lines -> InputReport.keys(lines).size() >= expectedFirst.size());
        second.await("all of b", SOON, lines -> InputReport.keys(lines).size() >= expectedSecond.size());
        assertThat(InputReport.keys(first.lines())).isEqualTo(expectedFirst);
        assertThat(InputReport.keys(second.lines())).isEqualTo(expectedSecond);
        assertThat(InputReport.events(second.lines(), InputReport.EV_REL))
                .as("no motion of a's")
                .isEmpty();
        first.await(
                "a's motion",
                SOON,
                lines -> InputReport.events(lines, InputReport.EV_REL).stream()
                                .mapToInt(InputReport.Event::value)
                                .sum()
                        == KEYS_A_SECOND * SECONDS);
    }

    private static void click(VirtualSeat seat, int usage) {
        seat.key(usage, KeyAction.PRESS);
        seat.key(usage, KeyAction.RELEASE);
    }

    @Test
    void replugsInTheMiddleOfHeldKeysLeaveNothingPressedAnywhere() throws IOException, InterruptedException {
        first.clear();
        second.clear();
        Random random = new Random(4);
        for (int round = 0; round < 30; round++) {
            seatA.key(0xE1, KeyAction.PRESS);
            seatA.key(0x04 + random.nextInt(26), KeyAction.PRESS);
            seatA.key(0x52, KeyAction.PRESS);
            seatA.button(1 + random.nextInt(3), true);
            String to = round % 2 == 0 ? "second" : "first";
            server.plug("a", to);
            assertThat(seatA.await(seat -> seat.machine().equals(to), SOON)).isTrue();
        }
        // A last key in each marks the end: what comes before it in the guest has come.
        click(seatA, 0x29);
        server.plug("a", "second");
        assertThat(seatA.await(seat -> seat.machine().equals("second"), SOON)).isTrue();
        click(seatA, 0x29);
        first.await("Escape", SOON, lines -> InputReport.keys(lines).contains("1-"));
        second.await("Escape", SOON, lines -> InputReport.keys(lines).contains("1-"));
        Awaitility.await("nothing pressed").atMost(SOON).untilAsserted(() -> {
            assertThat(pressed(first)).isEmpty();
            assertThat(pressed(second)).isEmpty();
        });
        assertThat(InputReport.keys(first.lines())).hasSizeGreaterThan(60);
        assertThat(InputReport.keys(second.lines())).hasSizeGreaterThan(60);
        server.plug("a", "first");
    }

    /** The keys and buttons that a guest holds to be pressed. */
    static List<Integer> pressed(Serial serial) {
        Map<Integer, Integer> last = new HashMap<>();
        for (InputReport.Event event : InputReport.events(serial.lines(), InputReport.EV_KEY)) {
            last.put(event.code(), event.value());
        }
        return last.entrySet().stream()
                .filter(entry -> entry.getValue() != 0)
                .map(Map.Entry::getKey)
                .toList();
    }
}
