package netseat.e2e;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * What machines without a guest are told, counted: each key, and how long ago a pointer sent its position, when that is a time
 * made by {@link #stamp}. Recording allocates nothing.
 */
final class MeasuredInput implements NullMachine.Input {
    private static final int AXIS_BITS = 15;
    private static final long MICROS = (1L << (2 * AXIS_BITS)) - 1;
    private static final long LONGEST_MICROS = MICROS / 2;
    private static final long NANOS_PER_MICRO = 1000;
    private static final int CODES = 0x80;
    private static final int DOWN = 2 * CODES;

    private final Recorder recorder = new Recorder(LONGEST_MICROS, 3);
    private final AtomicLongArray keys = new AtomicLongArray(2 * DOWN);
    private final AtomicLong events = new AtomicLong();

    /** A time of {@link System#nanoTime()} as 30 bits of microseconds, 15 for each axis of a position. */
    static int stamp(long nanos) {
        return (int) (nanos / NANOS_PER_MICRO & MICROS);
    }

    @Override
    public void key(int scanCode, boolean down) {
        keys.incrementAndGet((scanCode & (CODES - 1)) + (scanCode >= CODES ? CODES : 0) + (down ? DOWN : 0));
        events.incrementAndGet();
    }

    @Override
    public void moveTo(int x, int y) {
        long ago = stamp(System.nanoTime()) - ((long) x << AXIS_BITS | y) & MICROS;
        recorder.recordValue(ago <= LONGEST_MICROS ? ago : 0); // a microsecond early is not half an hour late
    }

    @Override
    public void other() {
        events.incrementAndGet();
    }

    /** How often each key went down and up since the start: "30+" and "30-" for set-1 code 30, "e30+" with the E0 prefix. */
    Map<String, Long> keys() {
        Map<String, Long> all = new TreeMap<>();
        for (int i = 0; i < keys.length(); i++) {
            if (keys.get(i) > 0) {
                String name = ((i & CODES) != 0 ? "e" : "") + (i & (CODES - 1));
                all.put(name + (i >= DOWN ? "+" : "-"), keys.get(i));
            }
        }
        return all;
    }

    /** How many events of keys, buttons and wheels since the last call. */
    long takeEvents() {
        return events.getAndSet(0);
    }

    /** Microseconds from the sending to the logical pointer, since the last call. */
    Histogram takePositions() {
        return recorder.getIntervalHistogram();
    }
}
