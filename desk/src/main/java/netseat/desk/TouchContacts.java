package netseat.desk;

import java.util.Arrays;
import netseat.linux.AxisRange;
import netseat.linux.Evdev;
import netseat.protocol.ContactState;
import netseat.protocol.TouchReport;

/**
 * What fingers do on a touch screen, from the kernel's events to reports: its multi-touch protocol B, in which each slot
 * holds one finger and only changes are told, or a single finger by {@code ABS_X}, {@code ABS_Y} and {@code BTN_TOUCH}. A
 * finger gets a contact's number when it comes down on the picture and keeps it; slots and their tracking identifiers stay
 * here. One thread; allocates nothing once made.
 *
 * @see <a href="https://docs.kernel.org/input/multi-touch-protocol.html">the kernel's protocol</a>
 */
final class TouchContacts {
    /** Fingers in slots past this are left out: the kernel allows a thousand. */
    static final int MOST_SLOTS = 64;

    static final int NONE = -1;

    private final boolean slotted;
    private final AxisRange across;
    private final AxisRange down;

    // By slot, as the device has it: which finger, and where. A place stays when its finger goes, as the kernel has it
    // too.
    private final int[] fingers;
    private final int[] xs;
    private final int[] ys;

    // By slot, as it was reported.
    private final int[] known;
    private final boolean[] leftOut;
    private final int[] numbers;
    private final int[] reportedXs;
    private final int[] reportedYs;

    private int slot;
    private int used; // contacts that are down, as bits

    private TouchContacts(boolean slotted, int slots, AxisRange across, AxisRange down) {
        this.slotted = slotted;
        this.across = across;
        this.down = down;
        fingers = filled(slots);
        known = filled(slots);
        numbers = filled(slots);
        xs = new int[slots];
        ys = new int[slots];
        leftOut = new boolean[slots];
        reportedXs = new int[slots];
        reportedYs = new int[slots];
    }

    private static int[] filled(int slots) {
        int[] all = new int[slots];
        Arrays.fill(all, NONE);
        return all;
    }

    /**
     * Fingers in slots.
     *
     * @param slots how many, 1 to {@link #MOST_SLOTS}
     */
    static TouchContacts inSlots(int slots, AxisRange across, AxisRange down) {
        return new TouchContacts(true, slots, across, down);
    }

    /** The one finger of a device that tells none apart. */
    static TouchContacts single(AxisRange across, AxisRange down) {
        return new TouchContacts(false, 1, across, down);
    }

    int slots() {
        return fingers.length;
    }

    /** Notes an event, whatever it is. A report's end is no event here: then {@link #report} is called. */
    void event(int type, int code, int value) {
        if (slotted) {
            if (type == Evdev.EV_ABS) {
                inSlot(code, value);
            }
        } else if (type == Evdev.EV_ABS && code == Evdev.ABS_X) {
            xs[0] = value;
        } else if (type == Evdev.EV_ABS && code == Evdev.ABS_Y) {
            ys[0] = value;
        } else if (type == Evdev.EV_KEY && code == Evdev.BTN_TOUCH) {
            touched(value != 0);
        }
    }

    private void inSlot(int axis, int value) {
        if (axis == Evdev.ABS_MT_SLOT) {
            slot = value;
        } else if (slot >= 0 && slot < fingers.length) {
            switch (axis) {
                case Evdev.ABS_MT_TRACKING_ID -> fingers[slot] = value < 0 ? NONE : value;
                case Evdev.ABS_MT_POSITION_X -> xs[slot] = value;
                case Evdev.ABS_MT_POSITION_Y -> ys[slot] = value;
                default -> {}
            }
        }
    }

    private void touched(boolean isDown) {
        if (!isDown) {
            fingers[0] = NONE;
        } else if (fingers[0] == NONE) {
            fingers[0] = known[0] == 0 ? 1 : 0; // another finger than the one that was reported
        }
    }

    /**
     * How things stand after events were lost.
     *
     * @param nowFingers by slot the tracking identifier, negative for none
     * @param nowSlot the one that the next events are about
     */
    void restore(int[] nowFingers, int[] nowXs, int[] nowYs, int nowSlot) {
        for (int i = 0; i < fingers.length; i++) {
            fingers[i] = nowFingers[i] < 0 ? NONE : nowFingers[i];
            xs[i] = nowXs[i];
            ys[i] = nowYs[i];
        }
        slot = nowSlot;
    }

    /** The same of a single finger. */
    void restore(boolean isDown, int x, int y) {
        touched(isDown);
        xs[0] = x;
        ys[0] = y;
    }

    /**
     * Tells what has changed since the last report. A finger that comes down beside the picture is left out until it is
     * lifted, one that leaves the picture is held at its edge; an eleventh finger waits until a contact is free.
     *
     * @param to gets the contacts; none when there is nothing to tell
     */
    void report(PicturePlace picture, TouchReport to) {
        to.clear();
        int taken = used; // nobody is told twice of one contact in the same report
        for (int i = 0; i < fingers.length; i++) {
            if (fingers[i] != known[i]) {
                known[i] = fingers[i];
                leftOut[i] = false;
                lift(i, to);
            }
        }
        for (int i = 0; i < fingers.length; i++) {
            if (fingers[i] != NONE && !leftOut[i]) {
                int x = picture.across(across.scale(xs[i], TouchReport.MAX_POSITION));
                int y = picture.down(down.scale(ys[i], TouchReport.MAX_POSITION));
                if (numbers[i] != NONE) {
                    move(i, inside(x), inside(y), to);
                } else if (x != inside(x) || y != inside(y)) {
                    leftOut[i] = true;
                } else {
                    taken = begin(i, x, y, taken, to);
                }
            }
        }
    }

    private static int inside(int at) {
        return Math.clamp(at, 0, TouchReport.MAX_POSITION);
    }

    private void lift(int i, TouchReport to) {
        if (numbers[i] != NONE) {
            to.add(numbers[i], ContactState.UP, reportedXs[i], reportedYs[i]);
            used &= ~(1 << numbers[i]);
            numbers[i] = NONE;
        }
    }

    private void move(int i, int x, int y, TouchReport to) {
        if (x != reportedXs[i] || y != reportedYs[i]) {
            place(i, x, y);
            to.add(numbers[i], ContactState.MOVED, x, y);
        }
    }

    private int begin(int i, int x, int y, int taken, TouchReport to) {
        int number = Integer.numberOfTrailingZeros(~taken);
        if (number >= TouchReport.MAX_CONTACTS) {
            return taken;
        }
        numbers[i] = number;
        used |= 1 << number;
        place(i, x, y);
        to.add(number, ContactState.DOWN, x, y);
        return taken | 1 << number;
    }

    private void place(int i, int x, int y) {
        reportedXs[i] = x;
        reportedYs[i] = y;
    }
}
