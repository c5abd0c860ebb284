package netseat.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import netseat.e2e.Workload;
import netseat.e2e.Workload.Rectangle;
import netseat.screen.Framebuffer;

/**
 * A font and words as they are on real screens: cut out of the recording of a scrolling console, where a character is a cell
 * of 8x16 pixels in two colours.
 */
final class Glyphs {
    static final int WIDTH = 8;
    static final int HEIGHT = 16;
    private static final int EVERY = 20;

    /** A word: per cell, its glyph: 16 rows of one byte, the leftmost pixel in the highest bit. */
    private final List<byte[][]> words = new ArrayList<>();

    Glyphs() throws IOException {
        try (Workload.Playback recording = Workload.named("scroll_fbcon").play()) {
            for (int frame = 0; recording.next(); frame++) {
                if (frame % EVERY == 0) {
                    cut(recording.picture());
                }
            }
        }
    }

    private void cut(Framebuffer picture) {
        for (int top = 0; top + HEIGHT <= picture.height(); top += HEIGHT) {
            List<byte[]> word = new ArrayList<>();
            for (int left = 0; left + WIDTH <= picture.width(); left += WIDTH) {
                byte[] glyph = glyph(picture, left, top);
                if (!isBlank(glyph)) {
                    word.add(glyph);
                } else if (!word.isEmpty()) {
                    words.add(word.toArray(byte[][]::new));
                    word.clear();
                }
            }
        }
    }

    private static byte[] glyph(Framebuffer picture, int left, int top) {
        byte[] rows = new byte[HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int ink = picture.pixels()[(top + y) * picture.width() + left + x] == 0 ? 0 : 1;
                rows[y] = (byte) (rows[y] << 1 | ink);
            }
        }
        return rows;
    }

    private static boolean isBlank(byte[] glyph) {
        for (byte row : glyph) {
            if (row != 0) {
                return false;
            }
        }
        return true;
    }

    /** One of the words. */
    byte[][] word(RandomGenerator random) {
        return words.get(random.nextInt(words.size()));
    }

    /** Draws a cell, each pixel as a square of so many; what lies outside the part is left out. */
    static void draw(Framebuffer to, Rectangle at, int left, int top, byte[] glyph, int size, int ink, int paper) {
        int right = Math.min(left + size * WIDTH, at.x() + at.width());
        int bottom = Math.min(top + size * HEIGHT, at.y() + at.height());
        for (int y = top; y < bottom; y++) {
            int row = glyph[(y - top) / size];
            for (int x = left; x < right; x++) {
                boolean set = (row >> (WIDTH - 1 - (x - left) / size) & 1) != 0;
                to.pixels()[y * to.width() + x] = set ? ink : paper;
            }
        }
    }
}
