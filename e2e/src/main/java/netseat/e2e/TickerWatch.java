package netseat.e2e;

import java.util.concurrent.atomic.AtomicLongArray;
import netseat.screen.Framebuffer;
import org.HdrHistogram.Histogram;

/**
 * How old is what a display unit shows of a {@link Ticker}? One quick unit notes when each count was first to be seen; of
 * the others each picture's age is the time since then. Any thread.
 */
public final class TickerWatch {
    private static final long LONGEST = 600_000_000_000L;

    private final AtomicLongArray firstSeen = new AtomicLongArray(Ticker.WRAP);

    /** The quick unit shows a picture. */
    public void seen(Framebuffer picture) {
        int count = Ticker.count(picture);
        if (count >= 0) {
            firstSeen.compareAndSet(count, 0, System.nanoTime());
        }
    }

    /** The ages of what one unit shows. */
    public final class Ages {
        private final Histogram nanos = new Histogram(LONGEST, 3);

        /** The unit shows a picture. */
        public synchronized void shown(Framebuffer picture) {
            int count = Ticker.count(picture);
            long seen = count < 0 ? 0 : firstSeen.get(count);
            if (seen != 0) { // else it is newer than what the quick unit shows, or between two of its pictures
                nanos.recordValue(Math.clamp(System.nanoTime() - seen, 0, LONGEST));
            }
        }

        /** Forgets what was so far. */
        public synchronized void reset() {
            nanos.reset();
        }

        /** How many pictures had an age. */
        public synchronized long count() {
            return nanos.getTotalCount();
        }

        /** The age in seconds that so many percent of the pictures were not above. */
        public synchronized double seconds(double percent) {
            return nanos.getValueAtPercentile(percent) / 1e9;
        }
    }
}
