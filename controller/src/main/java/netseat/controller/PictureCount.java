package netseat.controller;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts pictures, their bytes and the time that encoding them took, from the start on. Counting is wait-free and allocates
 * nothing; any thread.
 */
public final class PictureCount {
    private static final double[] BOUNDS = {
        0.000_05, 0.000_1, 0.000_2, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2
    };

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLongArray taken = new AtomicLongArray(BOUNDS.length + 1);
    private final LongAdder nanos = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** Counts a picture of so many bytes that was encoded in so many nanoseconds. */
    void add(long length, long encodeNanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && encodeNanos > BOUNDS[bucket] * NANOS) {
            bucket++;
        }
        taken.getAndIncrement(bucket);
        nanos.add(encodeNanos);
        bytes.add(length);
    }

    /** Upper bounds of the times that are counted apart, in seconds; what took longer is counted in one more. */
    public static double[] bounds() {
        return BOUNDS.clone();
    }

    /** How many pictures. */
    public long pictures() {
        long sum = 0;
        for (int i = 0; i < taken.length(); i++) {
            sum += taken.get(i);
        }
        return sum;
    }

    public long bytes() {
        return bytes.sum();
    }

    /** The time that encoding took, in seconds. */
    public double encodeSeconds() {
        return nanos.sum() / NANOS;
    }

    /** How many pictures took longer than the bound before and not longer than each of {@link #bounds}, and longer. */
    public long[] encodeBuckets() {
        long[] copy = new long[taken.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = taken.get(i);
        }
        return copy;
    }
}
