package netseat.screen;

import java.util.Arrays;

/**
 * One end of an adaptive binary range coder: the {@link BitEncoder encoder} writes the bits that it is given, the
 * {@link BitDecoder decoder} returns those that were written. What is coded is so described once, by code that runs at
 * both ends. See docs/protocol.md, "The range coder".
 *
 * <p>A <em>model</em> is the probability that the next bit is 1, which moves towards each bit coded with it: fast while it
 * has seen few bits, slower with each. Owned by one thread; allocates nothing.
 */
abstract class BitCoder {
    /** The widest range. */
    static final long WHOLE = 0xFFFF_FFFFL;

    /** A range below this takes another byte. */
    static final int TOP = 1 << 24;

    /** A model that knows nothing: 1 is as likely as 0 (the high 16 bits), no bit seen (the low 16). */
    private static final int UNKNOWN = 0x8000 << 16;

    /** A model counts so many bits, then its pace stays. */
    private static final int MOST_SEEN = 128;

    /** By the bits seen so far: the part of the way, in 1/32768, that a model moves towards the next one. */
    private static final int[] PACE = new int[MOST_SEEN + 1];

    private static final int NUMBER_LENGTHS = 24;
    private static final int NUMBER_LEADING = 8;

    /** The models that one {@link #number} needs. */
    static final int NUMBER_MODELS = NUMBER_LENGTHS + NUMBER_LENGTHS * NUMBER_LEADING;

    static {
        for (int seen = 0; seen <= MOST_SEEN; seen++) {
            PACE[seen] = 327_680 / (10 * seen + 16);
        }
    }

    /** So many models that know nothing. */
    static int[] models(int count) {
        int[] models = new int[count];
        forget(models);
        return models;
    }

    static void forget(int[] models) {
        Arrays.fill(models, UNKNOWN);
    }

    /** The model after a 1. By its pace it stays between 130 and 65,405: no bit costs more than 9 bits. */
    static int learnedOne(int model) {
        int seen = model & 0xFFFF;
        int step = ((0xFFFF - (model >>> 16)) * PACE[seen]) >> 15;
        return model + (step << 16) + (seen < MOST_SEEN ? 1 : 0);
    }

    /** The model after a 0. */
    static int learnedZero(int model) {
        int seen = model & 0xFFFF;
        int step = ((model >>> 16) * PACE[seen]) >> 15;
        return model - (step << 16) + (seen < MOST_SEEN ? 1 : 0);
    }

    /**
     * Codes one bit with a model, which learns it.
     *
     * @param bit what to write; the decoder does not look at it
     * @return the bit
     */
    abstract int bit(int[] models, int at, int bit);

    /**
     * Codes bits that are as likely 1 as 0.
     *
     * @param value what to write, in its low bits
     * @param count 0 to 24
     */
    abstract int plain(int value, int count);

    /** Codes a value of so many bits, the highest first, with 2^count - 1 models after {@code at}. */
    final int tree(int[] models, int at, int count, int value) {
        int node = 1;
        for (int shift = count - 1; shift >= 0; shift--) {
            node = (node << 1) | bit(models, at + node, (value >> shift) & 1);
        }
        return node - (1 << count);
    }

    /**
     * Codes a number, small ones cheaply, with {@link #NUMBER_MODELS} models.
     *
     * @param value 0 to 2^24 - 2
     */
    final int number(int[] models, int at, int value) {
        int written = value + 1;
        int highest = 31 - Integer.numberOfLeadingZeros(written);
        int length = 0;
        while (length < NUMBER_LENGTHS - 1 && bit(models, at + length, length < highest ? 1 : 0) != 0) {
            length++;
        }
        int leading = at + NUMBER_LENGTHS + length * NUMBER_LEADING;
        int result = 1;
        int left = length;
        while (left > 0 && result < NUMBER_LEADING) {
            left--;
            result = (result << 1) | bit(models, leading + result, (written >> left) & 1);
        }
        result = (result << left) | plain(written, left);
        return result - 1;
    }
}
