package netseat.screen;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One tile's pixels as differences from what their neighbours within the tile let one expect, each row's with as many bits as
 * its largest needs: half as long as the pixels themselves, and nearly as quick as copying them, for nothing in it depends on
 * chance. See docs/protocol.md, "Packed pixels". Owned by one thread; allocates nothing.
 */
final class PackedTile {
    /** The longest tile: a colour; of each row a head, and three channels whose differences take a byte each. */
    static final int LONGEST = 3 + Tile.SIDE * (2 + 3 * Tile.SIDE);

    private static final int AREA = Tile.SIDE * Tile.SIDE;
    private static final int MOST_STILL = 15;
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;

    /** From a pixel to the one to its south-east. */
    private static final int INNER = Tile.SIDE + 1;

    // Where a channel's bits are in a pixel,
    private static final int GREEN = 8;
    private static final int RED = 16;
    private static final int BLUE = 0;

    // and its differences among all: one channel's after another's, beyond what the last pixels' loops read.
    private static final int GREENS = 2 * AREA;
    private static final int REDS = GREENS + AREA;
    private static final int BLUES = REDS + AREA;

    /** The tile's pixels, then its differences as they are worked out. */
    private final int[] work = new int[BLUES + AREA + INNER];

    /** The differences, {@link #fold folded}; of the row at hand only when a tile is read. */
    private final byte[] folded = new byte[BLUES + AREA];

    private final ByteBuffer eight = ByteBuffer.wrap(folded);

    /**
     * Writes a tile.
     *
     * @param tile rows {@link Tile#SIDE} apart; what is there beyond the width is written over
     * @param out with {@link #LONGEST} + 8 bytes left or more
     */
    void write(int[] tile, int width, int height, ByteBuffer out) {
        for (int row = 0; row < height && width < Tile.SIDE; row++) {
            int end = row * Tile.SIDE + width;
            Arrays.fill(tile, end, (row + 1) * Tile.SIDE, tile[end - 1]);
        }
        fold(tile);
        PlainTile.rgb(tile[0], out);
        int still = MOST_STILL;
        int head = 0;
        for (int row = 0; row < height * Tile.SIDE; row += Tile.SIDE) {
            int green = bits(GREENS + row);
            int red = bits(REDS + row);
            int blue = bits(BLUES + row);
            if ((green | red | blue) == 0 && still < MOST_STILL) {
                still++;
                out.put(head + 1, (byte) (out.get(head + 1) + 1));
                continue;
            }
            head = out.position();
            still = 0;
            out.putShort((short) ((green << 12) | (red << 8) | (blue << 4)));
            write(GREENS + row, green, out);
            write(REDS + row, red, out);
            write(BLUES + row, blue, out);
        }
    }

    /** How many bits the largest difference of a row takes. */
    private int bits(int from) {
        long all = eight.getLong(from) | eight.getLong(from + Long.BYTES);
        all |= all >>> 32;
        all |= all >>> 16;
        all |= all >>> 8;
        return Integer.SIZE - Integer.numberOfLeadingZeros((int) all & 0xFF);
    }

    private void write(int from, int bits, ByteBuffer out) {
        if (bits == 0) {
            return;
        }
        long kept = EACH_BYTE * ((1 << bits) - 1);
        int unused = Long.SIZE - Long.BYTES * bits;
        int to = out.position();
        // Of each number only the first bytes count; the others are written over.
        out.putLong(to, Long.compress(eight.getLong(from), kept) << unused);
        out.putLong(to + bits, Long.compress(eight.getLong(from + Long.BYTES), kept) << unused);
        out.position(to + 2 * bits);
    }

    /**
     * First as if every pixel had its three neighbours, then anew at the edges. The loops are as the compiler wants them to
     * make wide instructions of them, five times as fast: one array, from its beginning upwards, no branch, one result each.
     */
    private void fold(int[] tile) {
        int[] at = work;
        System.arraycopy(tile, 0, at, 0, AREA);
        for (int nw = 0; nw < AREA; nw++) {
            at[nw + INNER + GREENS] = off(at, nw, GREEN);
        }
        for (int nw = 0; nw < AREA; nw++) {
            at[nw + INNER + REDS] = fold(off(at, nw, RED) - at[nw + INNER + GREENS]);
        }
        for (int nw = 0; nw < AREA; nw++) {
            at[nw + INNER + BLUES] = fold(off(at, nw, BLUE) - at[nw + INNER + GREENS]);
        }
        for (int i = 0; i < AREA; i++) {
            at[i + GREENS] = fold(at[i + GREENS]);
        }
        fold(0, 0);
        for (int i = 1; i < Tile.SIDE; i++) {
            fold(i, i - 1);
        }
        for (int i = Tile.SIDE; i < AREA; i += Tile.SIDE) {
            fold(i, i - Tile.SIDE);
        }
        for (int i = GREENS; i < BLUES + AREA; i++) {
            folded[i] = (byte) at[i];
        }
    }

