package netseat.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads one frame's payload; every read that goes beyond its end is the peer's fault. */
final class Payload {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer buffer = NOTHING;
    private int position;
    private int end;

    /** Reads from here on the payload of so many bytes that begins there, in a buffer in network byte order. */
    void select(ByteBuffer from, int start, int length) {
        buffer = from;
        position = start;
        end = start + length;
    }

    /** Holds the buffer no longer. */
    void forget() {
        select(NOTHING, 0, 0);
    }

    private int take(int bytes) throws ProtocolException {
        if (end - position < bytes) {
            throw new ProtocolException(ByeReason.BAD_FRAME, "payload ends early");
        }
        int at = position;
        position += bytes;
        return at;
    }

    int u8() throws ProtocolException {
        return Byte.toUnsignedInt(buffer.get(take(1)));
    }

    int u16() throws ProtocolException {
        return Short.toUnsignedInt(buffer.getShort(take(2)));
    }

    int s16() throws ProtocolException {
        return buffer.getShort(take(2));
    }

    int i32() throws ProtocolException {
        return buffer.getInt(take(4));
    }

    long i64() throws ProtocolException {
        return buffer.getLong(take(8));
    }

    boolean flag() throws ProtocolException {
        int value = u8();
        if (value > 1) {
            throw new ProtocolException(ByeReason.BAD_VALUE, "a flag of " + value);
        }
        return value == 1;
    }

    int within(int value, int least, int most) throws ProtocolException {
        if (value < least || value > most) {
            throw new ProtocolException(ByeReason.BAD_VALUE, value + " is not within " + least + " to " + most);
        }
        return value;
    }

    /** A text with its length before it, at most {@code longest} bytes. */
    String text(int longest) throws ProtocolException {
        int length = u8();
        if (length > longest) {
            throw new ProtocolException(ByeReason.TOO_LONG, "a text of " + length + " bytes");
        }
        ByteBuffer bytes = buffer.slice(take(length), length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException(ByeReason.BAD_VALUE, "a text that is not UTF-8");
        }
    }

    int position() {
        return position;
    }

    /** Goes back to where it was. */
    void goTo(int earlier) {
        position = earlier;
    }

    int remaining() {
        return end - position;
    }

    void skip(int bytes) throws ProtocolException {
        take(bytes);
    }

    ByteBuffer rest() {
        ByteBuffer rest = buffer.slice(position, end - position);
        position = end;
        return rest;
    }

    /** Version 1's payloads have exactly the length of their fields. */
    void finish() throws ProtocolException {
        if (position != end) {
            throw new ProtocolException(ByeReason.BAD_FRAME, (end - position) + " bytes too many in a payload");
        }
    }
}
