package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netseat.device.DeviceKey;
import netseat.device.LinkMaker;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualSeat;
import netseat.device.WebSocketDeviceLink;
import netseat.protocol.KeyAction;
import netseat.protocol.KeyPage;
import netseat.quic.QuicDeviceLink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One device over each transport: the same frames mean the same. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class TransportTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(20);

    private static ServerProcess server;
    private static Serial mouse;
    private static Serial tablet;

    @TempDir
    private Path folder;

    enum Way {
        TLS {
            @Override
            LinkMaker to(DeviceKey key) {
                return TlsDeviceLink.to(key, server.devices());
            }
        },
        QUIC {
            @Override
            LinkMaker to(DeviceKey key) {
                return QuicDeviceLink.to(key, server.devices());
            }
        },
        WEBSOCKET {
            @Override
            LinkMaker to(DeviceKey key) {
                return WebSocketDeviceLink.to(server.link("a"));
            }
        };

        abstract LinkMaker to(DeviceKey key);

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @BeforeAll
    static void sitDown() throws IOException {
        server = ServerProcess.start(Guests.machine("mouse", Guests.linux("ps2", "ps2"))
                + Guests.machine("tablet", Guests.linux("ps2", "tablet"))
                + Guests.seat("a", "mouse"));
        mouse = server.serial("mouse");
        tablet = server.serial("tablet");
        mouse.await("mouse is ready", BOOT, lines -> lines.contains("ready"));
        tablet.await("tablet is ready", BOOT, lines -> lines.contains("ready"));
    }

    @AfterAll
    static void leave() throws IOException {
        mouse.close();
        tablet.close();
        server.close();
    }

    private VirtualSeat sit(Way way) throws IOException, InterruptedException {
        server.plug("a", "mouse");
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        VirtualSeat seat = VirtualSeat.connect(way.to(key));
        if (seat.link().asksAdmission()) {
            Devices.awaitState(server, key.id(), "pending");
            server.admit(key.id(), "a");
        }
        assertThat(seat.await(VirtualSeat::isReady, SOON)).as(seat.closed()).isTrue();
        return seat;
    }

    @ParameterizedTest
    @EnumSource
    void keysMotionButtonsLedsAndPictures(Way way) throws IOException, InterruptedException {
        try (VirtualSeat seat = sit(way)) {
            // The link of the test before may have been closed a moment ago only.
            Awaitility.await("one link of this transport").atMost(SOON).untilAsserted(() -> {
                assertThat(server.state().path("transports").path(way.word()).asInt())
                        .isEqualTo(1);
                assertThat(server.metric("netseat_transport_links", '"' + way.word() + '"'))
                        .isEqualTo(1);
            });
            mouse.clear();
            List<String> expected = new ArrayList<>();
            for (Map.Entry<EvdevKeys.Key, Integer> key : EvdevKeys.board().entrySet()) {
                mouse.awaitKeys(expected.size() - 2, SOON); // Print Screen alone has ten bytes
                press(seat, key.getKey());
                expected.addAll(List.of(key.getValue() + "+", key.getValue() + "-"));
            }
            Awaitility.await("the whole board")
                    .atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(InputReport.keys(mouse.lines())).isEqualTo(expected));

            allMotionOnce(seat);
            positionBeforeItsButton(seat);
            int before = seat.leds();
            press(seat, new EvdevKeys.Key(KeyPage.KEYBOARD, 0x39)); // Caps Lock
            assertThat(seat.await(all -> all.leds() == (before ^ 2), SOON)).isTrue();
            press(seat, new EvdevKeys.Key(KeyPage.KEYBOARD, 0x39));
            assertThat(seat.await(all -> all.leds() == before, SOON)).isTrue();
            try (Monitor monitor = server.monitor("tablet")) {
                Pictures.assertEqual(seat, monitor);
            }
            server.plug("a", "mouse");
            assertThat(seat.await(all -> all.machine().equals("mouse"), SOON)).isTrue();
            try (Monitor monitor = server.monitor("mouse")) {
                Pictures.assertEqual(seat, monitor);
            }
        }
    }

    private static void press(VirtualSeat seat, EvdevKeys.Key key) {
        seat.key(key.page(), key.code(), KeyAction.PRESS);
        seat.key(key.page(), key.code(), KeyAction.RELEASE);
    }

    /** A PS/2 packet holds motion and buttons, so that the guest cannot say which of them came first. */
    private static void allMotionOnce(VirtualSeat seat) {
        mouse.clear();
        for (int i = 0; i < 100; i++) {
            seat.move(2, -1);
        }
        seat.button(1, true);
        for (int i = 0; i < 100; i++) {
            seat.move(-1, 2);
        }
        seat.button(1, false);
        seat.wheel(120, 0);
        mouse.await("the wheel", SOON, lines -> Motion.sum(lines, Motion.WHEEL) == 1);
        mouse.await(
                "all motion, once",
                SOON,
                lines -> Motion.sum(lines, Motion.X) == 100 && Motion.sum(lines, Motion.Y) == 100);
    }

    private static void positionBeforeItsButton(VirtualSeat seat) throws IOException, InterruptedException {
        server.plug("a", "tablet");
        assertThat(seat.await(all -> all.machine().equals("tablet") && all.absolute(), SOON))
                .isTrue();
        tablet.clear();
        for (int i = 0; i <= 100; i++) {
            seat.moveTo(100 * i, 0x7000 - i);
        }
        seat.button(1, true);
        for (int i = 0; i <= 100; i++) {
            seat.moveTo(10_000 + 10 * i, 0x6000 + i);
        }
        seat.button(1, false);
        tablet.await("the button", SOON, lines -> Motion.indexOfButton(lines, 0) >= 0);
        List<String> lines = tablet.lines();
        assertThat(Motion.last(lines.subList(0, Motion.indexOfButton(lines, 1)), Motion.X))
                .isEqualTo(10_000);
        assertThat(Motion.last(lines.subList(0, Motion.indexOfButton(lines, 0)), Motion.X))
                .isEqualTo(11_000);
    }

    /** Over a WebSocket a page does that, or nobody. */
    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"TLS", "QUIC"})
    void comesBackByItselfToAControllerThatWasKilled(Way way) throws IOException, InterruptedException {
        try (VirtualSeat seat = sit(way)) {
            mouse.clear();
            seat.key(0x04, KeyAction.PRESS);
            mouse.await("A", SOON, lines -> InputReport.keys(lines).contains("30+"));
            server.kill();
            assertThat(seat.await(all -> !all.closed().isEmpty(), BOOT))
                    .as("the device noticed")
                    .isTrue();
            server.startAgain();
            mouse.await("A is released", BOOT, lines -> InputReport.keys(lines).contains("30-"));
            assertThat(seat.await(VirtualSeat::isReady, BOOT)).as(seat.closed()).isTrue();
            seat.key(0x05, KeyAction.PRESS);
            mouse.await("B", SOON, lines -> InputReport.keys(lines).contains("48+"));
        }
        mouse.await("B is released", SOON, lines -> InputReport.keys(lines).contains("48-"));
    }
}
