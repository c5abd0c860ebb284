package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import netseat.screen.Framebuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PixelMergerTest {
    private final PixelMerger merger = new PixelMerger();
    private final Framebuffer picture = new Framebuffer(100, 60);
    private final List<int[]> told = new ArrayList<>();

    private int merge(int x, int y, int width, int height, int[] pixels, int stride) {
        return merger.merge(
                picture,
                x,
                y,
                width,
                height,
                MemorySegment.ofArray(pixels),
                0,
                4 * stride,
                (left, top, w, h) -> told.add(new int[] {left, top, w, h}));
    }

    @Test
    void tellsNothingOfWhatIsEqual() {
        assertThat(merge(0, 0, 100, 60, new int[6000], 100)).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void ignoresTheTopByteAndStoresItZero() {
        int[] pixels = new int[6000];
        Arrays.fill(pixels, 0xFF000000);
        assertThat(merge(0, 0, 100, 60, pixels, 100)).isZero();
        pixels[250] = 0xAB123456;
        merge(0, 0, 100, 60, pixels, 100);
        assertThat(picture.pixels()[250]).isEqualTo(0x123456);
        assertThat(Arrays.stream(picture.pixels()).sum()).isEqualTo(0x123456);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).containsExactly(48, 2, 16, 1);
    }

    @Test
    void tellsTheCellsThatDifferAndNoMore() {
        int[] pixels = new int[50 * 20];
        pixels[0] = 1; // at 10,30
        pixels[49] = 2; // at 59,30
        pixels[19 * 50 + 25] = 3; // at 35,49
        merge(10, 30, 50, 20, pixels, 50);
        assertThat(told).hasSize(3);
        assertThat(told.get(0)).containsExactly(10, 30, 6, 1);
        assertThat(told.get(1)).containsExactly(48, 30, 12, 1);
        assertThat(told.get(2)).containsExactly(32, 49, 16, 1);
    }

    /** Random rectangles, strides and top bytes: every pixel right, every difference within what was told. */
    @Test
    void isExact() {
        Random random = new Random(7);
        Framebuffer before = new Framebuffer(100, 60);
        for (int round = 0; round < 2000; round++) {
            int x = random.nextInt(100);
            int y = random.nextInt(60);
            int width = 1 + random.nextInt(100 - x);
            int height = 1 + random.nextInt(60 - y);
            int stride = width + random.nextInt(4);
            int[] pixels = new int[stride * height];
            for (int i = 0; i < pixels.length; i++) {
                int column = Math.min(99, x + i % stride);
                int old = picture.pixels()[(y + i / stride) * 100 + column];
                pixels[i] = (random.nextInt(40) == 0 ? random.nextInt() : old) | (random.nextInt() << 24);
            }
            before.copyFrom(picture);
            told.clear();
            merge(x, y, width, height, pixels, stride);
            boolean[] covered = new boolean[6000];
            for (int[] t : told) {
                for (int line = t[1]; line < t[1] + t[3]; line++) {
                    Arrays.fill(covered, line * 100 + t[0], line * 100 + t[0] + t[2], true);
                }
            }
            for (int i = 0; i < 6000; i++) {
                int column = i % 100;
                int line = i / 100;
                boolean within = column >= x && column < x + width && line >= y && line < y + height;
                int expected = within ? pixels[(line - y) * stride + column - x] & 0xFFFFFF : before.pixels()[i];
                assertThat(picture.pixels()[i]).isEqualTo(expected);
                assertThat(covered[i] || before.pixels()[i] == expected).isTrue();
                assertThat(within || !covered[i]).isTrue();
            }
        }
    }
}
