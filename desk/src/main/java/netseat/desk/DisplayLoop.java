package netseat.desk;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The display thread: finds this computer's monitors as they come and go, makes each a display unit for the head of its
 * own number, and lets it blink. Pictures come past it, on the link's thread.
 */
final class DisplayLoop implements AutoCloseable {
    private static final int LOOK_MILLIS = 1000;

    private final Monitors monitors;
    private final Peripherals peripherals;
    private final PrintStream out;
    private final Thread thread = Thread.ofPlatform().name("display").unstarted(this::run);
    private final List<DisplayPeripheral> displays = new ArrayList<>(); // the thread's, after start
    private String fingerprint;
    private boolean stopping; // guarded by this
    private boolean woken; // guarded by this

    /** Takes up the monitors that are there already. */
    DisplayLoop(Monitors monitors, Peripherals peripherals, PrintStream out) throws IOException {
        this.monitors = monitors;
        this.peripherals = peripherals;
        this.out = out;
        this.fingerprint = monitors.fingerprint();
        comeAndGo();
    }

    /** How many monitors there are; before {@link #start} only. */
    int count() {
        return displays.size();
    }

    void start() {
        thread.start();
    }

    private void run() {
        boolean soon = false;
        while (await(soon ? Blinking.HALF_MILLIS / 2 : LOOK_MILLIS)) {
            String now = monitors.fingerprint();
            if (!now.equals(fingerprint)) {
                fingerprint = now;
                lookAgain();
            }
            soon = tick();
        }
        displays.forEach(DisplayPeripheral::close);
    }

    /** False when it is over. */
    private synchronized boolean await(int millis) {
        try {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            for (long left = until - System.nanoTime();
                    !woken && !stopping && left > 0;
                    left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
        woken = false;
        return !stopping;
    }

    private synchronized void wakeUp() {
        woken = true;
        notifyAll();
    }

    private void lookAgain() {
        try {
            comeAndGo();
        } catch (IOException e) {
            out.println("Cannot look for monitors: " + e.getMessage());
        }
    }

    private void comeAndGo() throws IOException {
        List<Monitor> found = new ArrayList<>(monitors.find());
        for (DisplayPeripheral display : List.copyOf(displays)) {
            if (!found.removeIf(monitor -> isSame(monitor, display.monitor()))) {
                out.println("Unplugged: " + display.monitor().name());
                peripherals.remove(display);
                display.close();
                displays.remove(display);
            }
        }
        for (Monitor monitor : found) {
            out.println("Taken: " + monitor.name() + ", " + monitor.model() + ", " + monitor.width() + "x"
                    + monitor.height());
            DisplayPeripheral display =
                    new DisplayPeripheral(monitor, displays.size() + 1, peripherals, this::wakeUp, out);
            monitor.onResize(display::resized);
            displays.add(display);
            peripherals.add(display);
        }
    }

    /** Whether nothing has changed that matters: the same model at the same socket in the same mode. */
    private static boolean isSame(Monitor one, Monitor other) {
        return one.name().equals(other.name())
                && one.model().equals(other.model())
                && one.serial().equals(other.serial())
                && one.width() == other.width()
                && one.height() == other.height();
    }

    private boolean tick() {
        long now = System.nanoTime();
        boolean soon = false;
        for (DisplayPeripheral display : displays) {
            soon |= display.tick(now);
        }
        return soon;
    }

    /** Gives all screens back and waits until that is done. */
    @Override
    public void close() {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        if (thread.getState() == Thread.State.NEW) {
            displays.forEach(DisplayPeripheral::close);
        } else {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
