package netseat.quic;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameReader;
import netseat.protocol.FrameWriter;
import netseat.protocol.MessageType;
import netseat.protocol.QuicDatagram;

/**
 * Parts what a device sends into what may be lost and what may not: the motion of pointers goes into datagrams, each of which
 * says all motion since the last frame about that pointer on the control stream; everything else goes there, a button after
 * what datagrams have said of its pointer and the stream has not. Numbers both. Not thread-safe.
 */
final class StrayMotions {
    private static final int FRAME = FrameHeader.LENGTH + 4; // of MOTION and POSITION

    private final Map<Integer, Motion> motions = new LinkedHashMap<>();
    private final ByteBuffer frame = ByteBuffer.allocate(FRAME);
    private int sequence;
    private int datagrams;

    /** Takes what is to be sent, during the call only. */
    interface Sink {
        /** A whole datagram. */
        void datagram(ByteBuffer datagram);
    }

    /** Of one pointer, since the last frame about it on the stream. */
    private static final class Motion {
        private int after;
        private boolean open; // something was said by a datagram
        private boolean fresh; // something is to be said by a datagram
        private boolean position;
        private int x;
        private int y;

        boolean fits(boolean asPosition, int moreX, int moreY) {
            return !open
                    || (position == asPosition
                            && (position
                                    || Math.max(Math.abs(x + moreX), Math.abs(y + moreY)) <= FrameReader.MAX_MOTION));
        }

        void add(boolean asPosition, int moreX, int moreY) {
            boolean sum = open && !asPosition;
            x = sum ? x + moreX : moreX;
            y = sum ? y + moreY : moreY;
            position = asPosition;
            open = true;
            fresh = true;
        }
    }

    /** The number of the last frame on the stream. */
    int sequence() {
        return sequence;
    }

    /** Whether datagrams have said something that the stream has not. */
    boolean isOpen() {
        return motions.values().stream().anyMatch(motion -> motion.open);
    }

    /**
     * Takes whole frames, from position to limit, and numbers them.
     *
     * @param stream gets what is to go on the stream
     * @param loose gets the datagrams, which are to be sent after that
     */
    void take(ByteBuffer frames, ByteBuf stream, Sink loose) {
        int limit = frames.limit();
        while (frames.hasRemaining()) {
            int start = frames.position();
            int type = FrameHeader.type(frames, start);
            int end = start + FrameHeader.LENGTH + (int) FrameHeader.payloadLength(frames, start);
            int peripheral = FrameHeader.peripheral(frames, start);
            Motion motion = motions.get(peripheral);
            frames.limit(end);
            if (motion != null && (type == MessageType.MOTION || type == MessageType.POSITION)) {
                move(peripheral, motion, frames, type == MessageType.POSITION, stream);
            } else {
                if (motion != null) {
                    settle(peripheral, motion, stream);
                }
                sequence = FrameHeader.number(frames, sequence);
                follow(type, peripheral);
                stream.writeBytes(frames);
            }
            frames.limit(limit).position(end);
        }
        say(loose);
    }

    private void follow(int type, int peripheral) {
        if (type == MessageType.ATTACH) {
            motions.put(peripheral, new Motion()); // perhaps a keyboard's, which is never used
        } else if (type == MessageType.DETACH) {
            motions.remove(peripheral);
        }
        Motion motion = motions.get(peripheral);
        if (motion != null) {
            motion.after = sequence;
        }
    }

    private void move(int peripheral, Motion motion, ByteBuffer of, boolean position, ByteBuf stream) {
        int at = of.position() + FrameHeader.LENGTH;
        int x = of.getShort(at);
        int y = of.getShort(at + 2);
        if (!motion.fits(position, x, y)) {
            settle(peripheral, motion, stream);
        }
        motion.add(position, x, y);
    }

    /** Says on the stream what only datagrams have said. */
    void settle(ByteBuf stream) {
        motions.forEach((peripheral, motion) -> settle(peripheral, motion, stream));
    }

    private void settle(int peripheral, Motion motion, ByteBuf stream) {
        if (motion.open) {
            sequence = FrameHeader.number(frame(peripheral, motion), sequence);
            stream.writeBytes(frame);
            motion.after = sequence;
            motion.open = false;
            motion.fresh = false;
        }
    }

    /** Says once more by datagrams what only datagrams have said. */
    void sayAgain(Sink loose) {
        motions.forEach((peripheral, motion) -> motion.fresh = motion.open);
        say(loose);
    }

    private ByteBuffer frame(int peripheral, Motion motion) {
        frame.clear();
        if (motion.position) {
            FrameWriter.position(frame, peripheral, motion.x, motion.y);
        } else {
            FrameWriter.motion(frame, peripheral, motion.x, motion.y);
        }
        return frame.flip();
    }

    private void say(Sink loose) {
        motions.forEach((peripheral, motion) -> {
            if (motion.fresh) {
                motion.fresh = false;
                datagrams = FrameHeader.number(frame(peripheral, motion), datagrams);
                ByteBuffer datagram = ByteBuffer.allocate(QuicDatagram.MOTION_LENGTH);
                datagram.put((byte) QuicDatagram.MOTION).putInt(motion.after).put(frame);
                loose.datagram(datagram.flip());
            }
        });
    }
}
