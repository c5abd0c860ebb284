package netseat.desk;

import netseat.protocol.KeyPage;

/**
 * The HID usages of Linux's key codes, which is the way back of the kernel's own table (drivers/hid/hid-input.c) and, for
 * keyboards at the PS/2 port, of its second one (drivers/input/keyboard/atkbd.c). Pure functions.
 */
public final class EvdevKeys {
    /** No usage that KEY knows. */
    public static final int NONE = 0;

    private static final int HIGHEST = 0x2FF;
    private static final int[] KEYS = new int[HIGHEST + 1];

    static {
        keyboard(0x04, 30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38, 50); // A to M
        keyboard(0x11, 49, 24, 25, 16, 19, 31, 20, 22, 47, 17, 45, 21, 44); // N to Z
        keyboard(0x1E, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11); // 1 to 0
        keyboard(0x28, 28, 1, 14, 15, 57, 12, 13, 26, 27, 43); // Enter Esc Backspace Tab Space - = [ ] \
        keyboard(0x33, 39, 40, 41, 51, 52, 53, 58); // ; ' ` , . / CapsLock
        keyboard(0x3A, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 87, 88); // F1 to F12
        keyboard(0x46, 99, 70, 119); // PrintScreen ScrollLock Pause
        keyboard(0x49, 110, 102, 104, 111, 107, 109); // Insert Home PageUp Delete End PageDown
        keyboard(0x4F, 106, 105, 108, 103); // Right Left Down Up
        keyboard(0x53, 69, 98, 55, 74, 78, 96); // NumLock and the keypad's / * - + Enter
        keyboard(0x59, 79, 80, 81, 75, 76, 77, 71, 72, 73, 82, 83); // keypad 1 to 9, 0, .
        keyboard(0x64, 86, 127); // the key beside left Shift, Menu
        keyboard(0x67, 117); // keypad =
        keyboard(0x68, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193, 194); // F13 to F24
        keyboard(0x74, 134, 138, 130, 132); // Open Help Props Front
        keyboard(0x79, 129, 131, 137, 133, 135, 136); // Again Undo Cut Copy Paste Find
        keyboard(0x85, 121); // keypad comma
        keyboard(0x87, 89, 93, 124, 92, 94, 95); // Ro Katakana/Hiragana Yen Henkan Muhenkan and the keypad's comma
        keyboard(0x90, 122, 123, 90, 91, 85); // Hangul Hanja Katakana Hiragana Zenkaku/Hankaku
        keyboard(0xB6, 179, 180); // keypad ( )
        keyboard(0xD7, 118); // keypad +-
        keyboard(0xE0, 29, 42, 56, 125, 97, 54, 100, 126); // left Ctrl Shift Alt Meta, then right
        put(KeyPage.SYSTEM, 0x81, 116, 142, 143); // Power Sleep WakeUp
        consumer(0x6F, 225, 224); // brighter, darker
        consumer(0x83, 405); // the last channel
        consumer(0x8D, 362); // programme guide
        consumer(0x9C, 402, 403); // next channel, the one before
        consumer(
                0xB0, 207, 201, 167, 208, 168, 163, 165, 166,
                161); // Play Pause Record Forward Rewind Next Previous Stop Eject
        consumer(0xCD, 164); // Play/Pause
        consumer(0xCF, 582); // speak
        consumer(0xE2, 113); // Mute
        consumer(0xE5, 209); // Bass boost
        consumer(0xE9, 115, 114); // louder, softer
        consumer(0x183, 171); // Media select
        consumer(0x183, 226); // the same key at the PS/2 port
        consumer(0x184, 421, 423, 425); // word processor, spreadsheet, presentation
        consumer(0x18A, 155); // Mail
        consumer(0x18E, 397); // Calendar
        consumer(0x192, 140); // Calculator
        consumer(0x194, 144); // My Computer
        consumer(0x194, 157); // the same key at the PS/2 port
        consumer(0x196, 150); // Browser
        consumer(0x19E, 152); // lock the screen
        consumer(0x1A7, 218); // Documents
        consumer(0x1B7, 392); // sound
        consumer(0x201, 181); // New
        consumer(0x203, 206); // Close
        consumer(0x207, 234); // Save
        consumer(0x208, 210); // Print
        consumer(0x221, 217); // Search
        consumer(0x223, 172, 158, 159, 128, 173); // Home Back Forward Stop Refresh
        consumer(0x22A, 156); // Bookmarks
        consumer(0x22D, 418, 419); // zoom in, out
        consumer(0x233, 177, 178); // scroll up, down
        consumer(0x279, 182); // Redo
        consumer(0x289, 232); // Reply
        consumer(0x28B, 233, 231); // Forward the mail, send it
    }

    private EvdevKeys() {}

    private static void keyboard(int firstUsage, int... codes) {
        put(KeyPage.KEYBOARD, firstUsage, codes);
    }

    private static void consumer(int firstUsage, int... codes) {
        put(KeyPage.CONSUMER, firstUsage, codes);
    }

    private static void put(int page, int firstUsage, int... codes) {
        for (int i = 0; i < codes.length; i++) {
            if (KEYS[codes[i]] != NONE) {
                throw new IllegalStateException("key " + codes[i] + " twice");
            }
            KEYS[codes[i]] = page << 16 | (firstUsage + i);
        }
    }

    /** The page of a key's usage in the upper half and the usage in the lower, or {@link #NONE}. */
    public static int usage(int code) {
        return code >= 0 && code <= HIGHEST ? KEYS[code] : NONE;
    }
}
