package netseat.device;

/** Which keys of a US keyboard make an ASCII character, for typing into guests that use that layout. Pure functions. */
public final class UsLayout {
    /** HID usage of the left Shift key. */
    public static final int LEFT_SHIFT = 0xE1;

    private static final int SHIFTED = 0x100;
    private static final int[] KEYS = new int[128];

    static {
        for (char letter = 'a'; letter <= 'z'; letter++) {
            KEYS[letter] = 0x04 + letter - 'a';
            KEYS[letter - 'a' + 'A'] = SHIFTED | KEYS[letter];
        }
        put("1234567890", 0x1E, 0);
        put("!@#$%^&*()", 0x1E, SHIFTED);
        put("\n\033\b\t -=[]\\", 0x28, 0);
        put("_+{}|", 0x2D, SHIFTED);
        put(";'`,./", 0x33, 0);
        put(":\"~<>?", 0x33, SHIFTED);
    }

    private UsLayout() {}

    private static void put(String characters, int firstUsage, int shift) {
        for (int i = 0; i < characters.length(); i++) {
            KEYS[characters.charAt(i)] = shift | (firstUsage + i);
        }
    }

    /** The HID keyboard usage of the key, without its Shift. */
    public static int usage(char character) {
        return entry(character) & 0xFF;
    }

    /** Whether Shift must be held. */
    public static boolean shifted(char character) {
        return (entry(character) & SHIFTED) != 0;
    }

    private static int entry(char character) {
        int entry = character < KEYS.length ? KEYS[character] : 0;
        if (entry == 0) {
            throw new IllegalArgumentException("a US keyboard has no key for U+" + Integer.toHexString(character));
        }
        return entry;
    }
}
