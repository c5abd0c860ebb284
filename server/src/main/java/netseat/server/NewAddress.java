package netseat.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets a link survive a change of its address on a line that loses packets. Until a device has answered from its new address,
 * the QUIC library may send no more there than three times what came from it (RFC 9000, section 8.1), fills every packet up to
 * that, and so has nothing left when its question, or the answer, is lost: then it gives the connection up instead of
 * asking again. This stands before the codec and counts for the device by datagrams of no sense from its new address, which
 * the library drops. What may really go there before the answer stays small: the congestion window of a new path, and an
 * acknowledgement of at most 1200 bytes for each packet that the device's key has signed. On the event loop.
 */
final class NewAddress extends ChannelInboundHandlerAdapter {
    private static final int SHORT_HEADER = 0x40;
    private static final int LONG_HEADER = 0x80;
    private static final int IDENTIFIER = 20;
    private static final int LENGTH = 60_000;

    /** 720,000 bytes in all: four seconds of acknowledgements, in which the question is put three times. */
    private static final int DATAGRAMS = 4;

    private final byte[] identifier = new byte[IDENTIFIER];
    private @Nullable InetSocketAddress sender;
    private boolean unanswered;

    /** The packet that is being read is the first of its connection from its address. */
    void unanswered() {
        unanswered = true;
    }

    /** From where the packet comes that is being read; the library's own events have the bytes of the port the wrong way round. */
    InetSocketAddress sender() {
        return Objects.requireNonNull(sender, "no packet is being read");
    }

    @Override
    public void channelRead(ChannelHandlerContext on, Object packet) {
        if (!(packet instanceof DatagramPacket datagram) || !remember(datagram.content())) {
            on.fireChannelRead(packet);
            return;
        }
        InetSocketAddress here = datagram.recipient();
        InetSocketAddress from = datagram.sender();
        sender = from;
        on.fireChannelRead(packet);
        sender = null;
        if (unanswered) {
            unanswered = false;
            for (int i = 0; i < DATAGRAMS; i++) {
                on.fireChannelRead(new DatagramPacket(senseless(), here, from));
            }
        }
    }

    /** Keeps by which identifier a packet is to be known; false if it is none of an open connection. */
    private boolean remember(ByteBuf packet) {
        int start = packet.readerIndex();
        if (packet.readableBytes() <= IDENTIFIER || (packet.getByte(start) & LONG_HEADER) != 0) {
            return false;
        }
        packet.getBytes(start + 1, identifier);
        return true;
    }

    private ByteBuf senseless() {
        return PooledByteBufAllocator.DEFAULT
                .directBuffer(LENGTH)
                .writeByte(SHORT_HEADER)
                .writeBytes(identifier)
                .writeZero(LENGTH - 1 - IDENTIFIER);
    }
}
