package netseat.controller;

/** The keys that a seat's menu knows, as {@link KeyTable} numbers them. Pure functions. */
final class MenuKeys {
    static final int ESCAPE = KeyTable.number(0x01);
    static final int ENTER = KeyTable.number(0x1C);
    static final int KEYPAD_ENTER = KeyTable.number(0xE01C);
    static final int BACKSPACE = KeyTable.number(0x0E);
    static final int UP = KeyTable.number(0xE048);
    static final int DOWN = KeyTable.number(0xE050);
    static final int HOME = KeyTable.number(0xE047);
    static final int END = KeyTable.number(0xE04F);
    static final int PAGE_UP = KeyTable.number(0xE049);
    static final int PAGE_DOWN = KeyTable.number(0xE051);

    private static final int FIRST = 0x02;

    /** From the key 1 on, by their set-1 scan codes; a space where there is none of these. */
    private static final String ROWS = "1234567890-   qwertyuiop    asdfghjkl     zxcvbnm . ";

    private static final int FIRST_OF_KEYPAD = 0x47;
    private static final String KEYPAD = "789-456 1230";

    private static final int SPACE = 0x39;

    private MenuKeys() {}

    /** The character of a key on a US keyboard; 0 when a menu's entries are not found by it. */
    static char character(int key) {
        char found = key == SPACE ? ' ' : at(ROWS, key - FIRST);
        return found != 0 ? found : at(KEYPAD, key - FIRST_OF_KEYPAD);
    }

    private static char at(String keys, int index) {
        return index < 0 || index >= keys.length() || keys.charAt(index) == ' ' ? 0 : keys.charAt(index);
    }
}
