package netseat.qemu;

import java.util.concurrent.TimeUnit;

/**
 * When a head's guest is told the size that its onlookers wish: each wish once, the newest only, and not more often than
 * {@value #A_SECOND} times a second, because a guest changes its mode for each and some take their time.
 *
 * <p>A size is one number, see {@link #pack}. Owned by the pixel thread of one life of the machine.
 */
final class SizeWish {
    /** No wish. */
    static final long NONE = 0;

    static final int A_SECOND = 4;

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1) / A_SECOND;

    private final long first;
    private long told = NONE;
    private long toldAt;

    /** @param first what to tell as long as nobody wishes anything; {@link #NONE} for nothing */
    SizeWish(long first) {
        this.first = first;
    }

    static long pack(int width, int height) {
        return (long) width << Integer.SIZE | height;
    }

    static int width(long size) {
        return (int) (size >>> Integer.SIZE);
    }

    static int height(long size) {
        return (int) size;
    }

    /** What the guest is to be told now, or {@link #NONE}; it counts as told. */
    long due(long wished, long now) {
        long size = wished == NONE ? first : wished;
        if (size == told || !isTime(now)) {
            return NONE;
        }
        told = size;
        toldAt = now;
        return size;
    }

    private boolean isTime(long now) {
        return told == NONE || now - toldAt >= INTERVAL;
    }

    /** How long the thread may wait before it is to ask again; negative for ever. */
    int pollMillis(long wished, long now) {
        boolean pending = (wished == NONE ? first : wished) != told;
        return pending ? (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(toldAt + INTERVAL - now) + 1) : -1;
    }
}
