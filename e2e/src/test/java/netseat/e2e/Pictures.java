package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import netseat.device.VirtualSeat;
import netseat.screen.Framebuffer;
import org.awaitility.Awaitility;

/** Holds what a display unit shows against what QEMU itself says is on the screen. */
final class Pictures {
    private static final Duration WITHIN = Duration.ofSeconds(15);

    private Pictures() {}

    /** The guest stands still, so both pictures must become the same, all pixels, and this is how long it may take. */
    static void assertEqual(VirtualSeat seat, Monitor monitor) throws IOException {
        monitor.pause();
        try {
            Framebuffer dump = monitor.screendump();
            Awaitility.await("the display unit shows QEMU's own picture")
                    .atMost(WITHIN)
                    .until(() -> same(seat.picture(), dump));
            assertThat(Arrays.stream(dump.pixels()).distinct().count())
                    .as("a picture with something on it")
                    .isGreaterThan(1);
        } finally {
            monitor.resume();
        }
    }

    static boolean same(Framebuffer one, Framebuffer other) {
        return one.width() == other.width()
                && one.height() == other.height()
                && Arrays.equals(one.pixels(), other.pixels());
    }
}
