package netseat.linux;

import java.util.BitSet;

/**
 * What an input device says of itself.
 *
 * @param name for people
 * @param bus 3 is USB, 5 Bluetooth, 0x11 PS/2; linux/input.h has the others
 * @param vendor 16 bits, as USB numbers them
 * @param product 16 bits
 * @param serial often empty
 * @param keys its keys and buttons
 * @param relative its axes of motion
 * @param absolute its axes of positions
 * @param leds what can shine
 * @param sounds what it can be heard by
 * @param properties of its surface
 */
public record InputAbilities(
        String name,
        int bus,
        int vendor,
        int product,
        String serial,
        BitSet keys,
        BitSet relative,
        BitSet absolute,
        BitSet leds,
        BitSet sounds,
        BitSet properties) {
    private static final int USUAL_KEYS = Evdev.BTN_MISC;

    /**
     * Whether it has keys that a keyboard has. A power button has none: it stays the computer's own, which could else not
     * be turned off.
     */
    public boolean isKeyboard() {
        BitSet own = keys.get(0, USUAL_KEYS);
        BitSet more = keys.get(Evdev.KEY_OK, Evdev.KEY_MAX + 1); // media keys' second part
        own.clear(0);
        own.clear(Evdev.KEY_POWER);
        own.clear(Evdev.KEY_SLEEP);
        own.clear(Evdev.KEY_WAKEUP);
        return !own.isEmpty() || (!more.isEmpty() && !isPointer() && !isTouch());
    }

    /** Whether it moves a pointer, by motion or by positions, with a button to press. */
    public boolean isPointer() {
        boolean moves = relative.get(Evdev.REL_X) && relative.get(Evdev.REL_Y);
        return keys.get(Evdev.BTN_LEFT) && (moves || (hasPositions() && !isTouchpad() && !isTouch()));
    }

    /** Whether fingers touch a display through it. */
    public boolean isTouch() {
        return keys.get(Evdev.BTN_TOUCH)
                && (hasPositions() || hasSlots())
                && (properties.get(Evdev.INPUT_PROP_DIRECT)
                        || (!keys.get(Evdev.BTN_TOOL_FINGER) && !keys.get(Evdev.BTN_LEFT)));
    }

    /** A surface beside the display: what fingers say on it would have to be turned into motion. */
    public boolean isTouchpad() {
        return keys.get(Evdev.BTN_TOOL_FINGER) && !properties.get(Evdev.INPUT_PROP_DIRECT);
    }

    /** Whether it says where it points. */
    public boolean hasPositions() {
        return absolute.get(Evdev.ABS_X) && absolute.get(Evdev.ABS_Y);
    }

    /** Whether it tells several fingers apart, each in a slot: what the kernel calls protocol B. */
    public boolean hasSlots() {
        return absolute.get(Evdev.ABS_MT_SLOT)
                && absolute.get(Evdev.ABS_MT_TRACKING_ID)
                && absolute.get(Evdev.ABS_MT_POSITION_X)
                && absolute.get(Evdev.ABS_MT_POSITION_Y);
    }

    /** Whether it can beep. */
    public boolean beeps() {
        return sounds.get(Evdev.SND_TONE);
    }
}
