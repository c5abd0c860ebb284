package netseat.qemu;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes D-Bus values, little endian, into a growing array: for the few small messages that we send. */
final class DbusWriter {
    private byte[] bytes = new byte[256];
    private int size;

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    int size() {
        return size;
    }

    DbusWriter align(int alignment) {
        int aligned = (size + alignment - 1) & -alignment;
        room(aligned - size);
        size = aligned;
        return this;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    DbusWriter uint8(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    DbusWriter int16(int value) {
        align(2);
        return little(value, 2);
    }

    DbusWriter int32(int value) {
        align(4);
        return little(value, 4);
    }

    DbusWriter int64(long value) {
        align(8);
        return little(value, 8);
    }

    private DbusWriter little(long value, int count) {
        for (int i = 0; i < count; i++) {
            uint8((int) (value >>> (8 * i)));
        }
        return this;
    }

    /** s or o. */
    DbusWriter string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int32(utf8.length);
        return raw(utf8).uint8(0);
    }

    DbusWriter signature(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        uint8(ascii.length);
        return raw(ascii).uint8(0);
    }

    DbusWriter raw(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    private void patchInt32(int where, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[where + i] = (byte) (value >>> (8 * i));
        }
    }

    /** Values of a signature, as {@link DbusReader#values} reads them; a variant takes a {@link Variant}. */
    DbusWriter values(String signature, List<?> values) throws DbusException {
        int from = 0;
        for (Object value : values) {
            int to = DbusSignature.end(signature, from);
            value(signature.substring(from, to), value);
            from = to;
        }
        return this;
    }

    /** A value that carries its type. */
    record Variant(String type, Object value) {}

    private void value(String type, Object value) throws DbusException {
        switch (type.charAt(0)) {
            case 'y' -> uint8((Byte) value);
            case 'b' -> int32((Boolean) value ? 1 : 0);
            case 'n', 'q' -> int16((Short) value);
            case 'i', 'u', 'h' -> int32((Integer) value);
            case 'x', 't' -> int64((Long) value);
            case 'd' -> int64(Double.doubleToRawLongBits((Double) value));
            case 's', 'o' -> string((String) value);
            case 'g' -> signature((String) value);
            case 'v' -> {
                Variant variant = (Variant) value;
                signature(variant.type());
                value(variant.type(), variant.value());
            }
            case 'a' -> array(type, value);
            case '(' -> {
                align(8);
                values(type.substring(1, type.length() - 1), (List<?>) value);
            }
            default -> throw new DbusException("bad signature \"" + type + '"');
        }
    }

    private void array(String type, Object value) throws DbusException {
        align(4);
        int lengthAt = size;
        int32(0);
        align(DbusSignature.alignment(type.charAt(1)));
        int start = size;
        if (value instanceof Map<?, ?> map) {
            int keyEnd = DbusSignature.end(type, 2);
            String keyType = type.substring(2, keyEnd);
            String valueType = type.substring(keyEnd, type.length() - 1);
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                align(8);
                value(keyType, entry.getKey());
                value(valueType, entry.getValue());
            }
        } else {
            for (Object element : (List<?>) value) {
                value(type.substring(1), element);
            }
        }
        patchInt32(lengthAt, size - start);
    }
}
