package netseat.screen;

import java.util.Arrays;

/**
 * A code of whole bits for symbols, short for those that come often: both ends make it anew, in ever longer steps, from how
 * often each came. See docs/protocol.md, "Prefix codes". Owned by one thread; allocates nothing after its construction.
 */
final class PrefixCode {
    /** The bits of the longest code. */
    static final int LONGEST = 12;

    /** Enough for a code's length. */
    static final int LENGTH_BITS = 4;

    static final int LENGTH = (1 << LENGTH_BITS) - 1;

    /** The code is made anew after so many symbols when it knows nothing, then after twice as many each time, */
    private static final int FIRST_STEP = 32;

    /** up to this. */
    private static final int LAST_STEP = 8192;

    private static final int WHOLE = 1 << LONGEST;

    private final int symbols;

    /** How often each symbol came, the less the longer ago; at least 1. */
    private final int[] counts;

    private final int[] lengths;

    /** Each symbol's code and, in the low bits, its length. */
    private final int[] codes;

    /** By what is read: the symbol and, in the low bits, its code's length; 0 where there is none. */
    private final short[] meanings = new short[WHOLE];

    private boolean hasMeanings;
    private int step;
    private int untilAnew;

    /** A code that knows nothing, for so many symbols. */
    PrefixCode(int symbols) {
        this.symbols = symbols;
        counts = new int[symbols];
        lengths = new int[symbols];
        codes = new int[symbols];
        forget();
    }

    /** The same state, on its own from now on. */
    PrefixCode(PrefixCode other) {
        symbols = other.symbols;
        counts = other.counts.clone();
        lengths = other.lengths.clone();
        codes = other.codes.clone();
        step = other.step;
        untilAnew = other.untilAnew;
    }

    void forget() {
        Arrays.fill(counts, 1);
        step = FIRST_STEP;
        untilAnew = step;
        make();
    }

    /** How many bits the symbol's code has now. */
    int length(int symbol) {
        return lengths[symbol];
    }

    /** A symbol to be written: its code and, in the low {@link #LENGTH_BITS} bits, that one's length. Learns the symbol. */
    int write(int symbol) {
        int code = codes[symbol];
        learn(symbol);
        return code;
    }

    /**
     * Reads a symbol and learns it.
     *
     * @throws BadPictureException when there is none of this code
     */
    int take(BitReader in) throws BadPictureException {
        if (!hasMeanings) {
            hasMeanings = true;
            giveMeanings();
        }
        int meaning = meanings[in.peek(LONGEST)];
        if (meaning == 0) {
            throw new BadPictureException("no symbol");
        }
        in.skip(meaning & LENGTH);
        int symbol = meaning >>> LENGTH_BITS;
        learn(symbol);
        return symbol;
    }

    private void learn(int symbol) {
        counts[symbol]++;
        if (--untilAnew == 0) {
            makeAnew();
        }
    }

    private void makeAnew() {
        step = Math.min(LAST_STEP, 2 * step);
        untilAnew = step;
        make();
        for (int i = 0; i < symbols; i++) {
            counts[i] = (counts[i] + 1) >> 1;
        }
    }

    /** Makes the code: each symbol's length is that of its share, rounded to whole bits. */
    private void make() {
        int total = 0;
        for (int count : counts) {
            total += count;
        }
        int left = WHOLE;
        for (int i = 0; i < symbols; i++) {
            lengths[i] = LONGEST - log(share(i, total));
            left -= WHOLE >> lengths[i];
        }
        // What the rounding has left over goes to those that it was hardest on, then to whoever comes first.
        int _ = shorten(2, shorten(3, left, total), total);
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            for (int i = 0; i < symbols; i++) {
                if (lengths[i] == length) {
                    codes[i] = code >> (LONGEST - length) << LENGTH_BITS | length;
                    code += WHOLE >> length;
                }
            }
        }
        hasMeanings = false;
    }

    /** A symbol's part of {@link #WHOLE}, at least 1, so that all fit in. */
    private int share(int symbol, int total) {
        return 1 + counts[symbol] * (WHOLE - symbols) / total;
    }

    /** Shortens codes by a bit, long ones last, whose share is so many halves of what they have now, while there is room. */
    private int shorten(int halves, int before, int total) {
        int left = before;
        for (int length = 2; length <= LONGEST; length++) {
            int size = WHOLE >> length;
            for (int i = 0; i < symbols && size <= left; i++) {
                if (lengths[i] == length && 2 * share(i, total) >= halves * size) {
                    lengths[i]--;
                    left -= size;
                }
            }
        }
        return left;
    }

    private static int log(int value) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value);
    }

    private void giveMeanings() {
        int from = 0;
        for (int length = 1; length <= LONGEST; length++) {
            for (int i = 0; i < symbols; i++) {
                if (lengths[i] == length) {
                    int to = from + (WHOLE >> length);
                    Arrays.fill(meanings, from, to, (short) (i << LENGTH_BITS | length));
                    from = to;
                }
            }
        }
        Arrays.fill(meanings, from, WHOLE, (short) 0);
    }
}
