package netseat.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import netseat.hypervisor.LogicalDisplay;

/** The streams of all heads that were ever looked at. Any thread. */
final class StreamRegistry {
    private final StageTimes times;
    private final HeadStreams nothing;
    private final Map<LogicalDisplay, HeadStreams> heads = new ConcurrentHashMap<>();

    StreamRegistry(StageTimes times) {
        this.times = times;
        this.nothing = new HeadStreams("", 0, new BlankDisplay(), times);
    }

    /** The streams of a machine's head, counted from 1. */
    HeadStreams of(String machine, int number, LogicalDisplay head) {
        return heads.computeIfAbsent(head, display -> new HeadStreams(machine, number, display, times));
    }

    /** The streams for units that are plugged into nothing. */
    HeadStreams ofNothing() {
        return nothing;
    }

    /** The streams of every machine's heads, a copy. */
    List<HeadStreams> all() {
        return new ArrayList<>(heads.values());
    }
}
