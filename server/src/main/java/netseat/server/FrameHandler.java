package netseat.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import netseat.controller.LinkSession;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameSplitter;
import netseat.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Takes a link's bytes between TLS and Vert.x, which would make a buffer and an array of each piece: the frames go to the
 * session where they lie. On the event loop.
 */
final class FrameHandler extends ChannelInboundHandlerAdapter {
    /** Before its session begins a device has nothing to say that is longer. */
    private static final int MOST_EARLY = 4 * (FrameHeader.LENGTH + FrameHeader.MAX_PAYLOAD_TO_CONTROLLER);

    private final FrameSplitter splitter = new FrameSplitter(FrameHeader.MAX_PAYLOAD_TO_CONTROLLER);
    private @Nullable Queue<ByteBuf> early = new ArrayDeque<>(2);
    private int earlyBytes;
    private @Nullable LinkSession session;
    private FrameSplitter.@Nullable Sink sink;
    private long arrivedNanos;

    /** Hands on what has come and what comes. */
    void begin(LinkSession to) {
        session = to;
        sink = frames -> to.receive(frames, arrivedNanos);
        Queue<ByteBuf> waiting = early;
        early = null;
        arrivedNanos = System.nanoTime();
        while (waiting != null && !waiting.isEmpty()) {
            take(waiting.remove());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        Queue<ByteBuf> waiting = early;
        if (waiting == null) {
            arrivedNanos = System.nanoTime();
            take(bytes);
            return;
        }
        earlyBytes += bytes.readableBytes();
        if (earlyBytes > MOST_EARLY) {
            bytes.release();
            var _ = context.close();
        } else {
            waiting.add(bytes);
        }
    }

    private void take(ByteBuf bytes) {
        LinkSession to = session;
        FrameSplitter.Sink into = sink;
        try {
            if (to != null && into != null && bytes.isReadable()) {
                splitter.take(seen(bytes), into);
            }
        } catch (ProtocolException e) {
            if (to != null) {
                to.fault(e);
            }
        } finally {
            bytes.release();
        }
    }

    /** The buffer's own view of its bytes, which it has anyway; one in several pieces makes a new one of them all. */
    private static ByteBuffer seen(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int length = bytes.readableBytes();
        return bytes.nioBufferCount() == 1 ? bytes.internalNioBuffer(at, length) : bytes.nioBuffer(at, length);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        Queue<ByteBuf> waiting = early;
        early = null;
        while (waiting != null && !waiting.isEmpty()) {
            waiting.remove().release();
        }
    }
}
