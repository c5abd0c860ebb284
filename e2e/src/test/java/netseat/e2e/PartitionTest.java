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
    private static final int KEYS_A_SECOND = 50;
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

    /** Seat a types every key there is, twice as fast as seat b types letters, and moves its mouse. */
    @Test
    void twoSeatsTypeAtOnceForAMinuteNoKeyIsLostAndNeitherGuestSeesTheOther() {
        first.clear();
        second.clear();
        List<Map.Entry<EvdevKeys.Key, Integer>> board =
                new ArrayList<>(EvdevKeys.board().entrySet());
        assertThat(board).hasSize(105);
        board.addAll(EvdevKeys.media().entrySet());
        int[] letters = {0x1D, 0x1B, 0x06, 0x19, 0x05}; // Z X C V B
        int[] letterCodes = {44, 45, 46, 47, 48};
        List<String> expectedFirst = new ArrayList<>();
        List<String> expectedSecond = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < KEYS_A_SECOND * SECONDS; i++) {
            Map.Entry<EvdevKeys.Key, Integer> key = board.get(i % board.size());
            pace(start, 2L * i);
            seatA.key(key.getKey().page(), key.getKey().code(), KeyAction.PRESS);
            if (i % 2 == 0) {
                int letter = i / 2 % letters.length;
                click(seatB, letters[letter]);
                seatA.move(1, 0);
                expectedSecond.addAll(List.of(letterCodes[letter] + "+", letterCodes[letter] + "-"));
            }
            pace(start, 2L * i + 1);
            seatA.key(key.getKey().page(), key.getKey().code(), KeyAction.RELEASE);
            expectedFirst.addAll(List.of(key.getValue() + "+", key.getValue() + "-"));
        }
        LinuxInputTest.assertReceived(first, 0, expectedFirst);
        LinuxInputTest.assertReceived(second, 0, expectedSecond);
        assertThat(InputReport.events(second.lines(), InputReport.EV_REL))
                .as("no motion of a's")
                .isEmpty();
        first.await(
                "a's motion",
                SOON,
                lines -> InputReport.events(lines, InputReport.EV_REL).stream()
                                .mapToInt(InputReport.Event::value)
                                .sum()
                        == KEYS_A_SECOND / 2 * SECONDS);
    }

    /** Waits for the moment of the n-th of seat a's events, which come in a steady stream. */
    private static void pace(long start, long n) {
        long due = start + n * TimeUnit.SECONDS.toNanos(1) / (2 * KEYS_A_SECOND);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
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
