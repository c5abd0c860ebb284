package netseat.bench;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import netseat.e2e.Workload.Rectangle;
import netseat.screen.Framebuffer;

/** Pictures of text. */
final class TextPainters {
    private static final int BLACK = 0;
    private static final int GREY = 0xAAAAAA;
    private static final int WHITE = 0xFFFFFF;
    private static final int BLUE = 0x0000AA;
    private static final int[] CONSOLE_COLOURS = {
        0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA,
        0x555555, 0xFF5555, 0x55FF55, 0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF
    };

    /** Anti-aliased characters are so much smaller than the console's. */
    private static final double SCALE = 0.9;

    private static final int LINE_HEIGHT = 18;
    private static final int SPACE = 5;

    private final Glyphs glyphs;

    TextPainters(Glyphs glyphs) {
        this.glyphs = glyphs;
    }

    /** A page of plain text on a console. */
    void page(Framebuffer to, Rectangle at, RandomGenerator random) {
        PlainPainters.fill(to, at, BLACK);
        for (int top = at.y(); top < at.y() + at.height(); top += Glyphs.HEIGHT) {
            int end = at.x() + Glyphs.WIDTH * random.nextInt(at.width() / Glyphs.WIDTH);
            for (int left = at.x(); left < end; left += Glyphs.WIDTH) {
                left = word(to, at, left, top, glyphs.word(random), GREY, BLACK);
            }
        }
    }

    /** A terminal in which each word has colours of its own. */
    void terminal(Framebuffer to, Rectangle at, RandomGenerator random) {
        PlainPainters.fill(to, at, BLACK);
        for (int top = at.y(); top < at.y() + at.height(); top += Glyphs.HEIGHT) {
            int end = at.x() + Glyphs.WIDTH * random.nextInt(at.width() / Glyphs.WIDTH);
            for (int left = at.x(); left < end; left += Glyphs.WIDTH) {
                int ink = CONSOLE_COLOURS[1 + random.nextInt(15)];
                int paper = random.nextInt(8) == 0 ? CONSOLE_COLOURS[random.nextInt(8)] : BLACK;
                left = word(to, at, left, top, glyphs.word(random), ink, ink == paper ? BLACK : paper);
            }
        }
    }

    /** Draws a word; where it ends. */
    private static int word(Framebuffer to, Rectangle at, int from, int top, byte[][] word, int ink, int paper) {
        int left = from;
        for (byte[] glyph : word) {
            Glyphs.draw(to, at, left, top, glyph, 1, ink, paper);
            left += Glyphs.WIDTH;
        }
        return left;
    }

    /** A memory test: a screen that stays, in characters of twice the size, and some numbers in it that run. */
    void memoryTest(Framebuffer to, Rectangle at, RandomGenerator random) {
        PlainPainters.fill(to, at, BLUE);
        int width = 2 * Glyphs.WIDTH;
        int height = 2 * Glyphs.HEIGHT;
        RandomGenerator still = new SplittableRandom(5); // the same text in every picture
        for (int row = 0; row < at.height() / height; row++) {
            int column = 0;
            for (int i = 0; i < 6; i++) {
                boolean runs = row % 6 == 2 && i == 3;
                byte[][] word = glyphs.word(still);
                for (byte[] glyph : word) {
                    byte[] drawn = runs ? glyphs.word(random)[0] : glyph;
                    draw(to, at, column * width, row * height, drawn);
                    column++;
                }
                column++;
            }
        }
    }

    private static void draw(Framebuffer to, Rectangle at, int left, int top, byte[] glyph) {
        Glyphs.draw(to, at, at.x() + left, at.y() + top, glyph, 2, GREY, BLUE);
    }

    /** A page of anti-aliased, proportional text, black on white. */
    void smooth(Framebuffer to, Rectangle at, RandomGenerator random) {
        PlainPainters.fill(to, at, WHITE);
        for (int top = at.y(); top + LINE_HEIGHT <= at.y() + at.height(); top += LINE_HEIGHT) {
            double pen = at.x() + 4;
            double end = at.x() + at.width() - 2.0 * Glyphs.WIDTH;
            while (pen < end) {
                for (byte[] glyph : glyphs.word(random)) {
                    if (pen < end) {
                        pen += smooth(to, glyph, Math.round(pen * 4) / 4.0, top);
                    }
                }
                pen += SPACE;
            }
        }
    }

    /** Draws a character, each pixel as grey as the share of it that the ink covers; how far the pen moves. */
    private static double smooth(Framebuffer to, byte[] glyph, double pen, int top) {
        int columns = 0;
        for (byte row : glyph) {
            columns |= row & 0xFF;
        }
        int first = Integer.numberOfLeadingZeros(columns) - (Integer.SIZE - Glyphs.WIDTH);
        int last = Glyphs.WIDTH - 1 - Integer.numberOfTrailingZeros(columns);
        double wide = (last - first + 1) * SCALE;
        for (int y = 0; y < Math.ceil(Glyphs.HEIGHT * SCALE); y++) {
            for (int x = (int) pen; x < pen + wide; x++) {
                double from = (x - pen) / SCALE + first;
                double ink = ink(glyph, from, from + 1 / SCALE, y / SCALE, (y + 1) / SCALE);
                int grey = (int) Math.round(255 * (1 - Math.min(1, ink * SCALE * SCALE)));
                to.pixels()[(top + y) * to.width() + x] &= grey << 16 | grey << 8 | grey;
            }
        }
        return wide + 1.5;
    }

    /** The area of ink within the rectangle, in the glyph's own pixels. */
    private static double ink(byte[] glyph, double left, double right, double top, double bottom) {
        double ink = 0;
        for (int y = (int) top; y < Math.min(Glyphs.HEIGHT, bottom); y++) {
            double high = Math.min(y + 1, bottom) - Math.max(y, top);
            for (int x = Math.max(0, (int) left); x < Math.min(Glyphs.WIDTH, right); x++) {
                if ((glyph[y] >> (Glyphs.WIDTH - 1 - x) & 1) != 0) {
                    ink += high * Math.max(0, Math.min(x + 1, right) - Math.max(x, left));
                }
            }
        }
        return ink;
    }
}
