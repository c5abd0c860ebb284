package netseat.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted for a device that comes from a new address, and for nobody else. */
class NewAddressTest {
    private static final String IDENTIFIER = "0102030405060708090a0b0c0d0e0f1011121314";
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1000);
    private static final InetSocketAddress OLD = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 2000);
    private static final InetSocketAddress NEW = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 2001);

    private final NewAddress moves = new NewAddress();
    private final List<InetSocketAddress> senders = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(moves, new Codec());

    /** Takes a packet as the codec does: what is new to it, it says while it reads. */
    private final class Codec extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext on, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            if (packet.sender().equals(NEW) && !senders.contains(NEW)) {
                assertThat(moves.sender()).isEqualTo(NEW);
                moves.unanswered();
            }
            senders.add(packet.sender());
            on.fireChannelRead(packet);
        }
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private static DatagramPacket packet(String start, InetSocketAddress from) {
        ByteBuf content = Unpooled.wrappedBuffer(HexFormat.of().parseHex(start), new byte[30]);
        return new DatagramPacket(content, HERE, from);
    }

    @Test
    void aNewAddressIsGivenCreditOnceAndUnderItsConnectionsName() {
        channel.writeInbound(packet("41" + IDENTIFIER, OLD));
        assertThat(senders).containsExactly(OLD);
        channel.writeInbound(packet("42" + IDENTIFIER, NEW));
        channel.writeInbound(packet("43" + IDENTIFIER, NEW));
        assertThat(senders).containsExactly(OLD, NEW, NEW, NEW, NEW, NEW, NEW);
        long counted = 0;
        for (DatagramPacket next = channel.readInbound(); next != null; next = channel.readInbound()) {
            byte[] name = new byte[20];
            next.content().getBytes(1, name);
            assertThat(HexFormat.of().formatHex(name)).isEqualTo(IDENTIFIER);
            assertThat(next.recipient()).isEqualTo(HERE);
            counted += next.content().readableBytes();
            next.release();
        }
        assertThat(counted)
                .as("bytes, of which three times as many may be sent")
                .isGreaterThan(100_000);
    }

    @Test
    void packetsOfNoOpenConnectionPassUntouched() {
        channel.writeInbound(packet("c000000001" + IDENTIFIER, OLD));
        channel.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(new byte[3]), HERE, OLD));
        assertThat(senders).containsExactly(OLD, OLD);
    }
}
