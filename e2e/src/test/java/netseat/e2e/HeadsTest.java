package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netseat.device.VirtualSeat;
import netseat.screen.Framebuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Linux that draws on two heads, each in the size that the display unit before it wishes. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class HeadsTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(15);

    private static ServerProcess server;
    private static Serial serial;

    @BeforeAll
    static void start() throws IOException {
        server = ServerProcess.start(Guests.machine("two", Guests.heads(2, 1024, 768))
                + Guests.seat("left", "two")
                + Guests.seat("right", "two")
                + Guests.seat("guest", "two"));
        serial = server.serial("two");
        awaitMode(1, 1024, 768, BOOT);
        awaitMode(2, 1024, 768, BOOT);
    }

    @AfterAll
    static void stop() throws IOException {
        serial.close();
        server.close();
    }

    /** The guest's own word for it; a mode before the serial port's last clearing does not count. */
    private static void awaitMode(int head, int width, int height, Duration within) {
        String line = line(head, width, height);
        serial.await(line, within, lines -> lines.contains(line));
    }

    private static String line(int head, int width, int height) {
        return "head " + head + " " + width + "x" + height;
    }

    /** The unit shows what the guest drew on this head: no other head has this blue. */
    private static void awaitPicture(VirtualSeat seat, int head, int width, int height) throws InterruptedException {
        boolean shown = seat.await(it -> isDrawn(it.picture(), head, width, height), SOON);
        assertThat(shown)
                .as("head %d in %dx%d, not %s", head, width, height, words(seat.picture()))
                .isTrue();
    }

    private static boolean isDrawn(Framebuffer picture, int head, int width, int height) {
        int red = (width - 1) & 0xFF;
        int green = (height - 1) & 0xFF;
        int blue = 40 * head;
        return picture.width() == width
                && picture.height() == height
                && picture.pixels()[0] == blue
                && picture.pixels()[width * height - 1] == (red << 16 | green << 8 | blue);
    }

    private static String words(Framebuffer picture) {
        return picture.width() + "x" + picture.height() + " of %06x".formatted(picture.pixels()[0]);
    }

    @Test
    void eachUnitShowsItsOwnHeadAndSetsTheSizeOfThatAlone() throws IOException, InterruptedException {
        try (Monitor monitor = server.monitor("two");
                VirtualSeat left = server.sit("left", 1);
                VirtualSeat right = server.sit("right", 2)) {
            serial.clear();
            left.size(1280, 720);
            awaitMode(1, 1280, 720, SOON);
            awaitPicture(left, 1, 1280, 720);
            right.size(800, 600);
            awaitMode(2, 800, 600, SOON);
            awaitPicture(right, 2, 800, 600);
            right.size(1600, 900); // more than it ever had
            awaitMode(2, 1600, 900, SOON);
            awaitPicture(right, 2, 1600, 900);

            awaitPicture(left, 1, 1280, 720);
            Pictures.assertEqual(left, monitor, 1);
            Pictures.assertEqual(right, monitor, 2);
            assertThat(serial.lines())
                    .as("each change of mode, and no other")
                    .isEqualTo(List.of(line(1, 1280, 720), line(2, 800, 600), line(2, 1600, 900)));
            assertThat(server.machine("two").path("heads").intValue()).isEqualTo(2);
        }
    }

    @Test
    void ofTwoUnitsBeforeOneHeadTheFirstDecidesUntilItGoes() throws IOException, InterruptedException {
        VirtualSeat first = server.sit("left", 1);
        try (VirtualSeat second = sitBehind(first)) {
            first.close();
            awaitMode(1, 960, 540, SOON);
            second.size(1400, 1050);
            awaitMode(1, 1400, 1050, SOON);
            awaitPicture(second, 1, 1400, 1050);
        } finally {
            first.close();
        }
    }

    /** Sits down before the head of another unit, whose wish counts, and wishes 960x540. */
    private static VirtualSeat sitBehind(VirtualSeat first) throws IOException, InterruptedException {
        serial.clear();
        first.size(1152, 864);
        awaitMode(1, 1152, 864, SOON);
        VirtualSeat second = server.sit("guest", 1);
        second.size(960, 540);
        awaitPicture(second, 1, 1152, 864);
        first.size(1088, 612);
        awaitMode(1, 1088, 612, SOON);
        assertThat(serial.lines()).doesNotContain(line(1, 960, 540));
        return second;
    }

    @Test
    void aFloodOfSizesEndsInTheLast() throws IOException, InterruptedException {
        try (VirtualSeat right = server.sit("right", 2)) {
            serial.clear();
            for (int i = 0; i < 500; i++) {
                right.size(700 + i, 500 + i);
            }
            right.size(1366, 768);
            awaitMode(2, 1366, 768, SOON);
            awaitPicture(right, 2, 1366, 768);
            assertThat(right.closed()).isEmpty();
        }
    }

    @Test
    void aMachineStartsInTheSizesThatWereWishedLast() throws IOException, InterruptedException {
        try (VirtualSeat right = server.sit("right", 2)) {
            serial.clear();
            right.size(1440, 900);
            awaitMode(2, 1440, 900, SOON);
            assertThat(server.request("POST", "/api/v1/vms/two/stop", "").statusCode())
                    .isEqualTo(204);
            assertThat(server.request("POST", "/api/v1/vms/two/start", "").statusCode())
                    .isEqualTo(204);
            serial.close();
            serial = server.serial("two");
            awaitMode(2, 1440, 900, BOOT);
            awaitPicture(right, 2, 1440, 900);
        }
    }
}
