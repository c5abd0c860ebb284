package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netseat.device.VirtualSeat;
import netseat.e2e.Chromium.Tab;
import netseat.protocol.Attachment;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.ContactState;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.PeripheralClass;
import netseat.protocol.TouchReport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Fingers at a guest whose QEMU has no touch screen, by a device and by a page; what a page sends to one that has; and a seat
 * that goes dark.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TouchAndDarkTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path PICTURES = Path.of("target", "pictures");
    private static final int TOUCH = 4;
    private static final int KEY_A = 0x04;

    private static ServerProcess server;
    private static Chromium chromium;
    private static Serial serial;

    @BeforeAll
    static void sitDown() throws IOException, InterruptedException {
        server = ServerProcess.start(Guests.machine("linux", Guests.linux("ps2", "touch"))
                + Guests.seat("a", "linux")
                + "[seat.dark]\nvm = \"linux\"\npreset = \"dark\"\n"
                + "[preset.dark]\nblank-after = 0.05\n");
        serial = server.serial("linux");
        chromium = Chromium.startAt(server);
        serial.await("linux is ready", BOOT, lines -> lines.contains("ready"));
    }

    @AfterAll
    static void leave() throws IOException {
        chromium.close();
        serial.close();
        server.close();
    }

    private static void say(VirtualSeat seat, TouchReport report) {
        ByteBuffer frame = ByteBuffer.allocate(128);
        FrameWriter.touch(frame, TOUCH, report);
        seat.link().send(frame.flip());
    }

    private static void awaitKey(String key) {
        serial.await(key, SOON, lines -> InputReport.keys(lines).contains(key));
    }

    private static void awaitPlace(int axis, int about) {
        serial.await(
                "axis " + axis + " at " + about,
                SOON,
                lines -> InputReport.events(lines, InputReport.EV_ABS).stream()
                        .anyMatch(event -> event.code() == axis && Math.abs(event.value() - about) < 300));
    }

    private static int wheel(List<String> lines) {
        return InputReport.events(lines, InputReport.EV_REL).stream()
                .filter(event -> event.code() == 8)
                .mapToInt(InputReport.Event::value)
                .sum();
    }

    @Test
    void aTouchSurfaceMovesClicksDragsAndScrolls() throws IOException, InterruptedException {
        assertThat(server.machine("linux").path("touch").intValue())
                .as("this QEMU is older than its touch screens")
                .isZero();
        try (VirtualSeat seat = server.sit("a")) {
            assertThat(seat.await(s -> s.isReady() && s.absolute(), SOON)).isTrue();
            ByteBuffer frame = ByteBuffer.allocate(256);
            FrameWriter.attach(
                    frame, TOUCH, new Attachment(PeripheralClass.TOUCH, "test", "surface", "", Capabilities.DEFAULT));
            seat.link().send(frame.flip());
            serial.clear();
            TouchReport report = new TouchReport();
            say(seat, report.clear().add(0, ContactState.DOWN, 0x2000, 0x1000));
            awaitPlace(0, 0x2000);
            say(seat, report.clear().add(0, ContactState.UP, 0x2000, 0x1000));
            awaitKey("272+");
            awaitKey("272-");
            serial.clear();
            say(seat, report.clear().add(0, ContactState.DOWN, 0x3000, 0x3000));
            say(seat, report.clear().add(0, ContactState.MOVED, 0x5000, 0x4000));
            awaitKey("272+");
            awaitPlace(0, 0x5000);
            assertThat(InputReport.keys(serial.lines())).containsExactly("272+");
            say(seat, report.clear().add(0, ContactState.UP, 0x5000, 0x4000));
            awaitKey("272-");
            serial.clear();
            say(seat, two(report, ContactState.DOWN, 0x2000));
            say(seat, two(report, ContactState.UP, 0x2000));
            awaitKey("273+");
            awaitKey("273-");
            say(seat, two(report, ContactState.DOWN, 0x2000));
            for (int y = 0x2100; y <= 0x4000; y += 0x100) {
                say(seat, two(report, ContactState.MOVED, y));
            }
            say(seat, two(report, ContactState.UP, 0x4000));
            serial.await("steps away from the user", SOON, lines -> wheel(lines) == 5);
            assertThat(InputReport.keys(serial.lines())).containsExactly("273+", "273-");
            say(seat, report.clear().add(0, ContactState.DOWN, 0x1000, 0x1000));
            say(seat, report.clear().add(0, ContactState.MOVED, 0x7000, 0x1000));
            awaitKey("272+");
        }
        awaitKey("272-"); // as the link is gone
    }

    private static TouchReport two(TouchReport report, ContactState state, int y) {
        return report.clear().add(0, state, 0x2000, y).add(1, state, 0x3000, y);
    }

    private static void touch(Tab tab, String type, double... places) throws IOException {
        Map<?, ?>[] points = new Map<?, ?>[places.length / 2];
        for (int i = 0; i < points.length; i++) {
            points[i] = Map.of("x", places[2 * i], "y", places[2 * i + 1], "id", i);
        }
        tab.call("Input.dispatchTouchEvent", Map.of("type", type, "touchPoints", points));
    }

    /** A page that has a touch screen from its beginning. */
    private static Tab touchable(String path) throws IOException {
        Tab tab = chromium.open(URI.create("about:blank"));
        tab.call("Emulation.setTouchEmulationEnabled", Map.of("enabled", true, "maxTouchPoints", 5));
        tab.open(server.page(path));
        tab.await("netseat.connected && netseat.plug.state === 'running' && netseat.width > 1 && netseat.absolute");
        return tab;
    }

    @Test
    void fingersOnAPage() throws IOException, InterruptedException {
        Tab tab = touchable("/seat/a");
        Awaitility.await("the page's touch surface")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(server.state()
                                .path("seats")
                                .path(0)
                                .path("peripherals")
                                .toString())
                        .contains("\"class\":\"touch\""));
        assertThat(tab.evaluate("netseat.contacts").intValue()).isZero();
        double[] box = Arrays.stream(tab.evaluate("""
                        (() => {
                          const box = document.querySelector('#screen').getBoundingClientRect();
                          return [box.left, box.top, box.width, box.height].join(' ');
                        })()""").stringValue().split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        double x = box[0] + box[2] / 4;
        double y = box[1] + box[3] / 2;
        serial.clear();
        touch(tab, "touchStart", x, y);
        awaitPlace(0, 0x2000);
        touch(tab, "touchEnd");
        awaitKey("272+");
        awaitKey("272-");
        serial.clear();
        touch(tab, "touchStart", x, y);
        touch(tab, "touchMove", x + box[2] / 2, y);
        awaitKey("272+");
        awaitPlace(0, 0x6000);
        touch(tab, "touchEnd");
        awaitKey("272-");
        tab.close();
    }

    /** The page's own part, without a QEMU that has a touch screen: what would go on the wire is our Java writer's. */
    @Test
    void aPageSendsContactsAsTheyAre() throws IOException {
        Tab tab = touchable("/seat/a");
        String sent = tab.evaluate("""
                (async () => {
                  const { Contacts } = await import('/assets/contacts.js');
                  const { FrameWriter } = await import('/assets/frames.js');
                  const frames = new FrameWriter();
                  const sent = [];
                  let whole;
                  const contacts = new Contacts({
                    report: (report) => {
                      sent.push([...frames.touch(4, report)].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
                      whole?.();
                    },
                    congested: () => false,
                  }, { width: 100, positionAt: (x, y) => ({ x, y }) });
                  const finger = (pointerId, clientX, clientY) => ({ pointerId, clientX, clientY });
                  contacts.down(finger(71, 1, 2));
                  contacts.most = 2;
                  contacts.down(finger(71, 1, 2));
                  contacts.down(finger(72, 3, 4));
                  contacts.down(finger(73, 9, 9));
                  contacts.move(finger(71, 5, 6));
                  contacts.move(finger(72, 7, 8));
                  contacts.move(finger(71, 0x7FFF, 0));
                  await new Promise((done) => { whole = done; });
                  contacts.up(finger(71, 0, 0));
                  contacts.releaseAll();
                  contacts.up(finger(72, 0, 0));
                  return sent.join(' ') + ' ' + contacts.held().length;
                })()""").stringValue();
        ByteBuffer expected = ByteBuffer.allocate(256);
        TouchReport report = new TouchReport();
        List<TouchReport> all = List.of(
                new TouchReport().add(0, ContactState.DOWN, 1, 2),
                new TouchReport().add(1, ContactState.DOWN, 3, 4),
                report.add(0, ContactState.MOVED, 0x7FFF, 0).add(1, ContactState.MOVED, 7, 8),
                new TouchReport().add(0, ContactState.UP, 0x7FFF, 0),
                new TouchReport().add(1, ContactState.UP, 7, 8));
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < all.size(); i++) {
            TouchReport each = all.get(i);
            expected.clear();
            FrameWriter.touch(expected, TOUCH, each);
            FrameHeader.number(expected.flip(), i);
            hex.append(HexFormat.of().formatHex(expected.array(), 0, expected.limit()))
                    .append(' ');
        }
        assertThat(sent).isEqualTo(hex + "0");
        tab.close();
    }

    @Test
    void aSeatThatNobodyUsesGoesDarkAndAKeyBringsItBack() throws IOException, InterruptedException {
        Tab tab = chromium.open(server.page("/seat/dark"));
        tab.await("netseat.connected && netseat.plug.state === 'running' && netseat.pictures > 0");
        tab.await("netseat.dark");
        tab.await("netseat.pixels().every((value, i) => i % 4 === 3 || value === 0)");
        assertThat(tab.seen(0, 200, 60, 300).pixels()).as("black").containsOnly(0);
        tab.screenshot(PICTURES.resolve("seat-dark.png"));
        serial.clear();
        tab.key("KeyA", "a", true);
        awaitKey("30+"); // passed on
        tab.await("!netseat.dark && netseat.pixels().some((value, i) => i % 4 !== 3 && value !== 0)");
        tab.key("KeyA", "a", false);
        awaitKey("30-");
        tab.await("netseat.dark");
        tab.mouse("mouseMoved", 300, 300, "none");
        tab.await("!netseat.dark");
        tab.close();
        try (VirtualSeat seat = server.sit("dark")) {
            assertThat(seat.await(VirtualSeat::isDark, SOON)).isTrue();
            assertThat(seat.await(s -> isBlack(s), SOON)).isTrue();
            long pictures = seat.pictures();
            assertThat(server.request("GET", "/healthz", "").statusCode()).isEqualTo(200);
            seat.key(KEY_A, KeyAction.PRESS);
            seat.key(KEY_A, KeyAction.RELEASE);
            assertThat(seat.await(s -> !s.isDark() && s.pictures() > pictures && !isBlack(s), SOON))
                    .isTrue();
        }
        Awaitility.await("nothing pressed")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(PartitionTest.pressed(serial)).isEmpty());
    }

    private static boolean isBlack(VirtualSeat seat) {
        return Arrays.stream(seat.picture().pixels()).allMatch(pixel -> (pixel & 0xFFFFFF) == 0);
    }
}
