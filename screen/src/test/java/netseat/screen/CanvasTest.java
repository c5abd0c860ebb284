package netseat.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the controller draws itself: sizes of its font, characters, and edges. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class CanvasTest {
    private static final int INK = 0xFFFFFF;

    @ParameterizedTest
    @CsvSource({"1,16", "400,16", "480,16", "720,24", "768,24", "1080,32", "1440,48", "1920,64", "2160,72"})
    void theFontFitsTheScreen(int pixels, int height) {
        BitmapFont font = BitmapFont.forHeight(pixels);
        assertThat(font.cellHeight()).isEqualTo(height);
        assertThat(font.cellWidth()).isEqualTo(height / 2);
    }

    private static int[] drawn(BitmapFont font, String text) {
        Canvas canvas = new Canvas(new Framebuffer(font.cellWidth(), font.cellHeight()));
        canvas.text(font, 0, 0, text, INK);
        return canvas.picture().pixels();
    }

    @ParameterizedTest
    @CsvSource({"400", "768", "1080", "2160"})
    void everyCharacterOfLatinOneHasAShapeOfItsOwn(int pixels) {
        BitmapFont font = BitmapFont.forHeight(pixels);
        int[] unknown = drawn(font, "?");
        for (char character = '!'; character <= 0xFF; character++) {
            boolean visible = character != '?' && (character < 0x7F || character > 0xA0) && character != 0xAD;
            if (visible) {
                assertThat(drawn(font, String.valueOf(character)))
                        .as("%c", character)
                        .contains(INK)
                        .isNotEqualTo(unknown);
            }
        }
        assertThat(drawn(font, "\u0416")).as("one that it has not").isEqualTo(unknown);
        assertThat(drawn(font, " ")).containsOnly(0);
        assertThat(drawn(font, "\u00a0")).containsOnly(0);
        assertThat(drawn(font, "\u2026")).isNotEqualTo(unknown);
    }

    @Test
    void twiceTheSizeIsEachPixelFourTimes() {
        int[] small = drawn(BitmapFont.forHeight(1080), "\u00c4");
        int[] large = drawn(BitmapFont.forHeight(1920), "\u00c4");
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 32; x++) {
                assertThat(large[y * 32 + x]).isEqualTo(small[y / 2 * 16 + x / 2]);
            }
        }
    }

    @Test
    void nothingIsDrawnOutside() {
        BitmapFont font = BitmapFont.forHeight(400);
        Canvas canvas = new Canvas(new Framebuffer(20, 10));
        canvas.fill(-5, -5, 10, 10, 1);
        canvas.fill(15, 8, 100, 100, 2);
        canvas.frame(-3, -3, 40, 40, 2, 3);
        canvas.disc(12, 6, 30, 4);
        canvas.triangle(-4, -4, 30, true, 5);
        assertThat(canvas.text(font, -12, -9, "abcdef", INK)).isEqualTo(-12 + 6 * 8);
        assertThat(Arrays.stream(canvas.picture().pixels()).distinct().count()).isGreaterThan(2);
    }

    @Test
    void shapesLieWhereTheyShould() {
        Canvas canvas = new Canvas(new Framebuffer(16, 16));
        canvas.frame(2, 2, 10, 8, 1, INK);
        assertThat(canvas.picture().pixels()[2 * 16 + 2]).isEqualTo(INK);
        assertThat(canvas.picture().pixels()[9 * 16 + 11]).isEqualTo(INK);
        assertThat(canvas.picture().pixels()[3 * 16 + 3]).isZero();
        assertThat(Arrays.stream(canvas.picture().pixels())
                        .filter(pixel -> pixel == INK)
                        .count())
                .isEqualTo(2 * 10 + 2 * 6);
    }
}
