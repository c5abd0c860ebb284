package netseat.quic;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import netseat.protocol.ControlOrder;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameReader;
import netseat.protocol.FrameSplitter;
import netseat.protocol.MessageType;
import netseat.protocol.ProtocolException;
import netseat.protocol.QuicDatagram;
import netseat.protocol.ToDevice;

/**
 * Puts together what a controller sends on the streams and in the datagrams of one connection. Owned by the thread that
 * reads the link.
 */
final class FromController implements QuicDatagram.ToDevice {
    private static final int HEAD = Integer.BYTES;

    private final ToDevice handler;
    private final FrameReader reader = new FrameReader();
    private final FrameSplitter splitter = new FrameSplitter(FrameHeader.MAX_PAYLOAD_TO_DEVICE);
    private final ControlOrder order = new ControlOrder(this::control);
    private final FrameSplitter.Sink fromStream = order::fromStream;
    private final PictureOrder pictures;
    private final List<PictureStream> waiting = new ArrayList<>();

    FromController(ToDevice handler) {
        this.handler = handler;
        this.pictures = new PictureOrder(handler);
    }

    /** Takes bytes of the control stream, from position to limit. */
    void stream(ByteBuffer bytes) throws ProtocolException {
        splitter.take(bytes, fromStream);
        goOn();
    }

    /** Takes a datagram, from position to limit. */
    void datagram(ByteBuffer bytes) throws ProtocolException {
        QuicDatagram.read(bytes, this);
        goOn();
    }

    private void control(ByteBuffer frames) throws ProtocolException {
        int start = frames.position();
        int limit = frames.limit();
        int at = start;
        while (at < limit) {
            int end = at + FrameHeader.LENGTH + (int) FrameHeader.payloadLength(frames, at);
            if (FrameHeader.type(frames, at) == MessageType.ATTACHED) {
                pictures.attached(FrameHeader.peripheral(frames, at), FrameHeader.sequence(frames, at));
            }
            at = end;
        }
        reader.read(frames, handler);
    }

    /** Hands on the pictures that had to wait for a frame of the control stream. */
    private void goOn() throws ProtocolException {
        if (!waiting.isEmpty()) {
            for (PictureStream stream : List.copyOf(waiting)) {
                stream.goOn();
            }
        }
    }

    @Override
    public void again(ByteBuffer frames) throws ProtocolException {
        order.fromDatagram(frames);
    }

    @Override
    public void picture(int attached, ByteBuffer frame) throws ProtocolException {
        if (attached - order.last() <= 0) { // else its stream will bring it
            pictures.take(attached, frame, new FrameReader(), new Object());
        }
    }

    /** A stream that the controller has opened. */
    PictureStream open() {
        return new PictureStream();
    }

    /** One picture's stream: the number of the ATTACHED frame that it belongs to, then PICTURE frames. */
    final class PictureStream {
        private final FrameSplitter frames = new FrameSplitter(FrameHeader.MAX_PAYLOAD_TO_DEVICE);
        private final FrameReader numbers = new FrameReader();
        private final FrameSplitter.Sink sink = whole -> pictures.take(attached(), whole, numbers, this);
        private final ByteBuffer head = ByteBuffer.allocate(HEAD);
        private final Queue<Held> held = new ArrayDeque<>();

        private record Held(ByteBuffer bytes, Runnable done) {}

        private int attached() {
            return head.getInt(0);
        }

        /**
         * Takes bytes of it, from position to limit.
         *
         * @param done is called when they are not needed any more, and more may come
         */
        void take(ByteBuffer bytes, Runnable done) throws ProtocolException {
            while (head.hasRemaining() && bytes.hasRemaining()) {
                head.put(bytes.get());
            }
            if (!head.hasRemaining() && attached() - order.last() > 0) {
                held.add(new Held(bytes, done));
                waiting.add(this);
                return;
            }
            hand(bytes, done);
        }

        private void hand(ByteBuffer bytes, Runnable done) throws ProtocolException {
            try {
                frames.take(bytes, sink);
            } finally {
                done.run();
            }
        }

        private void goOn() throws ProtocolException {
            if (attached() - order.last() <= 0) {
                waiting.remove(this);
                for (Held next = held.poll(); next != null; next = held.poll()) {
                    hand(next.bytes(), next.done());
                }
            }
        }
    }
}
