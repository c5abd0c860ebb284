package netseat.qemu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The header of one received message. Reused for every message of a connection: it remembers where the header's
 * strings are and makes them only when asked, so that pixels pass without an allocation. Valid until the connection is
 * read again.
 */
final class DbusHeader {
    /** The longest header taken; QEMU's have about 150 bytes. */
    static final int MAX_FIELDS = 1 << 14;

    private final DbusReader reader = new DbusReader();
    private final long[] textAt = new long[DbusMessage.FIELD_UNIX_FDS + 1];
    private final int[] textLength = new int[DbusMessage.FIELD_UNIX_FDS + 1];
    private MemorySegment data = MemorySegment.NULL;
    private boolean little;
    private int type;
    private int flags;
    private int serial;
    private int replySerial;
    private int descriptors;
    private long bodyAt;
    private long bodyEnd;

    /**
     * How long the message that starts at {@code at} is.
     *
     * @param available how many bytes of it are there
     * @param most the largest message to be taken
     * @return its length in bytes, or 0 when fewer than the 16 that tell it are there
     */
    static long messageLength(MemorySegment data, long at, long available, long most) throws DbusException {
        if (available < DbusMessage.FIXED_SIZE) {
            return 0;
        }
        boolean little = isLittle(data, at);
        long body = unsigned(data, at + DbusMessage.BODY_LENGTH_OFFSET, little);
        long fields = unsigned(data, at + DbusMessage.FIELDS_LENGTH_OFFSET, little);
        long length = ((DbusMessage.FIXED_SIZE + fields + 7) & -8) + body;
        if (fields > MAX_FIELDS || length > most) {
            throw new DbusException("a message of " + length + " bytes");
        }
        return length;
    }

    private static boolean isLittle(MemorySegment data, long at) throws DbusException {
        return switch (data.get(ValueLayout.JAVA_BYTE, at)) {
            case DbusMessage.LITTLE -> true;
            case DbusMessage.BIG -> false;
            default -> throw new DbusException("a message of no byte order");
        };
    }

    private static long unsigned(MemorySegment data, long at, boolean little) {
        int value = data.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(DbusMessage.order(little)), at);
        return Integer.toUnsignedLong(value);
    }

    /** Takes the header of the complete message of this length at {@code at}. */
    void parse(MemorySegment data, long at, long length) throws DbusException {
        this.data = data;
        little = isLittle(data, at);
        type = data.get(ValueLayout.JAVA_BYTE, at + DbusMessage.TYPE_OFFSET);
        flags = data.get(ValueLayout.JAVA_BYTE, at + DbusMessage.FLAGS_OFFSET);
        int version = data.get(ValueLayout.JAVA_BYTE, at + DbusMessage.VERSION_OFFSET);
        serial = (int) unsigned(data, at + DbusMessage.SERIAL_OFFSET, little);
        if (version != DbusMessage.VERSION || serial == 0) {
            throw new DbusException("a message of version " + version + ", serial " + serial);
        }
        long fieldsEnd = at + DbusMessage.FIXED_SIZE + unsigned(data, at + DbusMessage.FIELDS_LENGTH_OFFSET, little);
        bodyEnd = at + length;
        bodyAt = at + ((fieldsEnd - at + 7) & -8);
        replySerial = 0;
        descriptors = 0;
        Arrays.fill(textAt, 0);
        Arrays.fill(textLength, 0);
        reader.reset(data, at, at + DbusMessage.FIXED_SIZE, fieldsEnd, little);
        while (!reader.atEnd()) {
            field();
        }
    }

    private void field() throws DbusException {
        reader.align(8);
        int code = reader.uint8();
        int signatureLength = reader.uint8();
        long signatureAt = reader.skip(signatureLength + 1);
        char fieldType = signatureLength == 1 ? (char) data.get(ValueLayout.JAVA_BYTE, signatureAt) : 0;
        switch (code) {
            case DbusMessage.FIELD_PATH -> text(code, fieldType, 'o');
            case DbusMessage.FIELD_INTERFACE,
                    DbusMessage.FIELD_MEMBER,
                    DbusMessage.FIELD_ERROR_NAME,
                    DbusMessage.FIELD_DESTINATION,
                    DbusMessage.FIELD_SENDER -> text(code, fieldType, 's');
            case DbusMessage.FIELD_SIGNATURE -> {
                expect(fieldType, 'g');
                int length = reader.uint8();
                remember(code, reader.skip(length + 1), length);
            }
            case DbusMessage.FIELD_REPLY_SERIAL -> {
                expect(fieldType, 'u');
                replySerial = reader.int32();
            }
            case DbusMessage.FIELD_UNIX_FDS -> {
                expect(fieldType, 'u');
                descriptors = reader.int32();
            }
            // the specification: unknown fields are to be ignored
            default ->
                reader.values(new String(
                        data.asSlice(signatureAt, signatureLength).toArray(ValueLayout.JAVA_BYTE),
                        StandardCharsets.US_ASCII));
        }
    }

    private void text(int code, char fieldType, char expected) throws DbusException {
        expect(fieldType, expected);
        reader.align(4);
        long lengthAt = reader.position();
        long at = reader.skipString();
        remember(code, at, (int) unsigned(data, lengthAt, little));
    }

    private static void expect(char fieldType, char expected) throws DbusException {
        if (fieldType != expected) {
            throw new DbusException("a header field of the wrong type");
        }
    }

    private void remember(int code, long at, int length) {
        textAt[code] = at;
        textLength[code] = length;
    }

    /** Whether a header field is exactly this ASCII text; allocates nothing. */
    boolean is(int field, byte[] ascii) {
        if (textLength[field] != ascii.length) {
            return false;
        }
        for (int i = 0; i < ascii.length; i++) {
            if (data.get(ValueLayout.JAVA_BYTE, textAt[field] + i) != ascii[i]) {
                return false;
            }
        }
        return true;
    }

    /** A header field's text; empty when there is none. */
    String text(int field) {
        return new String(
                data.asSlice(textAt[field], textLength[field]).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    int type() {
        return type;
    }

    boolean wantsReply() {
        return type == DbusMessage.METHOD_CALL && (flags & DbusMessage.NO_REPLY_EXPECTED) == 0;
    }

    int serial() {
        return serial;
    }

    /** The call that this answers; 0 when it answers none. */
    int replySerial() {
        return replySerial;
    }

    /** How many descriptors go with it, as it says. */
    int descriptors() {
        return descriptors;
    }

    /** Aims a reader at the body. */
    DbusReader body(DbusReader into) {
        into.reset(data, bodyAt, bodyAt, bodyEnd, little);
        return into;
    }

    /** Whether the body's numbers, and so its pixels, are in little endian. */
    boolean little() {
        return little;
    }

    MemorySegment data() {
        return data;
    }
}
