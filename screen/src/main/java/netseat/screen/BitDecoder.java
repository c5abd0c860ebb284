package netseat.screen;

import java.nio.ByteBuffer;

/** Reads the bits that a {@link BitEncoder} wrote; after the last byte it reads zeros. Owned by one thread. */
final class BitDecoder extends BitCoder {
    private ByteBuffer in = ByteBuffer.allocate(0);
    private long range = WHOLE;
    private long code;

    /** Takes everything up to the limit. */
    void start(ByteBuffer coded) {
        in = coded;
        range = WHOLE;
        code = 0;
        for (int i = 0; i < 4; i++) {
            code = (code << 8) | next();
        }
    }

    @Override
    int bit(int[] models, int at, int unused) {
        int model = models[at];
        long split = (range * (model >>> 16)) >>> 16;
        int bit;
        if (code < split) {
            bit = 1;
            range = split;
            models[at] = learnedOne(model);
        } else {
            bit = 0;
            code -= split;
            range -= split;
            models[at] = learnedZero(model);
        }
        refill();
        return bit;
    }

    @Override
    int plain(int unused, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            range >>>= 1;
            if (code < range) {
                value = (value << 1) | 1;
            } else {
                value <<= 1;
                code -= range;
            }
            refill();
        }
        return value;
    }

    private void refill() {
        while (range < TOP) {
            range <<= 8;
            code = ((code << 8) | next()) & WHOLE;
        }
    }

    private int next() {
        return in.hasRemaining() ? Byte.toUnsignedInt(in.get()) : 0;
    }
}
