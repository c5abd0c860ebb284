package netseat.controller;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** How long each stage of the road took, in nanoseconds. Recording is wait-free and allocates nothing; any thread. */
public final class StageTimes {
    private static final long LONGEST = 60_000_000_000L;

    /** One arrow of the road. */
    public enum Stage {
        /** From a frame's arrival at the link to its last byte on its way to the hypervisor. */
        INPUT,
        /** From the arrival of pixels from the hypervisor to the picture's last byte on its way to the display unit. */
        PICTURE,
        /** The part of {@link #PICTURE} that the encoder took. */
        ENCODE
    }

    private final Recorder[] recorders = new Recorder[Stage.values().length];
    private final Histogram[] totals = new Histogram[recorders.length];

    public StageTimes() {
        for (int i = 0; i < recorders.length; i++) {
            recorders[i] = new Recorder(LONGEST, 3);
            totals[i] = new Histogram(LONGEST, 3);
        }
    }

    /** Adds one measurement; what is out of range counts as the nearest that is in. */
    public void record(Stage stage, long nanos) {
        recorders[index(stage)].recordValue(Math.clamp(nanos, 0, LONGEST));
    }

    /** All measurements of a stage so far, a copy. */
    public synchronized Histogram total(Stage stage) {
        Histogram total = totals[index(stage)];
        total.add(recorders[index(stage)].getIntervalHistogram());
        return total.copy();
    }

    /** Forgets everything measured so far. */
    public synchronized void reset() {
        for (int i = 0; i < recorders.length; i++) {
            recorders[i].reset();
            totals[i].reset();
        }
    }

    private static int index(Stage stage) {
        return switch (stage) {
            case INPUT -> 0;
            case PICTURE -> 1;
            case ENCODE -> 2;
        };
    }
}
