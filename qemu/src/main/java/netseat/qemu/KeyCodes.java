package netseat.qemu;

/**
 * Set-1 scan codes as QEMU numbers them: a plain code is itself, one with the E0 prefix is {@code 0x80 | code}, and the
 * few that real keyboards send otherwise have places of their own.
 *
 * <p>Only keys that QEMU knows are let through; to 7.2 all other numbers mean "unmapped".
 */
final class KeyCodes {
    /** What {@link #toQemu} gives for a code that no key has. */
    static final int UNKNOWN = -1;

    static final int PAUSE = 0xC6;
    static final int PRINT = 0xB7;

    private static final int EXTENDED = 0xE000;

    /**
     * First and last of every run of known numbers: the main block to F12, keypad '=', the Japanese, Korean and
     * Brazilian keys, the Sun keys, media and browser keys, the grey blocks, power keys.
     */
    private static final int[] RUNS = {
        0x01, 0x54, 0x56, 0x59, 0x5B, 0x5B, 0x70, 0x73, 0x77, 0x77, 0x79, 0x79, 0x7B, 0x7B, 0x7D, 0x7E, 0x85, 0x87,
        0x8C, 0x8C, 0x90, 0x90, 0x99, 0x99, 0x9C, 0x9E, 0xA0, 0xA2, 0xA4, 0xA4, 0xAE, 0xAE, 0xB0, 0xB0, 0xB2, 0xB2,
        0xB5, 0xB5, 0xB7, 0xB8, 0xBC, 0xBC, 0xC1, 0xC1, 0xC6, 0xC9, 0xCB, 0xCB, 0xCD, 0xCD, 0xCF, 0xD3, 0xDB, 0xDF,
        0xE3, 0xE3, 0xE6, 0xED, 0xF5, 0xF5, 0xF8, 0xF8
    };

    /**
     * F13 to F24: keyboards send 0x64 to 0x6E and 0x76 for them, QEMU has numbered them as Linux did. QEMU knows them
     * from 8.0 on; 7.2 takes the numbers and does nothing.
     */
    private static final int[] HIGH_FUNCTION_CODES = {
        0x64, 0x5D, 0x65, 0x5E, 0x66, 0x5F, 0x67, 0x55, 0x68, 0x83, 0x69, 0xF7, 0x6A, 0x84, 0x6B, 0x5A, 0x6C, 0x74,
        0x6D, 0xF9, 0x6E, 0x6D, 0x76, 0x6F
    };

    private KeyCodes() {}

    /**
     * QEMU's number of a key, 1 to 255, or {@link #UNKNOWN}.
     *
     * @throws IllegalArgumentException when the code is neither 0x01 to 0x7F nor 0xE001 to 0xE07F
     */
    static int toQemu(int scanCode) {
        int low = scanCode & 0x7F;
        int high = scanCode - low;
        if (low == 0 || (high != 0 && high != EXTENDED)) {
            throw new IllegalArgumentException("no scan code of set 1: 0x" + Integer.toHexString(scanCode));
        }
        if (high == 0) {
            for (int i = 0; i < HIGH_FUNCTION_CODES.length; i += 2) {
                if (HIGH_FUNCTION_CODES[i] == low) {
                    return HIGH_FUNCTION_CODES[i + 1];
                }
            }
        }
        int number = high == 0 ? low : 0x80 | low;
        for (int i = 0; i < RUNS.length; i += 2) {
            if (number >= RUNS[i] && number <= RUNS[i + 1]) {
                return number;
            }
        }
        return UNKNOWN;
    }

    /** How many bytes of a PS/2 keyboard's queue an event takes. */
    static int queueBytes(int number, boolean down) {
        return switch (number) {
            case PAUSE -> down ? 6 : 0;
            case PRINT -> 4;
            default -> number >= 0x80 ? 2 : 1;
        };
    }
}
