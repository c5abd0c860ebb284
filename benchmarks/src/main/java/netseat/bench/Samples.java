package netseat.bench;

import org.HdrHistogram.Histogram;

/** Times of one kind. */
final class Samples {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Histogram histogram = new Histogram(60_000_000_000L, 3);

    void add(long nanos) {
        histogram.recordValue(nanos);
    }

    /** The time in milliseconds that so many percent were within. */
    double percentile(double percent) {
        return histogram.getValueAtPercentile(percent) / NANOS_PER_MILLI;
    }
}
