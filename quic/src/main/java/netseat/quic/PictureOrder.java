package netseat.quic;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameReader;
import netseat.protocol.MessageType;
import netseat.protocol.ProtocolException;
import netseat.protocol.ToDevice;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order of each display's pictures, which come on streams of their own and perhaps in a datagram as well: once a
 * part of a newer picture was handed on, nothing of an older one is. Owned by the thread that reads the link.
 */
final class PictureOrder {
    private final ToDevice handler;
    private final Map<Integer, Newest> displays = new HashMap<>();

    PictureOrder(ToDevice handler) {
        this.handler = handler;
    }

    /** Of one display. */
    private static final class Newest {
        private final int attached;
        private int mark;
        private @Nullable Object bringer;

        Newest(int attached) {
            this.attached = attached;
        }

        /** Whether this is a part of a newer picture, or of the newest by who brought its beginning. */
        boolean takes(int newMark, Object by) {
            if (bringer == null || (byte) (newMark - mark) > 0) {
                mark = newMark;
                bringer = by;
            }
            return newMark == mark && by.equals(bringer);
        }
    }

    /** The controller has attached a peripheral by the frame of this number. */
    void attached(int peripheral, int number) {
        displays.put(peripheral, new Newest(number));
    }

    /**
     * Takes PICTURE frames from one stream or datagram, from position to limit.
     *
     * @param attached the number at its head; that frame was handed on
     * @param reader of this stream or datagram
     * @param bringer this stream or datagram
     */
    void take(int attached, ByteBuffer frames, FrameReader reader, Object bringer) throws ProtocolException {
        int limit = frames.limit();
        while (frames.hasRemaining()) {
            int start = frames.position();
            int payload = (int) FrameHeader.payloadLength(frames, start);
            int end = start + FrameHeader.LENGTH + payload;
            if (FrameHeader.type(frames, start) != MessageType.PICTURE || payload == 0) {
                throw new ProtocolException(ByeReason.BAD_FRAME, "something that is no picture on a picture's stream");
            }
            Newest newest = displays.get(FrameHeader.peripheral(frames, start));
            if (newest != null
                    && newest.attached == attached
                    && newest.takes(frames.get(start + FrameHeader.LENGTH), bringer)) {
                reader.read(frames.limit(end), handler);
            }
            frames.limit(limit).position(end);
        }
    }
}
