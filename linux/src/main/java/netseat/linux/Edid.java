package netseat.linux;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a monitor says of itself (VESA E-EDID 1.4, the first block). The bytes are the monitor's, so nothing in them is
 * trusted: they become texts of letters that can be printed, and numbers within their fields.
 *
 * @param maker three letters, as the PNP registry gives them out
 * @param name the model; empty when it does not say
 * @param serial its own number; empty when it does not say
 * @param width of the mode that it prefers, in pixels; 0 when it does not say
 * @param height likewise
 */
public record Edid(String maker, String name, String serial, int width, int height) {
    private static final int BLOCK = 128;
    private static final int[] HEADER = {0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00};
    private static final int MAKER = 8;
    private static final int FIRST_DESCRIPTOR = 54;
    private static final int DESCRIPTOR = 18;
    private static final int DESCRIPTORS = 4;
    private static final int TEXT = 5;
    private static final int NAME = 0xFC;
    private static final int SERIAL = 0xFF;

    /** Reads the first block; empty when it is none, or its sum is wrong. */
    public static Optional<Edid> parse(byte[] bytes) {
        if (bytes.length < BLOCK) {
            return Optional.empty();
        }
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += bytes[i];
            if (i < HEADER.length && u8(bytes, i) != HEADER[i]) {
                return Optional.empty();
            }
        }
        if ((sum & 0xFF) != 0) {
            return Optional.empty();
        }
        String name = "";
        String serial = "";
        int width = 0;
        int height = 0;
        for (int i = 0; i < DESCRIPTORS; i++) {
            int at = FIRST_DESCRIPTOR + i * DESCRIPTOR;
            if (u8(bytes, at) != 0 || u8(bytes, at + 1) != 0) {
                if (width == 0) { // the first timing is the preferred one
                    width = u8(bytes, at + 2) | (u8(bytes, at + 4) & 0xF0) << 4;
                    height = u8(bytes, at + 5) | (u8(bytes, at + 7) & 0xF0) << 4;
                }
            } else if (u8(bytes, at + 3) == NAME) {
                name = text(bytes, at);
            } else if (u8(bytes, at + 3) == SERIAL) {
                serial = text(bytes, at);
            }
        }
        return Optional.of(new Edid(maker(bytes), name, serial, width, height));
    }

    private static int u8(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]);
    }

    /** Three letters of five bits each, 1 is A. */
    private static String maker(byte[] bytes) {
        int packed = u8(bytes, MAKER) << 8 | u8(bytes, MAKER + 1);
        StringBuilder letters = new StringBuilder();
        for (int shift = 10; shift >= 0; shift -= 5) {
            int letter = packed >> shift & 0x1F;
            letters.append(letter >= 1 && letter <= 26 ? (char) ('A' + letter - 1) : '?');
        }
        return letters.toString();
    }

    private static String text(byte[] bytes, int descriptor) {
        int from = descriptor + TEXT;
        String all = new String(bytes, from, DESCRIPTOR - TEXT, StandardCharsets.ISO_8859_1);
        int end = all.indexOf('\n');
        return (end < 0 ? all : all.substring(0, end))
                .replaceAll("[^\\x20-\\x7E]", "?")
                .strip();
    }
}
