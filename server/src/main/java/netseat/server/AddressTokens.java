package netseat.server;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes every newcomer show that it receives what is sent to its address, before it costs memory (RFC 9000, section 8.1.2): the
 * token of a Retry packet is good for that address and port, and for 10 to 20 seconds. On the event loop.
 *
 * <pre>
 * 0   32 bytes  HMAC-SHA256 of address, port, time and the rest, by a key of this process
 * 32            the connection's identifier as the newcomer chose it
 * </pre>
 */
final class AddressTokens implements QuicTokenHandler {
    private static final int MAC_LENGTH = 32;
    private static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanos;
    private final Predicate<InetSocketAddress> hasRoom;
    private final Mac mac;

    /** @param hasRoom whether one more connection may begin from there; others hear nothing */
    AddressTokens(LongSupplier nanos, Predicate<InetSocketAddress> hasRoom) {
        this.nanos = nanos;
        this.hasRoom = hasRoom;
        byte[] key = new byte[MAC_LENGTH];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    private byte[] sign(ByteBuf identifier, InetSocketAddress address, long slot) {
        mac.update(address.getAddress().getAddress());
        mac.update((byte) (address.getPort() >> 8));
        mac.update((byte) address.getPort());
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            mac.update((byte) (slot >> shift));
        }
        mac.update(identifier.nioBuffer());
        return mac.doFinal();
    }

    private long slot() {
        return nanos.getAsLong() / SLOT_NANOS;
    }

    @Override
    public boolean writeToken(ByteBuf out, ByteBuf identifier, InetSocketAddress address) {
        out.writeBytes(sign(identifier, address, slot()));
        out.writeBytes(identifier, identifier.readerIndex(), identifier.readableBytes());
        return true;
    }

    @Override
    public int validateToken(ByteBuf token, InetSocketAddress address) {
        int length = token.readableBytes() - MAC_LENGTH;
        if (length < 0 || length > Quic.MAX_CONN_ID_LEN) {
            return -1;
        }
        byte[] shown = new byte[MAC_LENGTH];
        token.getBytes(token.readerIndex(), shown);
        ByteBuf identifier = token.slice(token.readerIndex() + MAC_LENGTH, length);
        long slot = slot();
        boolean good = MessageDigest.isEqual(shown, sign(identifier, address, slot))
                || MessageDigest.isEqual(shown, sign(identifier, address, slot - 1));
        return good && hasRoom.test(address) ? token.readerIndex() + MAC_LENGTH : -1;
    }

    @Override
    public int maxTokenLength() {
        return MAC_LENGTH + Quic.MAX_CONN_ID_LEN;
    }
}
