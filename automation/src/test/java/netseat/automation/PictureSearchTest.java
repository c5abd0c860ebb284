package netseat.automation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import netseat.screen.Framebuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pictures on pictures, exact unless asked otherwise; and how long one stands still. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class PictureSearchTest {
    private static final int OPAQUE = 0xFF000000;

    private final Framebuffer screen = new Framebuffer(64, 48);

    PictureSearchTest() {
        for (int i = 0; i < screen.pixels().length; i++) {
            screen.pixels()[i] = i;
        }
    }

    private Framebuffer cut(int x, int y, int width, int height) {
        Framebuffer cut = new Framebuffer(width, height);
        for (int i = 0; i < cut.pixels().length; i++) {
            cut.pixels()[i] = OPAQUE | screen.pixels()[(y + i / width) * 64 + x + i % width];
        }
        return cut;
    }

    @Test
    void itIsFoundWhereItIsToTheLastPixel() {
        Framebuffer wanted = cut(56, 40, 8, 8);
        PictureSearch exact = new PictureSearch(wanted, 0);
        assertThat(exact.find(screen)).contains(new Place(56, 40, 8, 8));
        assertThat(exact.isAt(screen, 56, 40)).isTrue();
        assertThat(exact.isAt(screen, 55, 40)).isFalse();
        assertThat(exact.isAt(screen, 57, 40)).as("beyond the edge").isFalse();
        wanted.pixels()[63] ^= 1;
        assertThat(exact.find(screen)).isEmpty();
        assertThat(new PictureSearch(wanted, 1).isAt(screen, 56, 40))
                .as("within the tolerance")
                .isTrue();
        wanted.pixels()[63] &= ~OPAQUE;
        assertThat(exact.find(screen)).as("what is not opaque does not count").isPresent();
    }

    @Test
    void aBlinkingCursorIsStillness() {
        Stillness stillness = new Stillness(20);
        assertThat(stillness.sinceNanos(screen, 100)).isZero();
        Framebuffer blinks = screen.copy();
        blinks.pixels()[5] = OPAQUE;
        assertThat(stillness.sinceNanos(blinks, 150)).isEqualTo(50);
        blinks.pixels()[5 + 40 * 64] = OPAQUE;
        assertThat(stillness.sinceNanos(blinks, 200))
                .as("something far below it as well")
                .isZero();
        assertThat(stillness.sinceNanos(new Framebuffer(64, 40), 300))
                .as("another mode")
                .isZero();
    }
}
