package netseat.server;

import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import netseat.controller.Link;
import netseat.controller.StageTimes;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameWriter;
import netseat.protocol.Protocol;

/** A link over a WebSocket. Frames get their number and their place in the queue together, so the order is one. */
final class WebSocketLink implements Link {
    /** More than this that the device has not read closes the link: it is a picture of 3840x2160 in its worst case. */
    private static final long MAX_UNREAD = 32L << 20;

    private static final byte[] NOTHING = {};
    private static final int MAX_CLOSE_TEXT = 120;

    private final ServerWebSocket socket;
    private final Context context;
    private final StageTimes times;

    // Guarded by this.
    private int sequence;
    private long unread;
    private boolean closed;

    WebSocketLink(ServerWebSocket socket, Context context, StageTimes times) {
        this.socket = socket;
        this.context = context;
        this.times = times;
    }

    @Override
    public void send(ByteBuffer frames) {
        enqueue(frames, NOTHING, 0);
    }

    @Override
    public void sendPicture(ByteBuffer prefix, byte[] commands, long readNanos) {
        enqueue(prefix, commands, readNanos);
    }

    private void enqueue(ByteBuffer frames, byte[] rest, long readNanos) {
        int length = frames.remaining() + rest.length;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (unread + length > MAX_UNREAD) {
                close(ByeReason.TIMEOUT, "the device does not read what it is sent");
                return;
            }
            unread += length;
            sequence = FrameHeader.number(frames, sequence);
            byte[] start = new byte[frames.remaining()];
            frames.get(start);
            context.runOnContext(ignored -> write(start, rest, readNanos));
        }
    }

    private void write(byte[] start, byte[] rest, long readNanos) {
        if (socket.isClosed()) {
            return;
        }
        // Wrapped, not copied: the rest is shared with other links.
        Buffer message = BufferInternal.buffer(Unpooled.wrappedBuffer(start, rest));
        socket.writeFinalBinaryFrame(message).onComplete(written -> taken(start.length + rest.length));
        if (readNanos != 0) {
            times.record(StageTimes.Stage.PICTURE, System.nanoTime() - readNanos);
        }
    }

    private synchronized void taken(int length) {
        unread -= length;
    }

    @Override
    public void close(ByeReason reason, String text) {
        synchronized (this) {
            if (closed) {
                return;
            }
            ByteBuffer frame = ByteBuffer.allocate(320);
            FrameWriter.bye(frame, FrameHeader.LINK, reason, text);
            frame.flip();
            sequence = FrameHeader.number(frame, sequence);
            closed = true;
            byte[] bytes = new byte[frame.remaining()];
            frame.get(bytes);
            short code = (short) (Protocol.WEBSOCKET_CLOSE_BASE + reason.number());
            context.runOnContext(ignored -> {
                write(bytes, NOTHING, 0);
                if (!socket.isClosed()) {
                    socket.close(code, ascii(text));
                }
            });
        }
    }

    /** A close frame holds at most 123 bytes of text. */
    private static String ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new String(bytes, 0, Math.min(bytes.length, MAX_CLOSE_TEXT), StandardCharsets.US_ASCII);
    }

    @Override
    public String remote() {
        return String.valueOf(socket.remoteAddress());
    }
}
