package netseat.qemu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads D-Bus values of either byte order, and never beyond the end given.
 *
 * <p>Reusable, so that the hot road allocates nothing: {@link #reset} aims it at the next values. The generic
 * {@link #value} is for what is rare (properties).
 */
final class DbusReader {
    /** The largest array of the specification: 64 MiB. */
    static final int MAX_ARRAY = 1 << 26;

    /** The longest string taken; what QEMU and the bus send has tens of bytes. */
    private static final int MAX_STRING = 1 << 16;

    private static final ValueLayout.OfInt INT_LE = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT_BE = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG_LE =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG_BE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort SHORT_LE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT_BE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private MemorySegment data = MemorySegment.NULL;
    private long base;
    private long at;
    private long end;
    private boolean little;

    /** Aims at the values between {@code at} and {@code end} of a message (or body) that starts at {@code base}. */
    void reset(MemorySegment data, long base, long at, long end, boolean little) {
        this.data = data;
        this.base = base;
        this.at = at;
        this.end = end;
        this.little = little;
    }

    /** Where in the segment the next value (or the padding before it) is. */
    long position() {
        return at;
    }

    boolean atEnd() {
        return at >= end;
    }

    /** Skips the padding before a value of this alignment. */
    void align(int alignment) throws DbusException {
        long aligned = base + ((at - base + alignment - 1) & -alignment);
        if (aligned > end) {
            throw new DbusException("a value beyond the message's end");
        }
        at = aligned;
    }

    private long take(long size) throws DbusException {
        if (size > end - at) {
            throw new DbusException("a value beyond the message's end");
        }
        long from = at;
        at += size;
        return from;
    }

    /** y, as 0 to 255. */
    int uint8() throws DbusException {
        return data.get(ValueLayout.JAVA_BYTE, take(1)) & 0xFF;
    }

    /** n or, without its sign, q. */
    short int16() throws DbusException {
        align(2);
        return data.get(little ? SHORT_LE : SHORT_BE, take(2));
    }

    /** i, u, b or h. */
    int int32() throws DbusException {
        align(4);
        return data.get(little ? INT_LE : INT_BE, take(4));
    }

    /** x or t. */
    long int64() throws DbusException {
        align(8);
        return data.get(little ? LONG_LE : LONG_BE, take(8));
    }

    boolean bool() throws DbusException {
        int value = int32();
        if (value != 0 && value != 1) {
            throw new DbusException("a boolean of " + value);
        }
        return value == 1;
    }

    /** s or o. */
    String string() throws DbusException {
        return text(length(MAX_STRING));
    }

    /** g. */
    String signature() throws DbusException {
        return text(uint8());
    }

    /** Skips s or o and returns where its text starts; {@link #int32} of the 4 bytes before is its length. */
    long skipString() throws DbusException {
        return take(length(MAX_STRING) + 1L);
    }

    private String text(int length) throws DbusException {
        long from = take(length + 1L);
        if (data.get(ValueLayout.JAVA_BYTE, from + length) != 0) {
            throw new DbusException("a string without its end");
        }
        return new String(data.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    /** The length of an array in bytes; the position is then before the padding of its first element. */
    int arrayLength() throws DbusException {
        return length(MAX_ARRAY);
    }

    /** Skips bytes, as many as {@link #arrayLength} said; returns where they start. */
    long skip(int length) throws DbusException {
        return take(length);
    }

    private int length(int most) throws DbusException {
        int length = int32();
        if (length < 0 || length > most) {
            throw new DbusException("a length of " + Integer.toUnsignedString(length));
        }
        return length;
    }

    /** All values of a signature. */
    List<Object> values(String signature) throws DbusException {
        List<Object> values = new ArrayList<>();
        int from = 0;
        while (from < signature.length()) {
            int to = DbusSignature.end(signature, from);
            values.add(value(signature.substring(from, to), 0));
            from = to;
        }
        return values;
    }

    /**
     * One value of one complete type: Byte, Boolean, Short, Integer, Long, Double, String; a List for an array or
     * struct, a Map for a dictionary; a variant is the value within.
     */
    private Object value(String type, int depth) throws DbusException {
        if (depth > DbusSignature.MAX_DEPTH) {
            throw new DbusException("values nested too deep");
        }
        return switch (type.charAt(0)) {
            case 'y' -> (byte) uint8();
            case 'b' -> bool();
            case 'n', 'q' -> int16();
            case 'i', 'u', 'h' -> int32();
            case 'x', 't' -> int64();
            case 'd' -> Double.longBitsToDouble(int64());
            case 's', 'o' -> string();
            case 'g' -> signature();
            case 'v' -> variant(depth);
            case 'a' -> type.charAt(1) == '{' ? dictionary(type, depth) : array(type, depth);
            case '(' -> struct(type, depth);
            default -> throw new DbusException("bad signature \"" + type + '"');
        };
    }

    private Object variant(int depth) throws DbusException {
        String type = signature();
        if (DbusSignature.end(type, 0) != type.length()) {
            throw new DbusException("a variant of \"" + type + '"');
        }
        return value(type, depth + 1);
    }

    private List<Object> struct(String type, int depth) throws DbusException {
        align(8);
        List<Object> values = new ArrayList<>();
        int from = 1;
        while (type.charAt(from) != ')') {
            int to = DbusSignature.end(type, from);
            values.add(value(type.substring(from, to), depth + 1));
            from = to;
        }
        return values;
    }

    private List<Object> array(String type, int depth) throws DbusException {
        int length = arrayLength();
        align(DbusSignature.alignment(type.charAt(1)));
        long stop = stop(length);
        List<Object> values = new ArrayList<>();
        String element = type.substring(1);
        while (at < stop) {
            values.add(value(element, depth + 1));
        }
        checkStop(stop);
        return values;
    }

    private Map<Object, Object> dictionary(String type, int depth) throws DbusException {
        int length = arrayLength();
        align(8);
        long stop = stop(length);
        int keyEnd = DbusSignature.end(type, 2);
        int valueEnd = DbusSignature.end(type, keyEnd);
        if (valueEnd != type.length() - 1) {
            throw new DbusException("bad signature \"" + type + '"');
        }
        String keyType = type.substring(2, keyEnd);
        String valueType = type.substring(keyEnd, valueEnd);
        Map<Object, Object> values = new LinkedHashMap<>();
        while (at < stop) {
            align(8);
            Object key = value(keyType, depth + 1);
            values.put(key, value(valueType, depth + 1));
        }
        checkStop(stop);
        return values;
    }

    private long stop(int length) throws DbusException {
        if (length > end - at) {
            throw new DbusException("an array beyond the message's end");
        }
        return at + length;
    }

    private void checkStop(long stop) throws DbusException {
        if (at != stop) {
            throw new DbusException("an array that ends within an element");
        }
    }
}
