package netseat.screen;

import java.nio.ByteBuffer;

/**
 * One tile's pixels as a palette and indices, or one by one: quick to write and to draw. See docs/protocol.md,
 * "Pictures". Owned by one thread; allocates nothing.
 */
final class PlainTile {
    /** The most colours of a palette. */
    static final int MAX_COLOURS = 16;

    /** The longest tile: each pixel's three bytes. */
    static final int LONGEST = 3 * Tile.SIDE * Tile.SIDE;

    /** Of the table of colours: roomy for a palette and one more. */
    private static final int TABLE_BITS = 7;

    private final int[] palette = new int[MAX_COLOURS];
    private final byte[] indices = new byte[Tile.SIDE * Tile.SIDE];

    private final ColourCount colours = new ColourCount(TABLE_BITS);

    /**
     * Counts the colours, up to one more than {@link #MAX_COLOURS}.
     *
     * @param tile rows {@link Tile#SIDE} apart
     */
    int count(int[] tile, int width, int height) {
        colours.start();
        int before = ~tile[0];
        int index = 0;
        int to = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int pixel = tile[y * Tile.SIDE + x];
                if (pixel != before) {
                    before = pixel;
                    index = colours.number(pixel);
                    if (index == MAX_COLOURS) {
                        return MAX_COLOURS + 1;
                    }
                    palette[index] = pixel;
                }
                indices[to++] = (byte) index;
            }
        }
        return colours.count();
    }

    /** Writes the colours and indices of the tile that was {@link #count counted}, 2 to {@link #MAX_COLOURS}. */
    void indexed(int pixels, ByteBuffer out) {
        for (int i = 0; i < colours.count(); i++) {
            rgb(palette[i], out);
        }
        int bitsEach = bitsEach(colours.count());
        int gathered = 0;
        int bits = 0;
        for (int i = 0; i < pixels; i++) {
            gathered = (gathered << bitsEach) | indices[i];
            bits += bitsEach;
            if (bits == Byte.SIZE) {
                out.put((byte) gathered);
                gathered = 0;
                bits = 0;
            }
        }
        if (bits > 0) {
            out.put((byte) (gathered << (Byte.SIZE - bits)));
        }
    }

    /** Writes each pixel. */
    static void literal(int[] tile, int width, int height, ByteBuffer out) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                rgb(tile[y * Tile.SIDE + x], out);
            }
        }
    }

    /** The bits of an index into so many colours. */
    static int bitsEach(int colours) {
        return colours <= 2 ? 1 : colours <= 4 ? 2 : 4;
    }

    static void rgb(int pixel, ByteBuffer out) {
        out.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
    }
}
