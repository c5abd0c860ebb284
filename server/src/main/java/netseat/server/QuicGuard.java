package netseat.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before the QUIC codec: a packet that may begin a connection and is shorter than such packets must be is dropped, because
 * its answer could be longer than itself, and be sent to somebody who did not ask (RFC 9000, section 14.1). On the event loop.
 */
final class QuicGuard extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(QuicGuard.class);
    private static final int SHORTEST_FIRST = 1200;
    private static final int LONG_HEADER = 0x80;
    private static final int TYPE = 0x30;
    private static final int VERSION_1 = 1;
    private static final int BEFORE_IDENTIFIER = 5;

    /** Whether a packet may go on to the codec. */
    static boolean passes(ByteBuf packet) {
        int length = packet.readableBytes();
        if (length < BEFORE_IDENTIFIER) {
            return false;
        }
        int first = packet.getByte(packet.readerIndex());
        if ((first & LONG_HEADER) == 0 || length >= SHORTEST_FIRST) {
            return true;
        }
        // Of the packets of version 1 with a long header only the Initial may be the first; of others nobody knows.
        return packet.getInt(packet.readerIndex() + 1) == VERSION_1 && (first & TYPE) != 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext on, Object packet) {
        if (packet instanceof DatagramPacket datagram && !passes(datagram.content())) {
            datagram.release();
        } else {
            on.fireChannelRead(packet);
        }
    }

    /** What the codec made of somebody's packet; a connection that it belongs to has been told by the codec. */
    static final class Faults extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext on, Throwable fault) {
            log.debug("a packet that makes no sense", fault);
        }
    }
}
