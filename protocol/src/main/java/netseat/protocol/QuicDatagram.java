package netseat.protocol;

import java.nio.ByteBuffer;

/**
 * What a QUIC datagram holds: a kind, and what may be lost or is said a second time. See docs/protocol.md, "QUIC".
 *
 * <pre>
 * MOTION   u8 1, u32 after, one MOTION or POSITION frame
 * AGAIN    u8 2, whole frames of the control stream
 * PICTURE  u8 3, u32 attached, the one PICTURE frame of a picture
 * </pre>
 */
public final class QuicDatagram {
    /** The most bytes of a datagram: what every QUIC packet has room for. */
    public static final int MAX_LENGTH = 1100;

    /** A pointer's motion since a frame of the control stream. To the controller. */
    public static final int MOTION = 1;

    /** Frames of the control stream once more, lest one lost packet holds them up. */
    public static final int AGAIN = 2;

    /** A short picture once more. To the device. */
    public static final int PICTURE = 3;

    /** Length of a kind and the number that follows it. */
    public static final int HEAD = 5;

    /** Length of a whole MOTION datagram. */
    public static final int MOTION_LENGTH = HEAD + FrameHeader.LENGTH + 4;

    /** Takes what a datagram to the controller says. */
    public interface ToController {
        /**
         * A pointer's motion or position.
         *
         * @param after the number of the last frame about this pointer that was sent on the control stream before it
         * @param number of this datagram among the link's datagrams of motion
         * @param position true: x and y are those of POSITION; false: all motion since {@code after}, as in MOTION
         */
        void motion(int peripheral, int after, int number, boolean position, int x, int y) throws ProtocolException;

        /** Frames of the control stream, in their order, which may have come already. */
        void again(ByteBuffer frames) throws ProtocolException;
    }

    /** Takes what a datagram to the device says. */
    public interface ToDevice {
        /** Frames of the control stream, in their order, which may have come already. */
        void again(ByteBuffer frames) throws ProtocolException;

        /**
         * One PICTURE frame, whole but not read yet.
         *
         * @param attached as at the head of a picture's stream
         */
        void picture(int attached, ByteBuffer frame) throws ProtocolException;
    }

    private QuicDatagram() {}

    /** Reads a datagram that a device sent, from position to limit. */
    public static void read(ByteBuffer datagram, ToController handler) throws ProtocolException {
        switch (kind(datagram)) {
            case MOTION -> motion(datagram, handler);
            case AGAIN -> handler.again(datagram);
            default -> throw new ProtocolException(ByeReason.BAD_FRAME, "a datagram of unknown kind");
        }
    }

    /** Reads a datagram that a controller sent, from position to limit. */
    public static void read(ByteBuffer datagram, ToDevice handler) throws ProtocolException {
        switch (kind(datagram)) {
            case AGAIN -> handler.again(datagram);
            case PICTURE -> {
                int attached = number(datagram);
                int type = one(datagram);
                if (type != MessageType.PICTURE) {
                    throw new ProtocolException(
                            ByeReason.BAD_FRAME, "message type " + type + " in a picture's datagram");
                }
                handler.picture(attached, datagram);
            }
            default -> throw new ProtocolException(ByeReason.BAD_FRAME, "a datagram of unknown kind");
        }
    }

    private static void motion(ByteBuffer datagram, ToController handler) throws ProtocolException {
        int after = number(datagram);
        int type = one(datagram);
        int start = datagram.position();
        Payload payload = new Payload();
        payload.select(datagram, start + FrameHeader.LENGTH, datagram.remaining() - FrameHeader.LENGTH);
        boolean position = type == MessageType.POSITION;
        if ((!position && type != MessageType.MOTION) || FrameHeader.flags(datagram, start) != 0) {
            throw new ProtocolException(ByeReason.BAD_FRAME, "message type " + type + " in a datagram of motion");
        }
        int x = FrameReader.along(payload, position);
        int y = FrameReader.along(payload, position);
        payload.finish();
        int number = FrameHeader.sequence(datagram, start);
        handler.motion(FrameHeader.peripheral(datagram, start), after, number, position, x, y);
    }

    private static int kind(ByteBuffer datagram) throws ProtocolException {
        if (!datagram.hasRemaining()) {
            throw new ProtocolException(ByeReason.BAD_FRAME, "an empty datagram");
        }
        return datagram.get();
    }

    private static int number(ByteBuffer datagram) throws ProtocolException {
        if (datagram.remaining() < Integer.BYTES) {
            throw new ProtocolException(ByeReason.BAD_FRAME, "a datagram cut short");
        }
        return datagram.getInt();
    }

    /** The type of the one frame that the rest is. */
    private static int one(ByteBuffer datagram) throws ProtocolException {
        if (FrameHeader.wholeLength(datagram) != datagram.remaining()) {
            throw new ProtocolException(ByeReason.BAD_FRAME, "a datagram that is not one frame");
        }
        return FrameHeader.type(datagram, datagram.position());
    }
}
