package netseat.controller;

import netseat.protocol.KeyPage;

/**
 * Set-1 scan codes of HID usages, as every PC keyboard controller translates them (HID Usage Tables 1.5, section 10, and
 * Microsoft's "USB HID to PS/2 Scan Code Translation Table"). Pure functions.
 */
public final class ScanCodes {
    /** No key of a PC keyboard has this usage. */
    public static final int NONE = 0;

    private static final short[] KEYBOARD = new short[0xE8];
    private static final short[] CONSUMER = new short[0x400];

    static {
        // The order of the usages 0x04 to 0x65, from A to Application.
        int[] main = {
            0x1E,
            0x30,
            0x2E,
            0x20,
            0x12,
            0x21,
            0x22,
            0x23,
            0x17,
            0x24,
            0x25,
            0x26,
            0x32, // A to M
            0x31,
            0x18,
            0x19,
            0x10,
            0x13,
            0x1F,
            0x14,
            0x16,
            0x2F,
            0x11,
            0x2D,
            0x15,
            0x2C, // N to Z
            0x02,
            0x03,
            0x04,
            0x05,
            0x06,
            0x07,
            0x08,
            0x09,
            0x0A,
            0x0B, // 1 to 0
            0x1C,
            0x01,
            0x0E,
            0x0F,
            0x39, // Enter, Escape, Backspace, Tab, Space
            0x0C,
            0x0D,
            0x1A,
            0x1B,
            0x2B,
            0x2B, // - = [ ] \ and the non-US key in the same place
            0x27,
            0x28,
            0x29,
            0x33,
            0x34,
            0x35,
            0x3A, // ; ' ` , . / CapsLock
            0x3B,
            0x3C,
            0x3D,
            0x3E,
            0x3F,
            0x40,
            0x41,
            0x42,
            0x43,
            0x44,
            0x57,
            0x58, // F1 to F12
            0xE037,
            0x46,
            0xE046, // PrintScreen, ScrollLock, Pause
            0xE052,
            0xE047,
            0xE049,
            0xE053,
            0xE04F,
            0xE051, // Insert Home PageUp Delete End PageDown
            0xE04D,
            0xE04B,
            0xE050,
            0xE048, // Right Left Down Up
            0x45,
            0xE035,
            0x37,
            0x4A,
            0x4E,
            0xE01C, // NumLock and the keypad's / * - + Enter
            0x4F,
            0x50,
            0x51,
            0x4B,
            0x4C,
            0x4D,
            0x47,
            0x48,
            0x49,
            0x52,
            0x53, // keypad 1 to 9, 0, .
            0x56,
            0xE05D // the non-US key beside left Shift, Application
        };
        put(KEYBOARD, 0x04, main);
        put(KEYBOARD, 0x66, 0xE05E, 0x59); // Power, keypad =
        put(KEYBOARD, 0x68, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x76); // F13 to F24
        put(KEYBOARD, 0x7F, 0xE020, 0xE030, 0xE02E); // Mute, Volume Up, Volume Down
        put(KEYBOARD, 0x85, 0x7E); // keypad comma (Brazilian)
        put(KEYBOARD, 0x87, 0x73, 0x70, 0x7D, 0x79, 0x7B, 0x5C); // International 1 to 6
        put(KEYBOARD, 0x90, 0x72, 0x71, 0x78, 0x77); // Lang 1 to 4
        put(KEYBOARD, 0xE0, 0x1D, 0x2A, 0x38, 0xE05B, 0xE01D, 0x36, 0xE038, 0xE05C); // the modifiers

        put(CONSUMER, 0x30, 0xE05E); // Power
        put(CONSUMER, 0x32, 0xE05F); // Sleep
        put(CONSUMER, 0xB5, 0xE019, 0xE010, 0xE024); // Next, Previous, Stop
        put(CONSUMER, 0xCD, 0xE022); // Play/Pause
        put(CONSUMER, 0xE2, 0xE020); // Mute
        put(CONSUMER, 0xE9, 0xE030, 0xE02E); // Volume Up, Volume Down
        put(CONSUMER, 0x183, 0xE06D); // Media Select
        put(CONSUMER, 0x18A, 0xE06C); // Mail
        put(CONSUMER, 0x192, 0xE021); // Calculator
        put(CONSUMER, 0x194, 0xE06B); // My Computer
        put(CONSUMER, 0x221, 0xE065); // Browser: Search
        put(CONSUMER, 0x223, 0xE032, 0xE06A, 0xE069, 0xE068, 0xE067); // Home, Back, Forward, Stop, Refresh
        put(CONSUMER, 0x22A, 0xE066); // Bookmarks
    }

    private ScanCodes() {}

    private static void put(short[] table, int firstUsage, int... codes) {
        for (int i = 0; i < codes.length; i++) {
            table[firstUsage + i] = (short) codes[i];
        }
    }

    /** The set-1 scan code (0xE0xx with the prefix) of a key as a KEY message names it, or {@link #NONE}. */
    public static int of(int page, int code) {
        return switch (page) {
            case KeyPage.SCAN_CODE -> code;
            case KeyPage.KEYBOARD -> code < KEYBOARD.length ? Short.toUnsignedInt(KEYBOARD[code]) : NONE;
            case KeyPage.CONSUMER -> code < CONSUMER.length ? Short.toUnsignedInt(CONSUMER[code]) : NONE;
            case KeyPage.SYSTEM ->
                switch (code) {
                    case 0x81 -> 0xE05E;
                    case 0x82 -> 0xE05F;
                    case 0x83 -> 0xE063;
                    default -> NONE;
                };
            default -> NONE;
        };
    }
}
