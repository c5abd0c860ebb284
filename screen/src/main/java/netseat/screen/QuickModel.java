package netseat.screen;

import java.util.Arrays;

/**
 * What both ends remember of the tiles that are coded quickly: which step of colour followed which steps around it, the
 * last colours, and the codes. Far less work for each pixel than the range coder's models, and more bytes than theirs. See docs/protocol.md, "Quick pixels". Owned by one thread; allocates nothing after its construction.
 */
final class QuickModel {
    /** In place of how many pixels are as expected: all that are left. */
    static final int ALL = 20;

    /** So many or more are written as the place of the highest bit, and the bits below. */
    static final int LONG_RUN = 16;

    private static final int LONG_RUN_BITS = 4;
    private static final int RUN_SYMBOLS = ALL + 1;

    /** The first symbols of {@link #misses} are the colours of the last ones. */
    private static final int LAST = 4;

    /** Then come those that were new some time ago, two for each hash. */
    private static final int OLDER_BITS = 6;

    /** Then come differences. */
    static final int NEW = LAST + (1 << OLDER_BITS);

    /** A difference's symbol is the numbers of bits of green's and of the larger of the two others, 0 to 8 each. */
    static final int SIZES = Byte.SIZE + 1;

    private static final int DIFFERENCES = SIZES * SIZES;
    private static final byte[] GREEN_BITS = new byte[DIFFERENCES];
    private static final byte[] OTHER_BITS = new byte[DIFFERENCES];

    static {
        for (int symbol = 0; symbol < DIFFERENCES; symbol++) {
            GREEN_BITS[symbol] = (byte) Math.max(0, symbol / SIZES - 1);
            OTHER_BITS[symbol] = (byte) (symbol % SIZES);
        }
    }

    private static final int MEMORY_BITS = 16;

    private static final int HASH = 0x2C1B3C6D;

    // The weights of the surroundings. Their sum is 0: how bright they are does not matter, only how they differ.
    private static final int W = 0x8439E28D;
    private static final int N = 0x6D200499;
    private static final int NW = 0xBB2F0DDF;
    private static final int NE = 0x7FEB352D;
    private static final int WW = 0x971CE25B;
    private static final int NN = 0x3C6EF373;

    /**
     * By the surroundings: twice the last step from the pixel to the west, and 1 if it came at least twice in a row. New ones
     * expect no step.
     */
    final int[] memory;

    private final int[] last;
    private final int[] older;
    final PrefixCode runs;
    final PrefixCode misses;
    final PrefixCode differences;

    QuickModel() {
        memory = new int[1 << MEMORY_BITS];
        last = new int[LAST];
        older = new int[1 << OLDER_BITS];
        runs = new PrefixCode(RUN_SYMBOLS);
        misses = new PrefixCode(NEW + DIFFERENCES);
        differences = new PrefixCode(DIFFERENCES);
    }

    /** The same state, on its own from now on. */
    QuickModel(QuickModel other) {
        memory = other.memory.clone();
        last = other.last.clone();
        older = other.older.clone();
        runs = new PrefixCode(other.runs);
        misses = new PrefixCode(other.misses);
        differences = new PrefixCode(other.differences);
    }

    void forget() {
        Arrays.fill(memory, 0);
        Arrays.fill(last, 0);
        Arrays.fill(older, 0);
        runs.forget();
        misses.forget();
        differences.forget();
    }

    /** The place in the memory for these surroundings. */
    static int place(int w, int n, int nw, int ne, int ww, int nn) {
        int sum = w * W + n * N + nw * NW + ne * NE + ww * WW + nn * NN;
        return ((sum ^ (sum >>> 15)) * HASH) >>> (Integer.SIZE - MEMORY_BITS);
    }

    /** Another step came than this memory expected: a sure one first doubts. */
    static int learned(int memory, int step) {
        return (memory & 1) != 0 ? memory - 1 : step << 1;
    }

    /** The symbol of so many pixels that are as expected. */
    static int runSymbol(int run) {
        return run < LONG_RUN ? run : LONG_RUN - LONG_RUN_BITS + log(run);
    }

    /** How many bits follow a run's symbol. */
    static int runBits(int symbol) {
        return symbol < LONG_RUN ? 0 : symbol - LONG_RUN + LONG_RUN_BITS;
    }

    /** The symbol of a pixel's differences, each {@link #fold folded}. */
    static int symbol(int green, int red, int blue) {
        return SIZES * size(green) + size(red | blue);
    }

    /** How many bits of green's difference follow a symbol: all below the highest. */
    static int greenBits(int symbol) {
        return GREEN_BITS[symbol];
    }

    /** How many bits of red's and of blue's difference follow a symbol. */
    static int otherBits(int symbol) {
        return OTHER_BITS[symbol];
    }

    /** How many bits follow a symbol. */
    static int bitsAfter(int symbol) {
        return GREEN_BITS[symbol] + 2 * OTHER_BITS[symbol];
    }

    /** The bits that follow a symbol. */
    static int after(int symbol, int green, int red, int blue) {
        int each = OTHER_BITS[symbol];
        return ((green & ((1 << GREEN_BITS[symbol]) - 1)) << each | red) << each | blue;
    }

    private static int size(int value) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(value);
    }

    /** The colour of a symbol below {@link #NEW}. */
    int colour(int symbol) {
        return symbol < LAST ? last[symbol] : older[symbol - LAST];
    }

    /** The symbol of a colour, {@link #NEW} when it is neither a last nor an older one; it is the last one from now on. */
    int note(int colour) {
        // Without branches: which of them it is cannot be foretold, else it had been.
        int a = last[0];
        int b = last[1];
        int c = last[2];
        int d = last[3];
        int afterA = differ(colour, a);
        int afterB = afterA & differ(colour, b);
        int afterC = afterB & differ(colour, c);
        int afterD = afterC & differ(colour, d);
        last[0] = colour;
        last[1] = b ^ ((a ^ b) & -afterA);
        last[2] = c ^ ((b ^ c) & -afterB);
        last[3] = d ^ ((c ^ d) & -afterC);
        return afterD == 0 ? afterA + afterB + afterC : noteOlder(colour);
    }

    private int noteOlder(int colour) {
        int pair = (colour * HASH) >>> (Integer.SIZE - OLDER_BITS + 1) << 1;
        int newer = older[pair];
        if (newer == colour) {
            return LAST + pair;
        }
        if (older[pair + 1] == colour) {
            return LAST + pair + 1;
        }
        older[pair] = colour;
        older[pair + 1] = newer;
        return NEW;
    }

    /** 1 for two colours, 0 for one. */
    private static int differ(int colour, int other) {
        return -(colour ^ other) >>> (Integer.SIZE - 1);
    }

    /** What lies between west and north, or one of them where there is an edge: of one channel, 0 to 255. */
    static int guess(int west, int north, int northWest, int shift) {
        int w = (west >> shift) & 0xFF;
        int n = (north >> shift) & 0xFF;
        int nw = (northWest >> shift) & 0xFF;
        return Math.max(Math.min(w, n), Math.min(Math.max(w, n), w + n - nw));
    }

    /** The low 8 bits are a number of -128 to 127: 0, -1, 1, -2, 2 and so on become 0, 1, 2, 3, 4. */
    static int fold(int difference) {
        int off = (difference << 24) >> 24;
        return (off << 1) ^ (off >> 31);
    }

    static int unfolded(int folded) {
        return (folded >>> 1) ^ -(folded & 1);
    }

    private static int log(int value) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value);
    }
}
