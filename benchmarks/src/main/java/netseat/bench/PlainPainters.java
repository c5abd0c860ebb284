package netseat.bench;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import netseat.e2e.Workload.Rectangle;
import netseat.screen.Framebuffer;

/** Pictures that are made of numbers alone. */
final class PlainPainters {
    /** The order in which the pixels of a 4x4 square are lit (Bayer's). */
    private static final int[] DITHER = {0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5};

    private PlainPainters() {}

    static void fill(Framebuffer to, Rectangle at, int colour) {
        for (int y = at.y(); y < at.y() + at.height(); y++) {
            int line = y * to.width();
            Arrays.fill(to.pixels(), line + at.x(), line + at.x() + at.width(), colour);
        }
    }

    /** Each pixel of any colour: nothing can be saved. */
    static void noise(Framebuffer to, Rectangle at, RandomGenerator random) {
        for (int y = at.y(); y < at.y() + at.height(); y++) {
            for (int x = at.x(); x < at.x() + at.width(); x++) {
                to.pixels()[y * to.width() + x] = random.nextInt(1 << 24);
            }
        }
    }

    /** From one colour at each corner to the others. */
    static void gradient(Framebuffer to, Rectangle at, RandomGenerator random) {
        blend(to, at, corner(random), corner(random), corner(random), corner(random));
    }

    /** From one colour at the top to another at the bottom. */
    static void verticalGradient(Framebuffer to, Rectangle at, RandomGenerator random) {
        int top = corner(random);
        int bottom = corner(random);
        blend(to, at, top, top, bottom, bottom);
    }

    private static int corner(RandomGenerator random) {
        return random.nextInt(1 << 24);
    }

    private static void blend(Framebuffer to, Rectangle at, int a, int b, int c, int d) {
        for (int y = 0; y < at.height(); y++) {
            for (int x = 0; x < at.width(); x++) {
                int pixel = 0;
                for (int shift = 0; shift < 24; shift += 8) {
                    long above = mix(a >> shift & 0xFF, b >> shift & 0xFF, x, at.width());
                    long below = mix(c >> shift & 0xFF, d >> shift & 0xFF, x, at.width());
                    pixel |= (int) (mix(above, below, y, at.height()) >> 16) << shift;
                }
                to.pixels()[(at.y() + y) * to.width() + at.x() + x] = pixel;
            }
        }
    }

    /** Between two values, as far as {@code at} is of {@code of}; a whole value is 256 or 65536 times itself. */
    private static long mix(long one, long other, int at, int of) {
        return 256 * one + 256 * (other - one) * at / of;
    }

    /** Clouds in eight colours: of each channel only all or nothing, by Bayer's order and some noise. */
    static void dither(Framebuffer to, Rectangle at, RandomGenerator random) {
        double[] waves = random.doubles(12, 0.5, 3).toArray();
        for (int y = 0; y < at.height(); y++) {
            for (int x = 0; x < at.width(); x++) {
                int threshold = 16 * DITHER[(y & 3) * 4 + (x & 3)] + random.nextInt(24);
                int pixel = 0;
                for (int c = 0; c < 3; c++) {
                    double wave = Math.sin(waves[4 * c] * x / 90 + waves[4 * c + 1])
                            + Math.sin(waves[4 * c + 2] * y / 90 + waves[4 * c + 3] * x / 200);
                    pixel = pixel << 8 | (128 + 64 * wave > threshold ? 255 : 0);
                }
                to.pixels()[(at.y() + y) * to.width() + at.x() + x] = pixel;
            }
        }
    }
}
