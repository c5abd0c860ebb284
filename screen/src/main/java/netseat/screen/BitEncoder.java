package netseat.screen;

/** Writes bits into a buffer of its own. Owned by one thread. */
final class BitEncoder extends BitCoder {
    private final byte[] bytes;
    private int length;

    // What is not yet decided: the interval [low, low + range), and before it a byte and so many 0xFF that a carry
    // would still change.
    private long low;
    private long range = WHOLE;
    private int held;
    private int heldOnes;
    private boolean holds;

    /** @param capacity bytes; whoever codes watches {@link #length} */
    BitEncoder(int capacity) {
        bytes = new byte[capacity];
    }

    void start() {
        length = 0;
        low = 0;
        range = WHOLE;
        heldOnes = 0;
        holds = false;
    }

    /** The bytes that would be there after {@link #finish} now, at most. */
    int length() {
        return length + heldOnes + 5;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    int bit(int[] models, int at, int bit) {
        int model = models[at];
        long split = (range * (model >>> 16)) >>> 16;
        if (bit != 0) {
            range = split;
            models[at] = learnedOne(model);
        } else {
            low += split;
            range -= split;
            models[at] = learnedZero(model);
        }
        while (range < TOP) {
            range <<= 8;
            shift();
        }
        return bit;
    }

    @Override
    int plain(int value, int count) {
        for (int shift = count - 1; shift >= 0; shift--) {
            range >>>= 1;
            if (((value >> shift) & 1) == 0) {
                low += range;
            }
            while (range < TOP) {
                range <<= 8;
                shift();
            }
        }
        return value & ((1 << count) - 1);
    }

    /**
     * Ends what was written.
     *
     * @return how many of {@link #bytes} there are: the decoder reads zeros after them
     */
    int finish() {
        // The number in the interval that has the most zeros at its end: they need not be sent.
        for (int kept = 1; kept <= 4; kept++) {
            long dropped = (1L << (32 - 8 * kept)) - 1;
            long shortest = (low + dropped) & ~dropped;
            if (shortest < low + range) {
                low = shortest;
                break;
            }
        }
        for (int i = 0; i < 5; i++) {
            shift();
        }
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return length;
    }

    private void shift() {
        if (low < 0xFF00_0000L || low > WHOLE) {
            int carry = (int) (low >>> 32);
            if (holds) {
                bytes[length++] = (byte) (held + carry);
            }
            for (; heldOnes > 0; heldOnes--) {
                bytes[length++] = (byte) (0xFF + carry);
            }
            held = (int) (low >>> 24) & 0xFF;
            holds = true;
        } else {
            heldOnes++;
        }
        low = (low << 8) & WHOLE;
    }
}
