package netseat.desk;

import netseat.linux.AxisRange;
import netseat.linux.Evdev;
import netseat.linux.InputAbilities;
import netseat.linux.InputDevice;
import netseat.linux.LinuxException;
import netseat.protocol.FrameWriter;

/**
 * A mouse, or a tablet that says where it points. What belongs together comes in one report: its motion is one frame,
 * before the buttons that came with it.
 */
final class PointerPeripheral extends InputPeripheral {
    private static final int MOST_MOTION = 10_000;
    private static final int MOST_POSITION = 0x7FFF;
    private static final int WHEEL_STEP = 120;
    private static final int MOST_BUTTONS = 16;

    private final HeldKeys held = new HeldKeys();
    private final boolean positions;
    private final boolean fineWheel;
    private final boolean fineSideWheel;
    private final AxisRange across;
    private final AxisRange down;

    // Of the report that is under way.
    private int right;
    private int below;
    private int wheelUp;
    private int wheelRight;
    private boolean placed;
    private int x;
    private int y;

    /**
     * A pointer.
     *
     * @param across its axis from left to right, and {@code down} the other one; of a mouse they mean nothing
     */
    PointerPeripheral(
            InputAbilities abilities, AxisRange across, AxisRange down, Peripherals peripherals, Runnable wakeUp) {
        super(Attachments.pointer(abilities, abilities.hasPositions(), buttons(abilities)), peripherals, wakeUp);
        this.positions = abilities.hasPositions();
        this.fineWheel = abilities.relative().get(Evdev.REL_WHEEL_HI_RES);
        this.fineSideWheel = abilities.relative().get(Evdev.REL_HWHEEL_HI_RES);
        this.across = across;
        this.down = down;
    }

    private static int buttons(InputAbilities abilities) {
        return abilities
                .keys()
                .get(Evdev.BTN_LEFT, Evdev.BTN_LEFT + MOST_BUTTONS)
                .cardinality();
    }

    @Override
    public void event(int type, int code, int value) {
        switch (type) {
            case Evdev.EV_REL -> moved(code, value);
            case Evdev.EV_ABS -> placed(code, value);
            case Evdev.EV_KEY -> button(code, value);
            case Evdev.EV_SYN -> report();
            default -> {}
        }
    }

    private void moved(int axis, int by) {
        switch (axis) {
            case Evdev.REL_X -> right = sum(right, by);
            case Evdev.REL_Y -> below = sum(below, by);
            case Evdev.REL_WHEEL_HI_RES -> wheelUp = sum(wheelUp, by);
            case Evdev.REL_HWHEEL_HI_RES -> wheelRight = sum(wheelRight, by);
            case Evdev.REL_WHEEL -> wheelUp = fineWheel ? wheelUp : sum(wheelUp, steps(by));
            case Evdev.REL_HWHEEL -> wheelRight = fineSideWheel ? wheelRight : sum(wheelRight, steps(by));
            default -> {}
        }
    }

    private static int sum(int so, int by) {
        return Math.clamp((long) so + by, -MOST_MOTION, MOST_MOTION);
    }

    private static int steps(int by) {
        return Math.clamp(by, -MOST_MOTION, MOST_MOTION) * WHEEL_STEP;
    }

    private void placed(int axis, int at) {
        if (axis == Evdev.ABS_X) {
            x = across.scale(at, MOST_POSITION);
            placed = positions;
        } else if (axis == Evdev.ABS_Y) {
            y = down.scale(at, MOST_POSITION);
            placed = positions;
        }
    }

    /**
     * Left, right, middle, side (which goes back), extra (which goes forward), and more, in Linux's order. A
     * tablet's tip is the left one.
     */
    private void button(int code, int value) {
        int number = code == Evdev.BTN_TOUCH ? 1 : code - Evdev.BTN_LEFT + 1;
        if (number >= 1 && number <= MOST_BUTTONS && held.note(code, value != 0)) {
            place(); // where it was pressed
            FrameWriter.button(frames(), number(), number, value != 0);
            send();
        }
    }

    private void place() {
        if (placed) {
            placed = false;
            FrameWriter.position(frames(), number(), x, y);
            send();
        }
        if (right != 0 || below != 0) {
            FrameWriter.motion(frames(), number(), right, below);
            right = 0;
            below = 0;
            send();
        }
    }

    private void report() {
        place();
        if (wheelUp != 0 || wheelRight != 0) {
            FrameWriter.wheel(frames(), number(), wheelUp, wheelRight);
            wheelUp = 0;
            wheelRight = 0;
            send();
        }
    }

    /** Says that all buttons that are down have come up. */
    void releaseAll() {
        HeldKeys.forAll(code -> button(code, 0));
    }

    @Override
    void resynchronize(InputDevice device) throws LinuxException {
        right = 0;
        below = 0;
        device.askKeys();
        HeldKeys.forAll(code -> button(code, device.isDown(code) ? 1 : 0));
    }
}
