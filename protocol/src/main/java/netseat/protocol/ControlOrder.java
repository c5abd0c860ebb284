package netseat.protocol;

import java.nio.ByteBuffer;

/**
 * Keeps the one order of a control stream whose frames may come a second time in datagrams, and earlier there: each is
 * handed on once. Owned by the thread that reads the link.
 */
public final class ControlOrder {
    private final FrameSplitter.Sink sink;
    private int last;
    private int ahead;

    /** @param sink takes the frames in their order */
    public ControlOrder(FrameSplitter.Sink sink) {
        this.sink = sink;
    }

    /** Takes whole frames that the stream brought, from position to limit. */
    public void fromStream(ByteBuffer frames) throws ProtocolException {
        while (ahead > 0 && frames.hasRemaining()) {
            ahead--;
            skip(frames);
        }
        if (!frames.hasRemaining()) {
            return;
        }
        int start = frames.position();
        while (frames.hasRemaining()) {
            last++;
            skip(frames);
        }
        sink.frames(frames.position(start));
    }

    /**
     * Takes frames that a datagram brought, from position to limit: those that are next are handed on.
     *
     * @throws ProtocolException of the sink; or when they are no whole frames
     */
    public void fromDatagram(ByteBuffer frames) throws ProtocolException {
        int limit = frames.limit();
        while (frames.hasRemaining()) {
            int length = FrameHeader.wholeLength(frames);
            int end = frames.position() + length;
            int place = FrameHeader.sequence(frames, frames.position()) - last;
            if (place > 1) {
                return; // one before it is still on its way
            }
            if (place == 1) {
                last++;
                ahead++;
                sink.frames(frames.limit(end));
            }
            frames.limit(limit).position(end);
        }
    }

    /** The number of the last frame that was handed on. */
    public int last() {
        return last;
    }

    private static void skip(ByteBuffer frames) {
        int start = frames.position();
        frames.position(start + FrameHeader.LENGTH + (int) FrameHeader.payloadLength(frames, start));
    }
}
