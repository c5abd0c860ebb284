package netseat.screen;

import java.util.Arrays;

/**
 * Writes tiles quickly, by a {@link QuickModel}. What does not hang on the pixel before is worked out for a whole tile at once:
 * those loops are as the compiler wants them to make wide instructions of them: one array, from its beginning upwards, no
 * branch, one result each. Owned by one thread; allocates nothing.
 */
final class QuickTileWriter {
    /** The longest tile in bytes: each pixel a run of none, and a difference of all its bits. */
    static final int LONGEST = Tile.SIDE * Tile.SIDE * (2 * PrefixCode.LONGEST + 3 * Byte.SIZE) / Byte.SIZE;

    private static final int RGB = 0xFFFFFF;
    private static final int PIXEL_BITS = 24;

    // The window: the tile, two rows above, two columns to the left, one to the right.
    private static final int LEFT = 2;
    private static final int ABOVE = 2;
    private static final int RIGHT = 1;
    private static final int STRIDE = 20;
    private static final int ORIGIN = ABOVE * STRIDE + LEFT;
    private static final int WINDOW = ORIGIN + Tile.SIDE * STRIDE;

    /** From a pixel to the one two rows above: where those loops start. */
    private static final int NN_TO_PIXEL = 2 * STRIDE;

    /** So many windows' pixels from the first of the tile to the last. */
    private static final int SPAN = Tile.SIDE * STRIDE - STRIDE + Tile.SIDE;

    // What is worked out, each as far from its pixel; or further, so that nothing that is read is written.
    private static final int PLACES = 384;
    private static final int STEPS = 2 * PLACES;
    private static final int GREENS = 3 * PLACES;
    private static final int REDS = 4 * PLACES;
    private static final int BLUES = 5 * PLACES;

    private static final int GREEN = 8;
    private static final int RED = 16;
    private static final int BLUE = 0;

    private static final int LOOK_EACH = 4;

    private final int[] at = new int[BLUES + WINDOW];
    private int width;
    private int height;

    /** Looks at a staged tile, which is written then; what surrounds it is taken from what is shown. */
    void look(StagedTile tile) {
        width = tile.width;
        height = tile.height;
        int first = Math.max(0, tile.x - LEFT);
        int end = Math.min(tile.stride, tile.x + Tile.SIDE + RIGHT);
        if (end - first < LEFT + Tile.SIDE + RIGHT || tile.y < ABOVE) {
            Arrays.fill(at, 0, WINDOW, 0); // outside the picture all is black
        }
        for (int row = Math.max(-ABOVE, -tile.y); row < height; row++) {
            int to = ORIGIN + row * STRIDE + first - tile.x;
            System.arraycopy(tile.shown, (tile.y + row) * tile.stride + first, at, to, end - first);
        }
        for (int row = 0; row < height; row++) {
            System.arraycopy(tile.pixels, row * Tile.SIDE, at, ORIGIN + row * STRIDE, width);
        }
    }

    /** Writes the tile as runs of what was expected, and what was not. */
    void runs(QuickModel model, BitWriter out) {
        findPlaces();
        int[] memory = model.memory;
        int run = 0;
        for (int y = 0; y < height; y++) {
            int from = ORIGIN + y * STRIDE;
            for (int i = from; i < from + width; i++) {
                int place = at[i + PLACES];
                int known = memory[place];
                int step = at[i + STEPS];
                if (known >> 1 == step) {
                    memory[place] = known | 1;
                    run++;
                } else {
                    memory[place] = QuickModel.learned(known, step);
                    miss(model, run, i, out);
                    run = 0;
                }
            }
        }
        if (run > 0) {
            int code = model.runs.write(QuickModel.ALL);
            out.put(code >>> PrefixCode.LENGTH_BITS, code & PrefixCode.LENGTH);
        }
    }

    private void findPlaces() {
        int[] v = at;
        for (int nn = LEFT; nn < LEFT + SPAN; nn++) {
            v[nn + NN_TO_PIXEL + PLACES] = QuickModel.place(
                    v[nn + NN_TO_PIXEL - 1],
                    v[nn + STRIDE],
                    v[nn + STRIDE - 1],
                    v[nn + STRIDE + 1],
                    v[nn + NN_TO_PIXEL - 2],
                    v[nn]);
        }
        for (int i = ORIGIN; i < ORIGIN + SPAN; i++) {
            v[i + STEPS] = v[i] - v[i - 1];
        }
    }

