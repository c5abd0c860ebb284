package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import netseat.device.VirtualSeat;
import netseat.protocol.PlugState;
import netseat.screen.Framebuffer;
import org.awaitility.Awaitility;

/** Holds what a display unit shows against what QEMU itself says is on the screen. */
final class Pictures {
    private static final Duration WITHIN = Duration.ofSeconds(15);

    private Pictures() {}

    /** The guest stands still, so both pictures must become the same, all pixels, and this is how long it may take. */
    static void assertEqual(VirtualSeat seat, Monitor monitor) throws IOException {
        assertEqual(seat, monitor, 1);
    }

    /** The same for a seat before another head, counted from 1. */
    static void assertEqual(VirtualSeat seat, Monitor monitor, int head) throws IOException {
        monitor.pause();
        try {
            Framebuffer dump = monitor.screendump(head);
            Awaitility.await()
                    .atMost(WITHIN)
                    .untilAsserted(() -> assertThat(differences(seat.picture(), dump))
                            .as("what differs between the display unit and QEMU's own picture")
                            .isEmpty());
            assertThat(Arrays.stream(dump.pixels()).distinct().count())
                    .as("a picture with something on it")
                    .isGreaterThan(1);
        } finally {
            monitor.resume();
        }
        // What is typed at a machine that still counts as paused may not arrive.
        Awaitility.await("it goes on").atMost(WITHIN).until(() -> seat.state() == PlugState.RUNNING);
    }

    /** What the canvas of a seat's page has. */
    static Framebuffer canvas(Chromium.Tab tab) throws IOException {
        String sizeAndPixels = tab.evaluate("""
                (() => {
                  const pixels = netseat.pixels();
                  let text = '';
                  for (let i = 0; i < pixels.length; i += 32768) {
                    text += String.fromCharCode(...pixels.subarray(i, i + 32768));
                  }
                  return netseat.width + ' ' + netseat.height + ' ' + btoa(text);
                })()""").stringValue();
        String[] parts = sizeAndPixels.split(" ", 3);
        Framebuffer picture = new Framebuffer(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        byte[] rgba = Base64.getDecoder().decode(parts[2]);
        assertThat(rgba).hasSize(4 * picture.pixels().length);
        for (int i = 0; i < picture.pixels().length; i++) {
            picture.pixels()[i] = (rgba[4 * i] & 0xFF) << 16 | (rgba[4 * i + 1] & 0xFF) << 8 | (rgba[4 * i + 2] & 0xFF);
        }
        return picture;
    }

    /** What differs, in words; empty when nothing does. */
    static String differences(Framebuffer one, Framebuffer other) {
        if (one.width() != other.width() || one.height() != other.height()) {
            return one.width() + "x" + one.height() + " and " + other.width() + "x" + other.height();
        }
        int count = 0;
        String first = "";
        for (int i = 0; i < one.pixels().length; i++) {
            if (one.pixels()[i] != other.pixels()[i]) {
                if (count++ == 0) {
                    first = "%d,%d is %06x, not %06x"
                            .formatted(i % one.width(), i / one.width(), one.pixels()[i], other.pixels()[i]);
                }
            }
        }
        return count == 0 ? "" : count + " pixels; the first: " + first;
    }

    static boolean same(Framebuffer one, Framebuffer other) {
        return differences(one, other).isEmpty();
    }
}
