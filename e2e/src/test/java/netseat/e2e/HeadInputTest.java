package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netseat.device.VirtualSeat;
import netseat.protocol.KeyAction;
import netseat.protocol.KeyPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two people at one Linux, each before a head with a keyboard and a tablet of its own: what one of them types, points at and
 * holds is of that head's devices alone, as the guest itself tells. Some 25 s on a busy machine.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class HeadInputTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int CAPS_LOCK = 0x39;

    private static ServerProcess server;
    private static Serial serial;
    private static Person left;
    private static Person right;

    /** Somebody at a seat before a head: what they press, as a HID usage and as the guest's code; where they point. */
    private record Person(VirtualSeat seat, int usage, int code, int x) {
        void key(KeyAction action) {
            seat.key(KeyPage.KEYBOARD, usage, action);
        }
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = ServerProcess.start(Guests.machine("pair", Guests.inputPerHead(2))
                + Guests.seat("left", "pair")
                + Guests.seat("right", "pair"));
        plug("left", 1);
        plug("right", 2);
        serial = server.serial("pair");
        serial.await("the guest is ready", BOOT, lines -> lines.contains("ready"));
        left = sitLeft();
        right = sitRight();
    }

    private static Person sitLeft() throws IOException, InterruptedException {
        return new Person(ready(server.sit("left")), 0x04, 30, 0x1000);
    }

    private static Person sitRight() throws IOException, InterruptedException {
        return new Person(ready(server.sit("right")), 0x05, 48, 0x7000);
    }

    private static VirtualSeat ready(VirtualSeat seat) throws InterruptedException {
        assertThat(seat.await(it -> it.isReady() && it.absolute(), SOON))
                .as("a seat before a tablet")
                .isTrue();
        return seat;
    }

    private static void plug(String seat, int head) throws IOException, InterruptedException {
        String body = "{\"vm\": \"pair\", \"head\": " + head + "}";
        assertThat(server.request("POST", "/api/v1/seats/" + seat + "/plug", body)
                        .statusCode())
                .isEqualTo(204);
    }

    @AfterAll
    static void stop() throws IOException {
        left.seat().close();
        right.seat().close();
        serial.close();
        server.close();
    }

    /** The devices of the guest that this key, button or position came from, each as often as it did. */
    private static List<String> devices(int type, int code) {
        return InputReport.events(serial.lines(), type).stream()
                .filter(event -> event.code() == code)
                .map(InputReport.Event::device)
                .toList();
    }

    private static void awaitKeys(String... keys) {
        for (String key : keys) {
            serial.await(key, SOON, lines -> InputReport.keys(lines).contains(key));
        }
    }

    @Test
    void eachTypesOnTheKeyboardOfTheOwnHead() throws InterruptedException {
        serial.clear();
        int times = 60;
        List<Thread> typing = new ArrayList<>();
        for (Person each : List.of(left, right)) {
            typing.add(Thread.startVirtualThread(() -> {
                for (int i = 0; i < times; i++) {
                    int count = 2 * i + 2;
                    each.key(KeyAction.PRESS);
                    each.key(KeyAction.RELEASE);
                    serial.await(
                            "keys of " + each.code(),
                            SOON,
                            lines -> devices(InputReport.EV_KEY, each.code()).size() == count);
                }
            }));
        }
        for (Thread each : typing) {
            each.join();
        }
        List<String> ofLeft = devices(InputReport.EV_KEY, left.code());
        List<String> ofRight = devices(InputReport.EV_KEY, right.code());
        assertThat(ofLeft).hasSize(2 * times).containsOnly(ofLeft.getFirst());
        assertThat(ofRight).hasSize(2 * times).containsOnly(ofRight.getFirst());
        assertThat(ofLeft.getFirst()).isNotEqualTo(ofRight.getFirst());
    }

    @Test
    void eachPointsWithTheTabletOfTheOwnHead() {
        serial.clear();
        for (int i = 1; i <= 20; i++) {
            left.seat().moveTo(left.x() + i, i);
            right.seat().moveTo(right.x() + i, i);
        }
        left.seat().button(1, true);
        right.seat().button(2, true);
        awaitKeys("272+", "273+");
        left.seat().button(1, false);
        right.seat().button(2, false);
        awaitKeys("272-", "273-");
        String ofLeft = devices(InputReport.EV_KEY, 272).getFirst();
        String ofRight = devices(InputReport.EV_KEY, 273).getFirst();
        assertThat(ofLeft).isNotEqualTo(ofRight);
        List<InputReport.Event> across = InputReport.events(serial.lines(), InputReport.EV_ABS).stream()
                .filter(event -> event.code() == 0)
                .toList();
        assertThat(across)
                .contains(
                        new InputReport.Event(ofLeft, InputReport.EV_ABS, 0, left.x() + 20),
                        new InputReport.Event(ofRight, InputReport.EV_ABS, 0, right.x() + 20))
                .allSatisfy(event -> assertThat(event.device()).isEqualTo(event.value() < 0x4000 ? ofLeft : ofRight));
    }

    /** A key and a button at each seat. */
    private static void holdOnBoth() {
        serial.clear();
        left.key(KeyAction.PRESS);
        left.seat().button(1, true);
        right.key(KeyAction.PRESS);
        right.seat().button(2, true);
        awaitKeys("30+", "272+", "48+", "273+");
    }

    @Test
    void whoGoesReleasesTheOwnKeysAlone() throws IOException, InterruptedException {
        holdOnBoth();
        left.seat().close();
        awaitKeys("30-", "272-");
        assertThat(PartitionTest.pressed(serial)).containsExactlyInAnyOrder(48, 273);
        right.key(KeyAction.RELEASE);
        right.seat().button(2, false);
        awaitKeys("48-", "273-");
        left = sitLeft();
    }

    @Test
    void aKilledControllerReleasesOnBothHeads() throws IOException, InterruptedException {
        holdOnBoth();
        String keyboard = devices(InputReport.EV_KEY, right.code()).getFirst();
        server.kill();
        server.startAgain();
        awaitKeys("30-", "272-", "48-", "273-");
        assertThat(devices(InputReport.EV_KEY, right.code()))
                .as("released on the head on which it was held")
                .containsOnly(keyboard);
        assertThat(PartitionTest.pressed(serial)).isEmpty();
        left = sitLeft();
        right = sitRight();
        serial.clear();
        right.key(KeyAction.PRESS);
        right.key(KeyAction.RELEASE);
        awaitKeys("48+", "48-");
        assertThat(devices(InputReport.EV_KEY, right.code())).containsOnly(keyboard);
    }

    /** QEMU has one set of LEDs for all keyboards of a machine: what the guest does with one of them both are told. */
    @Test
    void theLampsAreThoseOfTheMachine() throws InterruptedException {
        for (int lit : List.of(2, 0)) {
            left.seat().key(KeyPage.KEYBOARD, CAPS_LOCK, KeyAction.PRESS);
            left.seat().key(KeyPage.KEYBOARD, CAPS_LOCK, KeyAction.RELEASE);
            for (Person each : List.of(left, right)) {
                assertThat(each.seat().await(seat -> seat.leds() == lit, SOON)).isTrue();
            }
        }
    }
}
