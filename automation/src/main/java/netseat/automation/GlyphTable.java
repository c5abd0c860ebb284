package netseat.automation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the character that a cell's ink means, whatever the colours: a cell and its inverse are the same. It may be built of
 * the upper rows of the cells alone, for cells whose lower rows a cursor covers. Never changes; any thread.
 */
final class GlyphTable {
    private static final int[] NONE = {};

    private final int count; // of rows
    private final int[] characters;
    private final int[][] inks;

    /** Of equal inks the smallest code point counts: hyphen-minus before the minus sign. */
    GlyphTable(ConsoleFont font, int count) {
        this.count = count;
        int size = Integer.highestOneBit(Math.max(1, font.glyphs().size())) << 2;
        characters = new int[size];
        inks = new int[size][];
        Arrays.fill(inks, NONE);
        List<ConsoleFont.Glyph> inOrder = font.glyphs().stream()
                .sorted(Comparator.comparingInt(ConsoleFont.Glyph::character))
                .toList();
        for (ConsoleFont.Glyph glyph : inOrder) {
            int[] ink = Arrays.copyOf(glyph.rows(), count);
            normalise(ink, count, font.width());
            int place = place(ink);
            if (inks[place].length == 0 && !isBlank(ink)) {
                inks[place] = ink;
                characters[place] = glyph.character();
            }
        }
    }

    private static boolean isBlank(int[] ink) {
        for (int row : ink) {
            if (row != 0) {
                return false;
            }
        }
        return true;
    }

    /** How many rows it looks at. */
    int count() {
        return count;
    }

    /** Makes the top left pixel's colour the background. */
    static void normalise(int[] ink, int count, int width) {
        int mask = (int) ((1L << width) - 1);
        if ((ink[0] >>> (width - 1) & 1) != 0) {
            for (int y = 0; y < count; y++) {
                ink[y] = ~ink[y] & mask;
            }
        }
    }

    /**
     * The code point of this ink, 0 when it is no character's.
     *
     * @param ink normalised; the first {@link #count} rows count
     */
    int find(int[] ink) {
        return characters[place(ink)];
    }

    /** Where it is, or where it would go. */
    private int place(int[] ink) {
        int hash = 0;
        for (int y = 0; y < count; y++) {
            hash = (hash ^ ink[y]) * 0x9E3779B1;
        }
        int mask = inks.length - 1;
        int place = (hash ^ hash >>> 15) & mask;
        while (inks[place].length > 0 && !Arrays.equals(inks[place], 0, count, ink, 0, count)) {
            place = (place + 1) & mask;
        }
        return place;
    }
}
