package netseat.desk;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** For how long something is to blink, and whether it shines at this moment. Any thread. */
final class Blinking {
    /** How long it shines, and how long it does not. */
    static final int HALF_MILLIS = 250;

    private record Span(long from, long until) {}

    private volatile @Nullable Span span;

    /**
     * Blinks from now on.
     *
     * @param seconds for so long; 0 = no more
     */
    void start(int seconds, long nanos) {
        span = seconds == 0 ? null : new Span(nanos, nanos + TimeUnit.SECONDS.toNanos(seconds));
    }

    /** Whether it blinks at all. */
    boolean isOn(long nanos) {
        Span present = span;
        return present != null && nanos - present.until < 0;
    }

    /** Whether it shines at this moment. */
    boolean isBright(long nanos) {
        Span present = span;
        return present != null
                && nanos - present.until < 0
                && (nanos - present.from) / TimeUnit.MILLISECONDS.toNanos(HALF_MILLIS) % 2 == 0;
    }
}
