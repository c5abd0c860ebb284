package netseat.controller;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Darkens the displays of a seat that nobody uses, each after the time of its preset, and lights them all at the next input.
 * Any thread. To take note of input costs a store, and a look at whether it is dark.
 */
final class IdleWatch implements DueTimes.Task {
    private final DueTimes times;
    private final List<DisplayAdapter> displays = new CopyOnWriteArrayList<>();
    private volatile long lastInput;
    private volatile boolean dark;

    /** A watch over a seat without displays. */
    IdleWatch(DueTimes times) {
        this.times = times;
        this.lastInput = times.now();
    }

    /** A display joins the seat, which is as good as if somebody used it. */
    void add(DisplayAdapter display) {
        inputTaken(times.now());
        displays.add(display);
        times.add(this);
    }

    void remove(DisplayAdapter display) {
        displays.remove(display);
        if (displays.isEmpty()) {
            times.remove(this);
        }
    }

    /** A keyboard or pointer of the seat is used. */
    void inputTaken(long now) {
        lastInput = now;
        if (dark) {
            light();
        }
    }

    private void light() {
        synchronized (this) {
            if (dark) {
                dark = false;
                displays.forEach(DisplayAdapter::light);
                times.wake(); // nothing was due while all were dark
            }
        }
    }

    @Override
    public long dueAt() {
        long last = lastInput;
        long soonest = DueTimes.NEVER;
        for (DisplayAdapter display : displays) {
            if (display.blankNanos() != DueTimes.NEVER && !display.isDark()) {
                soonest = Math.min(soonest, display.blankNanos());
            }
        }
        return soonest == DueTimes.NEVER ? DueTimes.NEVER : last + soonest;
    }

    @Override
    public void run(long now) {
        long last = lastInput;
        synchronized (this) {
            dark = true; // first: who writes down an input now sees it, or we see the input
            for (DisplayAdapter display : displays) {
                if (display.blankNanos() != DueTimes.NEVER && now - last >= display.blankNanos()) {
                    display.darken();
                }
            }
        }
        if (lastInput != last) {
            light();
        }
    }
}
