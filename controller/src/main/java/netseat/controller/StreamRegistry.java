package netseat.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import netseat.hypervisor.LogicalDisplay;
import netseat.screen.Framebuffer;

/** The streams of all heads that were ever looked at. Any thread. */
final class StreamRegistry {
    private final StageTimes times;
    private final HeadStreams nothing;
    private final Map<LogicalDisplay, HeadStreams> heads = new ConcurrentHashMap<>();

    StreamRegistry(StageTimes times) {
        this.times = times;
        this.nothing = new HeadStreams("", 0, new BlankDisplay(640, 400), times);
    }

    /** The streams of a machine's head, counted from 1. */
    HeadStreams of(String machine, int number, LogicalDisplay head) {
        return heads.computeIfAbsent(head, display -> new HeadStreams(machine, number, display, times));
    }

    /** The streams for units that are plugged into nothing. */
    HeadStreams ofNothing() {
        return nothing;
    }

    /** The stream for a unit that is dark: black, and as large as what it showed, so that a pointer still points at the same. */
    HeadStreams ofDark(HeadStreams lit) {
        Framebuffer shown = lit.display().picture();
        return new HeadStreams("", 0, new BlankDisplay(shown.width(), shown.height()), times);
    }

    /** The stream for a unit over whose pictures something is drawn, which is nobody else's business. */
    HeadStreams ofOverlay(HeadStreams beneath, SeatScreen screen) {
        return new HeadStreams(
                beneath.machine(), beneath.number(), new OverlayDisplay(beneath.display(), screen), times);
    }

    /** Forgets a head that is gone with its machine, and that nobody is plugged into any more. */
    void forget(LogicalDisplay head) {
        heads.remove(head);
    }

    /** The streams of every machine's heads, a copy. */
    List<HeadStreams> all() {
        return new ArrayList<>(heads.values());
    }
}
