package netseat.protocol;

import java.nio.ByteBuffer;

/**
 * The twelve bytes before each payload, big endian. See docs/protocol.md, "The frame".
 *
 * <pre>
 * 0  u8   type
 * 1  u8   flags: bit 0 = skip me if you do not know my type
 * 2  u16  peripheral, 0 = the link itself
 * 4  u32  sequence, per link and direction, from 1 up by 1
 * 8  u32  length of the payload
 * </pre>
 */
public final class FrameHeader {
    /** Length of the header in bytes. */
    public static final int LENGTH = 12;

    /** Set in {@link #flags} when a receiver that does not know the type is to skip the frame. */
    public static final int SKIPPABLE = 1;

    /** The peripheral number that means the link itself. */
    public static final int LINK = 0;

    /** The largest peripheral number. */
    public static final int MAX_PERIPHERAL = 0xFFFF;

    /** The longest payload a controller accepts. */
    public static final int MAX_PAYLOAD_TO_CONTROLLER = 4096;

    /** The longest payload a device must accept. */
    public static final int MAX_PAYLOAD_TO_DEVICE = 262_144;

    private static final int TYPE = 0;
    private static final int FLAGS = 1;
    private static final int PERIPHERAL = 2;
    private static final int SEQUENCE = 4;
    private static final int PAYLOAD_LENGTH = 8;

    private FrameHeader() {}

    static void put(ByteBuffer buffer, int start, int type, int peripheral, int payloadLength) {
        buffer.put(start + TYPE, (byte) type);
        buffer.put(start + FLAGS, (byte) 0);
        buffer.putShort(start + PERIPHERAL, (short) peripheral);
        buffer.putInt(start + SEQUENCE, 0);
        buffer.putInt(start + PAYLOAD_LENGTH, payloadLength);
    }

    /** Says of a frame that a receiver which does not know its type may skip it. */
    static void markSkippable(ByteBuffer buffer, int start) {
        buffer.put(start + FLAGS, (byte) SKIPPABLE);
    }

    /** The type of the frame that starts at {@code start}. */
    public static int type(ByteBuffer buffer, int start) {
        return Byte.toUnsignedInt(buffer.get(start + TYPE));
    }

    public static int flags(ByteBuffer buffer, int start) {
        return Byte.toUnsignedInt(buffer.get(start + FLAGS));
    }

    public static int peripheral(ByteBuffer buffer, int start) {
        return Short.toUnsignedInt(buffer.getShort(start + PERIPHERAL));
    }

    public static int sequence(ByteBuffer buffer, int start) {
        return buffer.getInt(start + SEQUENCE);
    }

    /** The payload's length as sent, 0 to 2<sup>32</sup> - 1: not yet checked against any bound. */
    public static long payloadLength(ByteBuffer buffer, int start) {
        return Integer.toUnsignedLong(buffer.getInt(start + PAYLOAD_LENGTH));
    }

    /**
     * The length of the frame that starts at the buffer's position, header and all.
     *
     * @throws ProtocolException when it is not whole
     */
    public static int wholeLength(ByteBuffer buffer) throws ProtocolException {
        int start = buffer.position();
        if (buffer.remaining() < LENGTH || payloadLength(buffer, start) > buffer.remaining() - LENGTH) {
            throw new ProtocolException(ByeReason.BAD_FRAME, "a frame cut short");
        }
        return LENGTH + (int) payloadLength(buffer, start);
    }

    /**
     * Numbers every frame in the buffer, from position to limit: whoever owns a link's order does this as the last step
     * before the bytes leave.
     *
     * @param last the sequence number of the frame sent before
     * @return the sequence number of the last frame in the buffer
     */
    public static int number(ByteBuffer frames, int last) {
        int sequence = last;
        int start = frames.position();
        while (start < frames.limit()) {
            sequence++;
            frames.putInt(start + SEQUENCE, sequence);
            start += LENGTH + (int) payloadLength(frames, start);
        }
        return sequence;
    }
}
