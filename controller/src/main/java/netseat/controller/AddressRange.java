package netseat.controller;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A range of network addresses, as 192.0.2.0/24, 2001:db8::/32 or one address alone. Pure functions: no name is ever looked
 * up.
 */
public final class AddressRange {
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");

    private final String text;
    private final byte[] first;
    private final int bits;

    private AddressRange(String text, byte[] first, int bits) {
        this.text = text;
        this.first = first;
        this.bits = bits;
    }

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException when it is none; the message is for people
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] first = bytes(slash < 0 ? text : text.substring(0, slash));
        int most = Byte.SIZE * first.length;
        int bits = most;
        if (slash >= 0) {
            String length = text.substring(slash + 1);
            bits = NUMBER.matcher(length).matches() ? Integer.parseInt(length) : -1;
        }
        if (first.length == 0 || bits < 0 || bits > most) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no range of addresses such as 192.0.2.0/24 or 2001:db8::/32.");
        }
        return new AddressRange(text, first, bits);
    }

    /** Whether this address, without a port, is in the range; one that is not written as an address never is. */
    public boolean contains(String address) {
        byte[] bytes = bytes(address);
        if (bytes.length != first.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = Byte.SIZE - bits % Byte.SIZE;
        return Arrays.mismatch(bytes, 0, whole, first, 0, whole) < 0
                && (rest == Byte.SIZE || (bytes[whole] & 0xFF) >> rest == (first[whole] & 0xFF) >> rest);
    }

    /** The bytes of an address; none when it is no address. */
    private static byte[] bytes(String address) {
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        return plain.indexOf(':') < 0 ? v4(plain) : v6(plain);
    }

    private static byte[] v4(String address) {
        String[] parts = address.split("\\.", V4_BYTES + 1);
        byte[] bytes = new byte[V4_BYTES];
        for (int i = 0; i < V4_BYTES; i++) {
            int value =
                    parts.length == V4_BYTES && NUMBER.matcher(parts[i]).matches() ? Integer.parseInt(parts[i]) : -1;
            if (value < 0 || value > 0xFF) {
                return new byte[0];
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    private static byte[] v6(String address) {
        int gap = address.indexOf("::");
        byte[] head = groups(gap < 0 ? address : address.substring(0, gap));
        byte[] tail = groups(gap < 0 ? "" : address.substring(gap + 2));
        int given = head.length + tail.length;
        if (gap < 0 ? given != V6_BYTES : given >= V6_BYTES) {
            return new byte[0];
        }
        byte[] bytes = Arrays.copyOf(head, V6_BYTES);
        System.arraycopy(tail, 0, bytes, V6_BYTES - tail.length, tail.length);
        return bytes;
    }

    /** Two bytes for each group; more than an address has when one of them is none. */
    private static byte[] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        StringBuilder digits = new StringBuilder();
        for (String group : text.split(":", -1)) {
            if (!GROUP.matcher(group).matches()) {
                return new byte[V6_BYTES + 1];
            }
            digits.append("0".repeat(4 - group.length())).append(group);
        }
        return HexFormat.of().parseHex(digits);
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
