package netseat.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import netseat.hypervisor.LogicalDisplay;

/**
 * The streams of one head: decides which display units share one. Its monitor guards who is in which stream; it is held
 * briefly, never while a picture is drawn. Any thread.
 *
 * <p>A unit that begins gets a stream of its own, or the one of those that begin with it. A unit that does not keep pace goes
 * on in another. Of streams that both keep pace the smaller one draws what the units of the larger one show, and becomes one
 * with it.
 */
public final class HeadStreams {
    private final String machine;
    private final int number;
    private final LogicalDisplay display;
    private final StageTimes times;
    private final PictureCount count = new PictureCount();
    private final List<PictureStream> streams = new ArrayList<>();
    private volatile int size;

    HeadStreams(String machine, int number, LogicalDisplay display, StageTimes times) {
        this.machine = machine;
        this.number = number;
        this.display = display;
        this.times = times;
    }

    /** The machine's name. */
    public String machine() {
        return machine;
    }

    /** Which of its heads, from 1. */
    public int number() {
        return number;
    }

    LogicalDisplay display() {
        return display;
    }

    StageTimes times() {
        return times;
    }

    /** What was encoded for this head; a picture for several units counts once. */
    public PictureCount count() {
        return count;
    }

    /** How many streams there are. */
    public int size() {
        return size;
    }

    /** How many units look at the head. */
    public synchronized int units() {
        return streams.stream().mapToInt(stream -> stream.units().length).sum();
    }

    /** A unit begins: it gets the whole picture. */
    void join(DisplayAdapter unit) {
        PictureStream opened = null;
        synchronized (this) {
            PictureStream stream = null;
            for (PictureStream each : streams) {
                stream = each.takesIn(unit) ? each : stream;
            }
            if (stream == null) {
                opened = new PictureStream(this, unit.format(), unit.refresh());
                stream = opened;
                add(opened);
            }
            unit.enter(stream);
            stream.setUnits(Units.plus(stream.units(), unit));
        }
        if (opened != null) {
            opened.open();
        }
    }

    /** A unit has left its stream. */
    synchronized void left(DisplayAdapter unit, PictureStream stream) {
        stream.setUnits(Units.minus(stream.units(), unit));
        endIfEmpty(stream);
    }

    /** A stream's first picture is about to be drawn: nobody joins it any more. */
    synchronized void begin(PictureStream stream) {
        stream.setBegun();
    }

    /** Moves those who are not ready from one stream to a fork of it; returns false when they have left meanwhile. */
    synchronized boolean split(PictureStream stream, PictureStream fork, long now) {
        for (DisplayAdapter unit : stream.units()) {
            if (!unit.isReady() && unit.move(stream, fork)) {
                unit.pace().fellBehind(now);
                stream.setUnits(Units.minus(stream.units(), unit));
                fork.setUnits(Units.plus(fork.units(), unit));
            }
        }
        if (fork.units().length == 0) {
            return false;
        }
        fork.setBegun();
        add(fork);
        endIfEmpty(stream);
        return true;
    }

    /** The stream that this one could become one with: the largest there is, and larger than this or older. */
    synchronized Optional<PictureStream> leaderOf(PictureStream stream, long now) {
        PictureStream leader = stream;
        for (PictureStream other : streams) {
            if (other.isLike(stream) && other.maySwell(now)) {
                boolean older = streams.indexOf(other) < streams.indexOf(leader);
                int larger = other.units().length - leader.units().length;
                leader = larger > 0 || (larger == 0 && older) ? other : leader;
            }
        }
        return leader == stream || !stream.maySwell(now) ? Optional.empty() : Optional.of(leader);
    }

    /** All units of one stream belong to another from now on. */
    synchronized void moveAll(PictureStream from, PictureStream to) {
        for (DisplayAdapter unit : from.units()) {
            if (unit.move(from, to)) {
                from.setUnits(Units.minus(from.units(), unit));
                to.setUnits(Units.plus(to.units(), unit));
            }
        }
        endIfEmpty(from);
    }

    private void add(PictureStream stream) {
        streams.add(stream);
        size = streams.size();
    }

    private void endIfEmpty(PictureStream stream) {
        if (stream.units().length == 0 && streams.remove(stream)) {
            size = streams.size();
            stream.end();
        }
    }
}
