package netseat.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import netseat.device.SeatAddress;
import netseat.device.VirtualDisplay;
import netseat.protocol.Attachment.Capabilities;
import netseat.screen.PictureFormat;

/**
 * Many display units before one head: quick ones, of which the first few draw what they get, and some on slow lines, which
 * all draw and understand every exact coding.
 */
public final class ClassRoom implements AutoCloseable {
    /** Bytes a second of a slow line: 500 kbit/s. */
    public static final int SLOW = 500_000 / 8;

    private static final int SEEING = 2;

    private final TickerWatch watch = new TickerWatch();
    private final List<VirtualDisplay> quick = new ArrayList<>();
    private final List<VirtualDisplay> slow = new ArrayList<>();
    private final List<TickerWatch.Ages> ages = new ArrayList<>();
    private final List<Throttle> lines = new ArrayList<>();

    /**
     * Sits so many units down, one after the other.
     *
     * @param quickCodings what the quick ones understand; see {@link PictureFormat}
     */
    public ClassRoom(SeatAddress link, int quickUnits, int quickCodings, int slowUnits) throws IOException {
        Capabilities unit = unit(quickCodings);
        for (int i = 0; i < quickUnits; i++) {
            quick.add(i < SEEING ? VirtualDisplay.seeing(link, unit, watch::seen) : VirtualDisplay.blind(link, unit));
        }
        for (int i = 0; i < slowUnits; i++) {
            Throttle line = new Throttle(link, SLOW);
            lines.add(line);
            TickerWatch.Ages its = watch.new Ages();
            ages.add(its);
            slow.add(VirtualDisplay.seeing(line.link(), unit(PictureFormat.EXACT), its::shown));
        }
    }

    /** A unit that understands these codings, in all colours, at 60 pictures a second. */
    public static Capabilities unit(int codings) {
        return new Capabilities(0, true, false, 5, 0, 0, 60, 1, 24, codings);
    }

    public List<VirtualDisplay> quick() {
        return List.copyOf(quick);
    }

    public List<VirtualDisplay> slow() {
        return List.copyOf(slow);
    }

    /** Of each slow unit how old its pictures were when it showed them. */
    public List<TickerWatch.Ages> ages() {
        return List.copyOf(ages);
    }

    /** Those who draw. */
    public List<VirtualDisplay> seeing() {
        List<VirtualDisplay> all = new ArrayList<>(quick.subList(0, Math.min(SEEING, quick.size())));
        all.addAll(slow);
        return all;
    }

    /** The pictures so far of each quick unit. */
    public long[] pictures() {
        return quick.stream().mapToLong(VirtualDisplay::pictures).toArray();
    }

    /** The median of how many pictures each quick unit has shown since. */
    public long medianSince(long[] before) {
        long[] now = pictures();
        List<Long> since = new ArrayList<>();
        for (int i = 0; i < now.length; i++) {
            since.add(now[i] - before[i]);
        }
        since.sort(Comparator.naturalOrder());
        return since.get(since.size() / 2);
    }

    @Override
    public void close() throws IOException {
        quick.forEach(VirtualDisplay::close);
        slow.forEach(VirtualDisplay::close);
        for (Throttle line : lines) {
            line.close();
        }
    }
}
