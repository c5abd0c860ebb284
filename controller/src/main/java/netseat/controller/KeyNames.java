package netseat.controller;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names that an administrator knows keys by: Linux' own (linux/input-event-codes.h) without their KEY_, and the set-1
 * scan code of each. Pure functions. docs/operations.md lists them.
 */
public final class KeyNames {
    private static final String LINUX_PREFIX = "KEY_";

    /** Name and scan code; an E before it stands for the E0 prefix. */
    private static final String TABLE = """
            ESC 01 F1 3B F2 3C F3 3D F4 3E F5 3F F6 40 F7 41 F8 42 F9 43 F10 44 F11 57 F12 58
            F13 64 F14 65 F15 66 F16 67 F17 68 F18 69 F19 6A F20 6B F21 6C F22 6D F23 6E F24 76
            SYSRQ E37 SCROLLLOCK 46 PAUSE E46
            GRAVE 29 1 02 2 03 3 04 4 05 5 06 6 07 7 08 8 09 9 0A 0 0B MINUS 0C EQUAL 0D BACKSPACE 0E
            TAB 0F Q 10 W 11 E 12 R 13 T 14 Y 15 U 16 I 17 O 18 P 19 LEFTBRACE 1A RIGHTBRACE 1B BACKSLASH 2B
            CAPSLOCK 3A A 1E S 1F D 20 F 21 G 22 H 23 J 24 K 25 L 26 SEMICOLON 27 APOSTROPHE 28 ENTER 1C
            LEFTSHIFT 2A 102ND 56 Z 2C X 2D C 2E V 2F B 30 N 31 M 32 COMMA 33 DOT 34 SLASH 35 RIGHTSHIFT 36
            LEFTCTRL 1D LEFTMETA E5B LEFTALT 38 SPACE 39 RIGHTALT E38 RIGHTMETA E5C COMPOSE E5D RIGHTCTRL E1D
            INSERT E52 HOME E47 PAGEUP E49 DELETE E53 END E4F PAGEDOWN E51 UP E48 LEFT E4B DOWN E50 RIGHT E4D
            NUMLOCK 45 KPSLASH E35 KPASTERISK 37 KPMINUS 4A KPPLUS 4E KPENTER E1C KPDOT 53 KPEQUAL 59 KPCOMMA 7E
            KP0 52 KP1 4F KP2 50 KP3 51 KP4 4B KP5 4C KP6 4D KP7 47 KP8 48 KP9 49
            RO 73 YEN 7D KATAKANAHIRAGANA 70 HENKAN 79 MUHENKAN 7B KPJPCOMMA 5C
            HANGEUL 72 HANJA 71 KATAKANA 78 HIRAGANA 77
            MUTE E20 VOLUMEDOWN E2E VOLUMEUP E30 PLAYPAUSE E22 STOPCD E24 PREVIOUSSONG E10 NEXTSONG E19
            MEDIA E6D MAIL E6C CALC E21 COMPUTER E6B SEARCH E65 HOMEPAGE E32 BACK E6A FORWARD E69 STOP E68
            REFRESH E67 BOOKMARKS E66 POWER E5E SLEEP E5F WAKEUP E63
            """;

    private static final Map<String, Integer> CODES = read();

    private KeyNames() {}

    private static Map<String, Integer> read() {
        Map<String, Integer> codes = new LinkedHashMap<>();
        String[] words = TABLE.strip().split("\\s+", -1);
        for (int i = 0; i < words.length; i += 2) {
            boolean extended = words[i + 1].startsWith("E");
            int low = Integer.parseInt(words[i + 1].substring(extended ? 1 : 0), 16);
            codes.put(words[i], extended ? 0xE000 | low : low);
        }
        return Collections.unmodifiableMap(codes);
    }

    /** Every name, in the order of a keyboard. */
    public static Set<String> all() {
        return CODES.keySet();
    }

    /** The name as {@link #all} has it; capitals and Linux' KEY_ do not matter. Empty when no key is called so. */
    static Optional<String> find(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        String plain = upper.startsWith(LINUX_PREFIX) ? upper.substring(LINUX_PREFIX.length()) : upper;
        return CODES.containsKey(plain) ? Optional.of(plain) : Optional.empty();
    }

    /**
     * The set-1 scan code of a key, as {@link ScanCodes} has it.
     *
     * @throws IllegalArgumentException when {@link #all} has no such name
     */
    static int scanCode(String name) {
        Integer code = CODES.get(name);
        if (code == null) {
            throw new IllegalArgumentException("no key " + name);
        }
        return code;
    }
}
