package netseat.screen;

import java.nio.ByteBuffer;

/** Reads the bits of a {@link BitWriter}. Owned by one thread; allocates nothing. */
final class BitReader {
    private ByteBuffer in = ByteBuffer.allocate(0);

    /** The low {@link #held} bits are those that were taken from the bytes and not read yet. */
    private long gathered;

    private int held;

    /** How many of them are zeros after the last byte. */
    private int beyond;

    /** Takes everything from position to limit. */
    void start(ByteBuffer bytes) {
        in = bytes;
        gathered = 0;
        held = 0;
        beyond = 0;
    }

    /**
     * The next bits, which stay to be read; zeros follow the last one.
     *
     * @param count 0 to 24
     */
    int peek(int count) {
        while (held < count) {
            if (in.hasRemaining()) {
                gathered = gathered << Byte.SIZE | Byte.toUnsignedInt(in.get());
            } else {
                gathered <<= Byte.SIZE;
                beyond += Byte.SIZE;
            }
            held += Byte.SIZE;
        }
        return (int) (gathered >>> (held - count)) & ((1 << count) - 1);
    }

    /**
     * Reads bits that {@link #peek} has shown.
     *
     * @throws BadPictureException when there are not so many
     */
    void skip(int count) throws BadPictureException {
        held -= count;
        if (held < beyond) {
            throw new BadPictureException("bits that are cut short");
        }
    }

    /**
     * Reads bits.
     *
     * @param count 0 to 24
     * @throws BadPictureException when there are not so many
     */
    int take(int count) throws BadPictureException {
        int bits = peek(count);
        skip(count);
        return bits;
    }

    /** Whether a whole byte is left. */
    boolean hasByte() {
        return in.hasRemaining() || held - beyond >= Byte.SIZE;
    }
}
