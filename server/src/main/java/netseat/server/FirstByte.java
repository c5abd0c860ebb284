package netseat.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the first byte of a connection, which is that of a TLS handshake or that of a HELLO, and holds what has arrived
 * until whoever takes it is in its place. On the connection's event loop.
 */
final class FirstByte extends ChannelDuplexHandler {
    private static final String TLS_HANDLER = "ssl"; // Vert.x's name for it

    private final Taker taker;
    private final List<Object> held = new ArrayList<>();
    private boolean forTls;
    private boolean told;

    /** Hears the first byte, once. */
    interface Taker {
        /**
         * Begins TLS, or takes the bytes as they are.
         *
         * @return whether they are for TLS, whose handler will come
         */
        boolean take(int firstByte);
    }

    FirstByte(Taker taker) {
        this.taker = taker;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        held.add(message);
        ByteBuf bytes = (ByteBuf) message;
        if (!told && bytes.isReadable()) {
            told = true;
            forTls = taker.take(bytes.getUnsignedByte(bytes.readerIndex()));
            handOn(context);
        }
    }

    /** Reading goes on, which is what happens when TLS has taken its place, just before or just after this. */
    @Override
    public void read(ChannelHandlerContext context) {
        context.read();
        if (told) {
            context.executor().execute(() -> handOn(context));
        }
    }

    private void handOn(ChannelHandlerContext context) {
        if (context.isRemoved() || (forTls && context.pipeline().get(TLS_HANDLER) == null)) {
            return;
        }
        List<Object> all = List.copyOf(held);
        held.clear();
        var pipeline = context.pipeline();
        pipeline.remove(this);
        all.forEach(pipeline::fireChannelRead); // from the start: TLS is before where this was
        pipeline.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
