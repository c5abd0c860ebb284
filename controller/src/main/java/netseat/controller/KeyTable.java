package netseat.controller;

import java.util.Map;

/**
 * What each key of a keyboard is to be: a table of one step, looked up once for each event. Keys go by their scan code in
 * seven bits, and {@link #EXTENDED} for those with the E0 prefix. Never changes.
 */
final class KeyTable {
    /** The name of no key: what a disabled key becomes. */
    static final String NO_KEY = "NONE";

    static final int EXTENDED = 0x80;

    /** How many keys there are, and the number of none. */
    static final int SIZE = 256;

    static final int NONE = 0;

    private final byte[] keys = new byte[SIZE];

    /** @param changes names of {@link KeyNames}, each with what it becomes: another, or {@link #NO_KEY} */
    KeyTable(Map<String, String> changes) {
        for (int i = 0; i < SIZE; i++) {
            keys[i] = (byte) i;
        }
        changes.forEach((from, to) -> keys[number(KeyNames.scanCode(from))] =
                (byte) (to.equals(NO_KEY) ? NONE : number(KeyNames.scanCode(to))));
    }

    /** The number of a key, 1 to 255, by its scan code. */
    static int number(int scanCode) {
        return (scanCode & 0x7F) | (scanCode > 0x7F ? EXTENDED : 0);
    }

    /** The scan code of a key by its number. */
    static int scanCode(int number) {
        return number >= EXTENDED ? 0xE000 | (number & 0x7F) : number;
    }

    /** What this key is to be; {@link #NONE} when it is to do nothing. */
    int of(int number) {
        return keys[number] & 0xFF;
    }
}
