package netseat.keys;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Names of the physical keys, by what a US keyboard has printed on them, and their HID keyboard usages. Pure functions. */
final class KeyNames {
    /** The first modifier, left Ctrl; the seven others follow. */
    static final int FIRST_MODIFIER = 0xE0;

    private static final Map<String, Integer> USAGES = new TreeMap<>();

    static {
        put(0x04, "a b c d e f g h i j k l m n o p q r s t u v w x y z 1 2 3 4 5 6 7 8 9 0");
        put(
                0x28,
                "enter esc backspace tab space minus equal leftbracket rightbracket backslash hash semicolon apostrophe");
        put(0x35, "grave comma dot slash capslock f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12");
        put(0x46, "print scrolllock pause insert home pageup delete end pagedown right left down up numlock");
        put(0x54, "kpslash kpasterisk kpminus kpplus kpenter kp1 kp2 kp3 kp4 kp5 kp6 kp7 kp8 kp9 kp0 kpdot iso menu");
        put(0x68, "f13 f14 f15 f16 f17 f18 f19 f20 f21 f22 f23 f24");
        put(0x7F, "mute volumeup volumedown");
        put(0x87, "ro kana yen henkan muhenkan");
        put(FIRST_MODIFIER, "ctrl shift alt super rightctrl rightshift altgr rightsuper");
        Map.of(
                        "return",
                        "enter",
                        "escape",
                        "esc",
                        "del",
                        "delete",
                        "ins",
                        "insert",
                        "win",
                        "super",
                        "meta",
                        "super",
                        "control",
                        "ctrl",
                        "pgup",
                        "pageup",
                        "pgdn",
                        "pagedown",
                        "sysrq",
                        "print")
                .forEach((other, name) -> USAGES.put(other, usage(name)));
    }

    private KeyNames() {}

    private static void put(int first, String names) {
        int usage = first;
        for (String name : names.split(" ", -1)) {
            USAGES.put(name, usage++);
        }
    }

    /** The key's usage, 0 when none is called so. */
    static int usage(String name) {
        return USAGES.getOrDefault(name.toLowerCase(Locale.ROOT), 0);
    }
}
