package netseat.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import netseat.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * What comes from a controller, from the event loop to the thread that reads the link. Streams are held back until what was
 * read of them has been used; datagrams may be lost here as they may be on the way.
 */
final class Incoming extends ChannelInboundHandlerAdapter {
    private static final int DATAGRAMS = 256;

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final Silence silence;
    private volatile String reason = "";

    /** Something that came, for the thread that reads. */
    private interface Piece {
        /**
         * Hands it on.
         *
         * @return false when it is the end
         */
        boolean to(FromController receiver) throws ProtocolException;
    }

    /**
     * Begins empty.
     *
     * @param silence is told whatever comes
     */
    Incoming(Silence silence) {
        this.silence = silence;
    }

    /** Hands on the next piece, for which it waits. On the thread that reads; false when there will be no more. */
    boolean next(FromController receiver) throws ProtocolException, InterruptedException {
        return pieces.take().to(receiver);
    }

    /** Nothing more is to come after what is here. Any thread. */
    void end() {
        pieces.add(receiver -> false);
    }

    /** As {@link #end()}, for this reason, unless there is one already. */
    void end(String why) {
        because(why);
        end();
    }

    private void because(String why) {
        if (reason.isEmpty()) {
            reason = why;
        }
    }

    /** Why the end came, in words for a person. */
    String reason() {
        return reason.isEmpty() ? "the controller closed the link" : reason;
    }

    @Override
    public void channelRead(ChannelHandlerContext on, Object message) {
        if (message instanceof ByteBuf datagram) {
            silence.heard(System.nanoTime());
            ByteBuffer bytes = taken(datagram);
            if (pieces.size() < DATAGRAMS) { // else the one who reads is too slow for what may be lost
                pieces.add(receiver -> {
                    receiver.datagram(bytes);
                    return true;
                });
            }
        } else {
            on.fireChannelRead(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext on, Object event) {
        if (event instanceof QuicConnectionCloseEvent close) {
            String words = words(close);
            because(words.isEmpty() ? "the controller closed the link" : "the controller closed the link: " + words);
        }
        on.fireUserEventTriggered(event);
    }

    /** Netty 4.2 throws where none were sent. */
    private static String words(QuicConnectionCloseEvent close) {
        try {
            return new String(close.reason(), StandardCharsets.UTF_8);
        } catch (NullPointerException e) {
            return "";
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext on) {
        if (((QuicChannel) on.channel()).isTimedOut()) {
            because("the controller was silent for " + QuicDial.IDLE_SECONDS + " seconds");
        }
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext on, Throwable fault) {
        because("lost: " + fault.getMessage());
    }

    private static ByteBuffer taken(ByteBuf bytes) {
        try {
            return ByteBuffer.wrap(ByteBufUtil.getBytes(bytes));
        } finally {
            bytes.release();
        }
    }

    /** For the control stream, with which the connection ends. */
    ChannelInitializer<QuicStreamChannel> control() {
        return with(() -> new Bytes() {
            @Override
            void hand(FromController receiver, ByteBuffer bytes, Runnable done) throws ProtocolException {
                receiver.stream(bytes);
                done.run();
            }

            @Override
            public void channelInactive(ChannelHandlerContext on) {
                var _ = on.channel().parent().close();
            }
        });
    }

    /** For the pictures' streams. */
    ChannelInitializer<QuicStreamChannel> pictures() {
        return with(() -> new Bytes() {
            private FromController.@Nullable PictureStream picture; // of the thread that reads

            @Override
            void hand(FromController receiver, ByteBuffer bytes, Runnable done) throws ProtocolException {
                FromController.PictureStream to = picture == null ? receiver.open() : picture;
                picture = to;
                to.take(bytes, done);
            }
        });
    }

    private static ChannelInitializer<QuicStreamChannel> with(Supplier<Bytes> handler) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(QuicStreamChannel stream) {
                stream.config().setAutoRead(false);
                stream.pipeline().addLast(handler.get());
            }
        };
    }

    /** Of one stream: no more is read before what was read has been used. */
    private abstract class Bytes extends ChannelInboundHandlerAdapter {
        /** Hands bytes on, on the thread that reads the link. */
        abstract void hand(FromController receiver, ByteBuffer bytes, Runnable done) throws ProtocolException;

        @Override
        public void channelActive(ChannelHandlerContext on) {
            on.read();
        }

        @Override
        public void channelRead(ChannelHandlerContext on, Object message) {
            silence.heard(System.nanoTime());
            ByteBuffer bytes = taken((ByteBuf) message);
            pieces.add(receiver -> {
                hand(receiver, bytes, on::read);
                return true;
            });
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext on, Throwable fault) {
            var _ = on.channel().close();
        }
    }
}
