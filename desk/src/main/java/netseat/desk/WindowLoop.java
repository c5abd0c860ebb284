package netseat.desk;

import java.io.IOException;
import java.io.PrintStream;
import java.util.BitSet;
import java.util.Optional;
import netseat.linux.AxisRange;
import netseat.linux.Evdev;
import netseat.linux.InputAbilities;

/**
 * The window thread: reads what happens to the window, and passes on its keys and its pointer, if they are wanted, as a keyboard's and
 * a tablet's.
 */
final class WindowLoop implements X11Sink, AutoCloseable {
    /** X servers on Linux number the keys as evdev does, from 8 on. */
    private static final int FIRST_KEY = 8;

    private static final int MOST_POSITION = 0x7FFF;
    private static final AxisRange POSITIONS = new AxisRange(0, MOST_POSITION);
    private static final int[] BUTTONS = {0, 0x110, 0x112, 0x111, 0, 0, 0, 0, 0x113, 0x114}; // BTN_LEFT and so on
    private static final int WHEEL_UP = 4;
    private static final int WHEEL_LEFT = 6;

    private final X11Window window;
    private final WindowMonitor monitor;
    private final Optional<KeyboardPeripheral> keyboard;
    private final Optional<PointerPeripheral> pointer;
    private final Runnable leave;
    private final PrintStream out;
    private final Thread thread = Thread.ofPlatform().name("window").unstarted(this::run);
    private volatile boolean stopping;

    /**
     * Adds the peripherals.
     *
     * @param hears whether the keys and the pointer are passed on
     * @param chord what the chord for leaving does
     * @param leave what closing the window does
     */
    WindowLoop(
            X11Window window,
            WindowMonitor monitor,
            boolean hears,
            Peripherals peripherals,
            Runnable chord,
            Runnable leave,
            PrintStream out) {
        this.window = window;
        this.monitor = monitor;
        this.leave = leave;
        this.out = out;
        if (hears) {
            KeyboardPeripheral keys = new KeyboardPeripheral(abilities("keyboard"), peripherals, () -> {}, chord);
            PointerPeripheral points =
                    new PointerPeripheral(abilities("pointer"), POSITIONS, POSITIONS, peripherals, () -> {});
            peripherals.add(keys);
            peripherals.add(points);
            keyboard = Optional.of(keys);
            pointer = Optional.of(points);
        } else {
            keyboard = Optional.empty();
            pointer = Optional.empty();
        }
    }

    private static InputAbilities abilities(String name) {
        BitSet keys = new BitSet();
        BitSet wheels = new BitSet();
        BitSet axes = new BitSet();
        BitSet none = new BitSet();
        keys.set(1, BUTTONS[9] + 1);
        keys.clear(Evdev.BTN_MISC, Evdev.BTN_LEFT);
        wheels.set(Evdev.REL_WHEEL);
        wheels.set(Evdev.REL_HWHEEL);
        axes.set(Evdev.ABS_X);
        axes.set(Evdev.ABS_Y);
        return new InputAbilities("window's " + name, 0, 0, 0, "", keys, wheels, axes, none, none, none);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                window.read(this);
            }
        } catch (IOException e) {
            if (!stopping) {
                out.println("The window is lost: " + e.getMessage());
            }
        } finally {
            focusLost();
            leave.run();
        }
    }

    @Override
    public void key(int code, boolean down) {
        int key = code - FIRST_KEY;
        keyboard.ifPresent(keys -> keys.event(Evdev.EV_KEY, key, !down ? 0 : keys.isDown(key) ? 2 : 1));
    }

    @Override
    public void button(int number, boolean down) {
        pointer.ifPresent(points -> {
            if (number >= WHEEL_UP && number < WHEEL_UP + 4) {
                if (down) { // each step is a press and a release
                    boolean sideways = number >= WHEEL_LEFT;
                    boolean on = number == WHEEL_UP || number == WHEEL_LEFT + 1; // up, or to the right
                    points.event(Evdev.EV_REL, sideways ? Evdev.REL_HWHEEL : Evdev.REL_WHEEL, on ? 1 : -1);
                }
            } else if (number > 0 && number < BUTTONS.length) {
                points.event(Evdev.EV_KEY, BUTTONS[number], down ? 1 : 0);
            }
            points.event(Evdev.EV_SYN, Evdev.SYN_REPORT, 0);
        });
    }

    @Override
    public void moved(int x, int y) {
        pointer.ifPresent(points -> {
            Placement place = monitor.placement();
            points.event(Evdev.EV_ABS, Evdev.ABS_X, position(x - place.x(), place.width()));
            points.event(Evdev.EV_ABS, Evdev.ABS_Y, position(y - place.y(), place.height()));
            points.event(Evdev.EV_SYN, Evdev.SYN_REPORT, 0);
        });
    }

    private static int position(int at, int length) {
        return new AxisRange(0, length - 1).scale(at, MOST_POSITION);
    }

    @Override
    public void focusLost() {
        keyboard.ifPresent(KeyboardPeripheral::releaseAll);
        pointer.ifPresent(PointerPeripheral::releaseAll);
    }

    @Override
    public void exposed(int x, int y, int width, int height) {
        monitor.exposed(x, y, width, height);
    }

    @Override
    public void resized(int width, int height) {
        monitor.sized(width, height);
    }

    @Override
    public void closeAsked() {
        stopping = true;
    }

    /** Closes the window and waits until that is done. */
    @Override
    public void close() {
        stopping = true;
        window.close();
        if (thread.getState() != Thread.State.NEW) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
