package netseat.screen;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes bits into a buffer of its own, the highest first, without a model. Owned by one thread; allocates nothing. */
final class BitWriter {
    /** The most bits that may be written at once. */
    static final int MOST = Long.SIZE - Byte.SIZE + 1;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] out;
    private int position;

    /** The low {@link #pending} bits are those of a byte that is not full yet; what is above them means nothing. */
    private long gathered;

    private int pending;

    /** @param capacity bytes; whoever writes watches {@link #length}, and leaves eight bytes */
    BitWriter(int capacity) {
        out = new byte[capacity];
    }

    void start() {
        position = 0;
        pending = 0;
    }

    /** The bytes there are, the last one filled up. */
    int length() {
        return position + (pending + Byte.SIZE - 1) / Byte.SIZE;
    }

    /**
     * Writes bits.
     *
     * @param bits in its low ones; the others are 0
     * @param count 0 to {@link #MOST}
     */
    void put(long bits, int count) {
        gathered = gathered << count | bits;
        int filled = pending + count;
        // Eight bytes each time, of which the whole ones count: the others are written over.
        EIGHT_BYTES.set(out, position, gathered << (Long.SIZE - filled));
        position += filled >>> 3;
        pending = filled & 7;
    }

    /** The bytes, of which {@link #length} count; the last one is filled up with zeros. */
    byte[] bytes() {
        return out;
    }
}