    /** How far a channel is off its guess: of the pixel to the south-east of this one. */
    private static int off(int[] at, int nw, int shift) {
        return ((at[nw + INNER] >> shift) & 0xFF) - guess(at[nw + Tile.SIDE], at[nw + 1], at[nw], shift);
    }

    private void fold(int at, int neighbour) {
        int green = (work[at] >> GREEN) - (work[neighbour] >> GREEN);
        work[GREENS + at] = fold(green);
        work[REDS + at] = fold((work[at] >> RED) - (work[neighbour] >> RED) - green);
        work[BLUES + at] = fold(work[at] - work[neighbour] - green);
    }

    /** The low 8 bits are a number of -128 to 127: 0, -1, 1, -2, 2 and so on become 0, 1, 2, 3, 4. */
    private static int fold(int difference) {
        int off = (difference << 24) >> 24;
        return (off << 1) ^ (off >> 31);
    }

    private static int unfolded(byte folded) {
        return ((folded & 0xFF) >>> 1) ^ -(folded & 1);
    }

    /**
     * Draws a tile at a place in a picture.
     *
     * @throws BufferUnderflowException when it is cut short
     * @throws BadPictureException when a difference has more than 8 bits, or rows go beyond the tile
     */
    void read(ByteBuffer in, int[] picture, int stride, int at, int width, int height) throws BadPictureException {
        int first = (Byte.toUnsignedInt(in.get()) << RED)
                | (Byte.toUnsignedInt(in.get()) << GREEN)
                | Byte.toUnsignedInt(in.get());
        int still = 0;
        for (int row = 0; row < height; row++) {
            int head = 0;
            if (still > 0) {
                still--;
            } else {
                head = Short.toUnsignedInt(in.getShort());
                still = head & 0xF;
            }
            readRow(in, GREENS, head >> 12);
            readRow(in, REDS, (head >> 8) & 0xF);
            readRow(in, BLUES, (head >> 4) & 0xF);
            draw(picture, stride, at + row * stride, row == 0, first, width);
        }
        if (still > 0) {
            throw new BadPictureException("rows beyond their tile");
        }
    }

    private void readRow(ByteBuffer in, int to, int bits) throws BadPictureException {
        if (bits > Byte.SIZE) {
            throw new BadPictureException("a difference of " + bits + " bits");
        }
        long kept = EACH_BYTE * ((1 << bits) - 1);
        eight.putLong(to, Long.expand(number(in, bits), kept));
        eight.putLong(to + Long.BYTES, Long.expand(number(in, bits), kept));
    }

    /** A number of so many bytes, 0 to 8. */
    private static long number(ByteBuffer in, int bytes) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = (number << Byte.SIZE) | Byte.toUnsignedInt(in.get());
        }
        return number;
    }

    private void draw(int[] picture, int stride, int at, boolean top, int first, int width) {
        int w = top ? first : picture[at - stride];
        int nw = w;
        for (int i = 0; i < width; i++) {
            int n = top ? w : picture[at + i - stride];
            int off = unfolded(folded[GREENS + i]);
            int green = guess(w, n, nw, GREEN) + off;
            int red = guess(w, n, nw, RED) + unfolded(folded[REDS + i]) + off;
            int blue = guess(w, n, nw, BLUE) + unfolded(folded[BLUES + i]) + off;
            w = ((red & 0xFF) << RED) | ((green & 0xFF) << GREEN) | (blue & 0xFF);
            nw = top ? w : n;
            picture[at + i] = w;
        }
    }

    /** What lies between west and north, or one of them where there is an edge: 0 to 255. */
    private static int guess(int west, int north, int northWest, int shift) {
        int w = (west >> shift) & 0xFF;
        int n = (north >> shift) & 0xFF;
        int nw = (northWest >> shift) & 0xFF;
        return Math.max(Math.min(w, n), Math.min(Math.max(w, n), w + n - nw));
    }
}
