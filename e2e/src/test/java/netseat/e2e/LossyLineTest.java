package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import netseat.device.DeviceKey;
import netseat.device.VirtualSeat;
import netseat.protocol.KeyAction;
import netseat.quic.QuicDeviceLink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device over QUIC on a line that loses one packet in fifty, is slow and lets packets overtake one another. */
@Tag("alone")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LossyLineTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long SEED = 8_356_298;
    private static final int KEYS = 1000;
    private static final long KEY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int STEP = 15;
    private static final int KEYS_AT_AN_ADDRESS = 250;

    @Test
    void noKeyIsLostAndThePointerGoesForwardAndTheAddressMayChange(@TempDir Path folder)
            throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder);
        try (ServerProcess server = ServerProcess.start(
                        Guests.machine("linux", Guests.linux("ps2", "tablet")) + Guests.seat("a", "linux"));
                Serial serial = server.serial("linux")) {
            serial.await("linux is ready", BOOT, lines -> lines.contains("ready"));
            try (LossyLine line = new LossyLine(server.devices(), SEED, 0.02, 20);
                    VirtualSeat seat = VirtualSeat.connect(QuicDeviceLink.to(key, line.address()))) {
                Devices.awaitState(server, key.id(), "pending");
                server.admit(key.id(), "a");
                assertThat(seat.await(all -> all.isReady() && all.absolute(), SOON))
                        .as(seat.closed())
                        .isTrue();
                String seen = server.device(key.id()).path("lastSeen").stringValue();
                serial.clear();
                List<String> typed = typeAndMove(seat, line);
                seat.button(1, true);
                seat.button(1, false);

                List<String> expected = new ArrayList<>(typed);
                expected.addAll(List.of("272+", "272-"));
                serial.await("the click", SOON, lines -> Motion.indexOfButton(lines, 0) >= 0);
                serial.await("every key", SOON, lines -> InputReport.keys(lines).size() >= expected.size());
                assertThat(InputReport.keys(serial.lines())).isEqualTo(expected);
                List<Integer> places = Motion.places(serial.lines(), Motion.X);
                assertThat(places).as("nothing late takes the pointer back").isSorted();
                assertThat(Motion.last(serial.lines().subList(0, Motion.indexOfButton(serial.lines(), 1)), Motion.X))
                        .as("where the button was pressed")
                        .isEqualTo(STEP * 2 * KEYS);
                try (Monitor monitor = server.monitor("linux")) {
                    Pictures.assertEqual(seat, monitor);
                }
                assertThat(line.dropped()).as("packets dropped").isGreaterThan(20);
                assertThat(line.late()).as("packets late").isGreaterThan(50);
                assertThat(server.device(key.id()).path("lastSeen").stringValue())
                        .as("when it opened its one link")
                        .isEqualTo(seen);
                assertThat(server.metric("netseat_link_faults", "")).isZero();
            }
        }
    }

    /** Presses and releases keys, moves meanwhile to the right, and changes the address three times; what the guest should say. */
    private static List<String> typeAndMove(VirtualSeat seat, LossyLine line) throws IOException {
        List<String> expected = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < KEYS; i++) {
            if (i > 0 && i % KEYS_AT_AN_ADDRESS == 0) {
                line.changePort();
            }
            int letter = i % 10; // the digits: 1 to 9 and 0 have key codes 2 to 11
            for (int half = 0; half < 2; half++) {
                int n = 2 * i + half;
                long due = start + n * KEY_NANOS / 2;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                seat.key(0x1E + letter, half == 0 ? KeyAction.PRESS : KeyAction.RELEASE);
                expected.add((2 + letter) + (half == 0 ? "+" : "-"));
                seat.moveTo(STEP * (n + 1), 0x4000);
            }
        }
        return expected;
    }
}
