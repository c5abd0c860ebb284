package netseat.e2e;

import java.util.LinkedHashMap;
import java.util.Map;
import netseat.protocol.KeyPage;

/**
 * Which Linux key code (linux/input-event-codes.h) each key must arrive as: the test's own table, written from the
 * kernel's documentation and not from the product's.
 */
final class EvdevKeys {
    /** A key as a KEY message names it. */
    record Key(int page, int code) {}

    private EvdevKeys() {}

    /** The 105 keys of an ISO board, in the order of their HID usages. */
    static Map<Key, Integer> board() {
        int[] codes = {
            30,
            48,
            46,
            32,
            18,
            33,
            34,
            35,
            23,
            36,
            37,
            38,
            50, // A to M
            49,
            24,
            25,
            16,
            19,
            31,
            20,
            22,
            47,
            17,
            45,
            21,
            44, // N to Z
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            10,
            11, // 1 to 0
            28,
            1,
            14,
            15,
            57,
            12,
            13,
            26,
            27,
            43,
            -1, // Enter Esc Backspace Tab Space - = [ ] \ (same place)
            39,
            40,
            41,
            51,
            52,
            53,
            58, // ; ' ` , . / CapsLock
            59,
            60,
            61,
            62,
            63,
            64,
            65,
            66,
            67,
            68,
            87,
            88, // F1 to F12
            99,
            70,
            119,
            110,
            102,
            104,
            111,
            107,
            109, // SysRq ScrollLock Pause Insert Home PageUp Delete End PageDown
            106,
            105,
            108,
            103,
            69,
            98,
            55,
            74,
            78,
            96, // Right Left Down Up NumLock KP/ KP* KP- KP+ KPEnter
            79,
            80,
            81,
            75,
            76,
            77,
            71,
            72,
            73,
            82,
            83, // keypad 1 to 9, 0, .
            86,
            127 // the key beside left Shift, Menu
        };
        Map<Key, Integer> keys = new LinkedHashMap<>();
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] >= 0) {
                keys.put(new Key(KeyPage.KEYBOARD, 0x04 + i), codes[i]);
            }
        }
        int[] modifiers = {29, 42, 56, 125, 97, 54, 100, 126}; // left Ctrl Shift Alt Meta, right Ctrl Shift Alt Meta
        for (int i = 0; i < modifiers.length; i++) {
            keys.put(new Key(KeyPage.KEYBOARD, 0xE0 + i), modifiers[i]);
        }
        return keys;
    }

    /** The media keys that a PC keyboard has and QEMU knows; it has no number for the Search key. */
    static Map<Key, Integer> media() {
        Map<Key, Integer> keys = new LinkedHashMap<>();
        int[][] table = {
            {0xB5, 163},
            {0xB6, 165},
            {0xB7, 166},
            {0xCD, 164},
            {0xE2, 113},
            {0xE9, 115},
            {0xEA, 114},
            {0x18A, 155},
            {0x192, 140},
            {0x223, 172},
            {0x224, 158},
            {0x225, 159},
            {0x226, 128},
            {0x227, 173},
            {0x22A, 156}
        };
        for (int[] entry : table) {
            keys.put(new Key(KeyPage.CONSUMER, entry[0]), entry[1]);
        }
        return keys;
    }
}