    /** Writes so many pixels that were expected, and then one that was not. */
    private void miss(QuickModel model, int run, int i, BitWriter out) {
        int runSymbol = QuickModel.runSymbol(run);
        int runBits = QuickModel.runBits(runSymbol);
        int code = model.runs.write(runSymbol);
        long bits = (long) (code >>> PrefixCode.LENGTH_BITS) << runBits | (run & ((1 << runBits) - 1));
        int length = (code & PrefixCode.LENGTH) + runBits;
        int pixel = at[i];
        int symbol = model.note(pixel);
        int after = 0;
        int afterBits = 0;
        if (symbol == QuickModel.NEW) {
            int w = at[i - 1];
            int n = at[i - STRIDE];
            int nw = at[i - STRIDE - 1];
            int off = ((pixel >> GREEN) & 0xFF) - QuickModel.guess(w, n, nw, GREEN);
            int green = QuickModel.fold(off);
            int red = QuickModel.fold(((pixel >> RED) & 0xFF) - QuickModel.guess(w, n, nw, RED) - off);
            int blue = QuickModel.fold((pixel & 0xFF) - QuickModel.guess(w, n, nw, BLUE) - off);
            int difference = QuickModel.symbol(green, red, blue);
            symbol += difference;
            afterBits = QuickModel.bitsAfter(difference);
            after = QuickModel.after(difference, green, red, blue);
        }
        code = model.misses.write(symbol);
        bits = (bits << (code & PrefixCode.LENGTH) | code >>> PrefixCode.LENGTH_BITS) << afterBits | after;
        out.put(bits, length + (code & PrefixCode.LENGTH) + afterBits);
    }

    /** Works the tile's differences out. */
    void findDifferences() {
        int[] v = at;
        for (int nw = LEFT + STRIDE - 1; nw < LEFT + STRIDE - 1 + SPAN; nw++) {
            v[nw + STRIDE + 1 + GREENS] = off(v, nw, GREEN);
        }
        for (int nw = LEFT + STRIDE - 1; nw < LEFT + STRIDE - 1 + SPAN; nw++) {
            v[nw + STRIDE + 1 + REDS] = QuickModel.fold(off(v, nw, RED) - v[nw + STRIDE + 1 + GREENS]);
        }
        for (int nw = LEFT + STRIDE - 1; nw < LEFT + STRIDE - 1 + SPAN; nw++) {
            v[nw + STRIDE + 1 + BLUES] = QuickModel.fold(off(v, nw, BLUE) - v[nw + STRIDE + 1 + GREENS]);
        }
        for (int i = ORIGIN + GREENS; i < ORIGIN + GREENS + SPAN; i++) {
            v[i] = QuickModel.fold(v[i]);
        }
    }

    /** How far a channel is off its guess: of the pixel to the south-east of this one. */
    private static int off(int[] v, int nw, int shift) {
        return ((v[nw + STRIDE + 1] >> shift) & 0xFF) - QuickModel.guess(v[nw + STRIDE], v[nw + 1], v[nw], shift);
    }

    /** Whether the differences, which were found, take fewer bits than the pixels; judged by every fourth row. */
    boolean areDifferencesShort(QuickModel model) {
        int bits = 0;
        for (int y = 0; y < height; y += LOOK_EACH) {
            int from = ORIGIN + y * STRIDE;
            for (int i = from; i < from + width; i++) {
                int symbol = QuickModel.symbol(at[i + GREENS], at[i + REDS], at[i + BLUES]);
                bits += model.differences.length(symbol) + QuickModel.bitsAfter(symbol) - PIXEL_BITS;
            }
        }
        return bits < 0;
    }

    /** Writes the tile as its differences, which were found. */
    void differences(QuickModel model, BitWriter out) {
        for (int y = 0; y < height; y++) {
            int from = ORIGIN + y * STRIDE;
            for (int i = from; i < from + width; i++) {
                int green = at[i + GREENS];
                int red = at[i + REDS];
                int blue = at[i + BLUES];
                int symbol = QuickModel.symbol(green, red, blue);
                int after = QuickModel.bitsAfter(symbol);
                int code = model.differences.write(symbol);
                long bits =
                        (long) (code >>> PrefixCode.LENGTH_BITS) << after | QuickModel.after(symbol, green, red, blue);
                out.put(bits, (code & PrefixCode.LENGTH) + after);
            }
        }
    }

    /** Writes the tile's pixels as they are. */
    void literal(BitWriter out) {
        for (int y = 0; y < height; y++) {
            int from = ORIGIN + y * STRIDE;
            for (int i = from; i < from + width; i++) {
                out.put(at[i] & RGB, PIXEL_BITS);
            }
        }
    }
}
