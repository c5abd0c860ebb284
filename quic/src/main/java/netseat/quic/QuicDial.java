package netseat.quic;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLEngine;
import netseat.device.ControllerAddress;
import netseat.device.DeviceKey;
import netseat.identity.IdentityKeys;
import netseat.identity.PeerKey;
import netseat.identity.PeerTrust;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.Protocol;
import org.jspecify.annotations.Nullable;

/** One attempt to connect to a controller and to prove who both are. Of the thread that dials. */
final class QuicDial {
    /** After so long without a packet either end takes the connection for lost. */
    static final int IDLE_SECONDS = 30;

    private static final int CONNECT_SECONDS = 10;
    private static final int MAX_ACK_DELAY_MILLIS = 5; // the sooner the controller notices a loss
    private static final long STREAM_WINDOW = 1 << 20;
    private static final long WINDOW = 4 << 20;
    private static final int PICTURES = 256; // on their way at once: more than displays fit on a link
    private static final int DATAGRAMS = 128;
    private static final int CONNECTION_IDS = 8; // of which each new address uses one for a while

    private final DeviceKey key;
    private final InetSocketAddress there;
    private final EventLoopGroup loop;
    private final Silence silence = new Silence(System.nanoTime());
    private final Incoming incoming = new Incoming(silence);
    private @Nullable QuicChannel connection;
    private volatile String refusal = ""; // of the thread that shakes hands

    private QuicDial(DeviceKey key, InetSocketAddress there) {
        this.key = key;
        this.there = there;
        this.loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("quic to " + there, true), NioIoHandler.newFactory());
    }

    /**
     * Connects.
     *
     * @throws IOException when nobody is there, or it is no controller, or not the one that is trusted
     */
    static QuicConnection dial(ControllerAddress to, DeviceKey key) throws IOException {
        if (!Quic.isAvailable()) {
            throw new IOException("there is no QUIC for this kind of computer; use TLS", Quic.unavailabilityCause());
        }
        QuicDial attempt = new QuicDial(key, new InetSocketAddress(InetAddress.getByName(to.host()), to.port()));
        boolean connected = false;
        try {
            QuicConnection made = attempt.connect();
            connected = true;
            return made;
        } catch (ExecutionException e) {
            throw new IOException(attempt.refusal.isEmpty() ? words(e) : attempt.refusal, e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "nobody answers over UDP within " + CONNECT_SECONDS
                            + " seconds; where a firewall drops that, TLS (tls://) may pass",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            if (!connected) {
                attempt.giveUp();
            }
        }
    }

    private static String words(ExecutionException fault) {
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private QuicConnection connect() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        QuicChannel made = QuicChannel.newBootstrap(socket())
                .handler(incoming)
                .streamHandler(incoming.pictures())
                .remoteAddress(there)
                .connect()
                .get(CONNECT_SECONDS, TimeUnit.SECONDS);
        connection = made;
        DeviceId controller = proven(Objects.requireNonNull(made.sslEngine()));
        QuicStreamChannel control = made.createStream(QuicStreamType.BIDIRECTIONAL, incoming.control())
                .get(CONNECT_SECONDS, TimeUnit.SECONDS);
        Outgoing outgoing = new Outgoing(made, control, silence);
        QuicConnection connected = new QuicConnection(loop, made, controller, incoming, outgoing, silence);
        connected.start();
        return connected;
    }

    private Channel socket() throws InterruptedException {
        return new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .handler(new QuicClientCodecBuilder()
                        .sslContext(tls())
                        .maxIdleTimeout(IDLE_SECONDS, TimeUnit.SECONDS)
                        .maxAckDelay(MAX_ACK_DELAY_MILLIS, TimeUnit.MILLISECONDS)
                        .initialMaxData(WINDOW)
                        .initialMaxStreamDataBidirectionalLocal(STREAM_WINDOW)
                        .initialMaxStreamDataUnidirectional(STREAM_WINDOW)
                        .initialMaxStreamsBidirectional(0)
                        .initialMaxStreamsUnidirectional(PICTURES)
                        .activeConnectionIdLimit(CONNECTION_IDS)
                        .datagram(DATAGRAMS, DATAGRAMS)
                        .build())
                // To no address in particular, so that the socket outlives the address that this computer has now.
                .bind(0)
                .sync()
                .channel();
    }

    private QuicSslContext tls() {
        PeerTrust trust = new PeerTrust(peer -> {
            try {
                key.check(peer);
            } catch (CertificateException e) {
                refusal = String.valueOf(e.getMessage());
                throw e;
            }
        });
        return QuicSslContextBuilder.forClient()
                .keyManager(new IdentityKeys(key.identity()), null)
                .trustManager(trust)
                .endpointIdentificationAlgorithm("") // a key is known by its identifier, not by a host's name
                .applicationProtocols(Protocol.ALPN)
                .earlyData(false)
                .build();
    }

    private static DeviceId proven(SSLEngine engine) throws IOException {
        if (!Protocol.ALPN.equals(engine.getApplicationProtocol())) {
            throw new IOException("whoever listens there does not speak " + Protocol.ALPN);
        }
        try {
            return PeerKey.of((X509Certificate) engine.getSession().getPeerCertificates()[0]);
        } catch (CertificateException e) {
            throw new IOException(e);
        }
    }

    private void giveUp() {
        if (connection == null) {
            end(loop);
        } else {
            var _ = end(connection, loop);
        }
    }

    /**
     * Ends a connection so that the controller hears of it, then its event loop, which as soon as it is to stop closes its
     * socket, whatever is still to be written.
     *
     * @return ends when the last packet has left
     */
    static ChannelFuture end(QuicChannel connection, EventLoopGroup loop) {
        return connection
                .close(true, ByeReason.NORMAL.number(), Unpooled.EMPTY_BUFFER)
                .addListener(done -> end(loop));
    }

    private static void end(EventLoopGroup loop) {
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
