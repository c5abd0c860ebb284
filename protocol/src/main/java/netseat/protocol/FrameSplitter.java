package netseat.protocol;

import java.nio.ByteBuffer;

/**
 * Cuts a stream of bytes, which arrives in pieces of any size, into whole frames. Frames that arrive whole are handed on
 * where they lie; only one that is cut between two pieces is copied, into memory that never exceeds the longest frame.
 * Owned by the thread that reads the link.
 */
public final class FrameSplitter {
    private static final int FIRST_ROOM = 512;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int longestPayload;
    private ByteBuffer part = NOTHING; // most links never need memory: their frames arrive whole

    /** Takes frames. */
    public interface Sink {
        /** Takes one or more whole frames, from position to limit; valid during the call only. */
        void frames(ByteBuffer frames) throws ProtocolException;
    }

    /**
     * A splitter at the start of a stream.
     *
     * @param longestPayload what the receiver accepts: {@link FrameHeader#MAX_PAYLOAD_TO_CONTROLLER} or
     *     {@link FrameHeader#MAX_PAYLOAD_TO_DEVICE}
     */
    public FrameSplitter(int longestPayload) {
        this.longestPayload = longestPayload;
    }

    /**
     * Takes a piece of the stream, from position to limit.
     *
     * @throws ProtocolException of the sink; or when a frame says that it is longer than it may be, after those before it
     *     have been handed on
     */
    public void take(ByteBuffer piece, Sink sink) throws ProtocolException {
        if (part.position() > 0 && !complete(piece, sink)) {
            return;
        }
        int limit = piece.limit();
        int end = piece.position();
        boolean tooLong = false;
        while (limit - end >= FrameHeader.LENGTH) {
            long payload = FrameHeader.payloadLength(piece, end);
            tooLong = payload > longestPayload;
            if (tooLong || payload > limit - end - FrameHeader.LENGTH) {
                break;
            }
            end += FrameHeader.LENGTH + (int) payload;
        }
        if (end > piece.position()) {
            piece.limit(end);
            sink.frames(piece);
            piece.limit(limit).position(end);
        }
        if (tooLong) {
            throw tooLong(FrameHeader.payloadLength(piece, end));
        }
        if (piece.hasRemaining()) {
            keep(piece);
        }
    }

    /** Fills up the frame that was cut; false when it is still not whole. */
    private boolean complete(ByteBuffer piece, Sink sink) throws ProtocolException {
        fill(piece, FrameHeader.LENGTH);
        if (part.position() < FrameHeader.LENGTH) {
            return false;
        }
        long payload = FrameHeader.payloadLength(part, 0);
        if (payload > longestPayload) {
            throw tooLong(payload);
        }
        int length = FrameHeader.LENGTH + (int) payload;
        room(length);
        fill(piece, length);
        if (part.position() < length) {
            return false;
        }
        part.flip();
        sink.frames(part);
        part = part.capacity() > FIRST_ROOM ? NOTHING : part.clear();
        return true;
    }

    private void keep(ByteBuffer piece) {
        room(piece.remaining());
        part.put(piece);
    }

    /** Moves bytes until the part has {@code length}. */
    private void fill(ByteBuffer piece, int length) {
        int wanted = Math.min(length - part.position(), piece.remaining());
        if (wanted > 0) {
            part.put(part.position(), piece, piece.position(), wanted);
            part.position(part.position() + wanted);
            piece.position(piece.position() + wanted);
        }
    }

    /** The length has been checked: never above the longest frame. */
    private void room(int length) {
        if (part.capacity() < length) {
            int most = FrameHeader.LENGTH + longestPayload;
            int wished = Math.max(FIRST_ROOM, 2 * part.capacity());
            ByteBuffer larger = ByteBuffer.allocate(Math.min(most, Math.max(length, wished)));
            part = larger.put(part.flip());
        }
    }

    private ProtocolException tooLong(long payload) {
        return new ProtocolException(
                ByeReason.TOO_LONG, "a payload of " + payload + " bytes; at most " + longestPayload);
    }
}
