package netseat.hypervisor;

import java.util.function.IntConsumer;

/**
 * The keyboard that the guest sees. It knows what it has told the guest and owes it every release: keys that were
 * released while the guest could not hear (paused) are released when it can.
 *
 * <p>Never blocks: a guest that does not take its input has it paced, then dropped, and its keys released.
 */
public interface LogicalKeyboard {
    /** LED bits, as in the USB HID LED usages. */
    int NUM_LOCK = 1;

    int CAPS_LOCK = 2;
    int SCROLL_LOCK = 4;

    /**
     * Presses or releases a key. A key that is down already may be pressed again: that is the typematic repeat, which
     * guests with a PS/2 keyboard need.
     *
     * @param scanCode set 1: 0x01 to 0x7F for plain keys, 0xE001 to 0xE07F for those with the E0 prefix. Pause is
     *     0xE046, Print Screen 0xE037.
     * @throws IllegalArgumentException for any other number; nothing reaches the guest
     */
    void key(int scanCode, boolean down);

    /** The LEDs as the guest set them. */
    int leds();

    /** Calls the listener with the LED bits after each change, on a thread of the machine; it must not block. */
    Registration onLeds(IntConsumer listener);
}
