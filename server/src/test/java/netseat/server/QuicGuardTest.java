package netseat.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a stranger's first packets get: nothing that is longer than they are, and no memory before they can be reached. */
class QuicGuardTest {
    private static ByteBuf packet(String start, int length) {
        ByteBuf packet = Unpooled.buffer(length);
        packet.writeBytes(HexFormat.of().parseHex(start));
        return packet.writeZero(length - packet.readableBytes());
    }

    @Test
    void aShortFirstPacketIsDroppedAndOthersAreNot() {
        assertThat(QuicGuard.passes(packet("c000000001", 1199)))
                .as("a short Initial")
                .isFalse();
        assertThat(QuicGuard.passes(packet("c000000001", 1200))).isTrue();
        assertThat(QuicGuard.passes(packet("c0fefefefe", 1199)))
                .as("of a version unknown here")
                .isFalse();
        assertThat(QuicGuard.passes(packet("e000000001", 60))).as("a Handshake").isTrue();
        assertThat(QuicGuard.passes(packet("4012345678", 30)))
                .as("a short header")
                .isTrue();
        assertThat(QuicGuard.passes(packet("40", 4))).isFalse();
    }

    @Test
    void aTokenIsGoodForItsAddressAndATimeOnly() {
        AtomicLong now = new AtomicLong(5_000_000_000L);
        AtomicBoolean room = new AtomicBoolean(true);
        AddressTokens tokens = new AddressTokens(now::get, from -> room.get());
        InetSocketAddress from = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1000);
        ByteBuf identifier = packet("0102030405", 18);
        ByteBuf token = Unpooled.buffer();
        assertThat(tokens.writeToken(token, identifier, from)).isTrue();
        assertThat(token.readableBytes()).isLessThanOrEqualTo(tokens.maxTokenLength());
        int at = tokens.validateToken(token, from);
        assertThat(token.slice(at, token.readableBytes() - at)).isEqualTo(identifier);
        assertThat(tokens.validateToken(token, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1001)))
                .isNegative();
        assertThat(tokens.validateToken(token, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 1000)))
                .isNegative();
        assertThat(new AddressTokens(now::get, all -> true).validateToken(token, from))
                .as("another process's")
                .isNegative();
        assertThat(tokens.validateToken(packet("00", 10), from)).isNegative();
        assertThat(tokens.validateToken(packet("00", 300), from)).isNegative();
        room.set(false);
        assertThat(tokens.validateToken(token, from)).as("too many handshakes").isNegative();
        room.set(true);
        now.addAndGet(10_000_000_000L);
        assertThat(tokens.validateToken(token, from)).isPositive();
        now.addAndGet(10_000_000_000L);
        assertThat(tokens.validateToken(token, from)).isNegative();
    }
}
