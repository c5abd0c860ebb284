package netseat.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.ssl.ClientAuth;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import netseat.controller.Controller;
import netseat.identity.Identity;
import netseat.identity.IdentityKeys;
import netseat.identity.PeerTrust;
import netseat.protocol.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The QUIC transport: the same keys, admission and bounds as over TLS. It runs on Vert.x's event loop but is made of Netty's
 * parts, because Vert.x tells of a connection only after its handshake, and nothing of a change of its address.
 */
final class QuicListener {
    private static final int IDLE_SECONDS = 30; // as LinkSession closes a silent link
    private static final int MAX_ACK_DELAY_MILLIS = 5; // the sooner a loss is noticed; packets are few
    private static final int STREAM_WINDOW = 128 * 1024;
    private static final int DATAGRAMS = 128;
    private static final int CONNECTION_IDS = 8; // of which each new address of a device uses one for a while

    private final VertxInternal vertx;
    private final ContextInternal context;
    private final Controller controller;
    private final OpenLinks links;
    private final Executor workers;
    private final HandshakeGate gate = new HandshakeGate();
    private final Neighbours neighbours = new Neighbours(Path.of("/proc/net/arp"));
    private final @Nullable QuicSslContext tls;
    private @Nullable Channel socket;

    /** @param workers does the costly steps of handshakes */
    QuicListener(Vertx vertx, Controller controller, OpenLinks links, Identity identity, Executor workers) {
        this.vertx = (VertxInternal) vertx;
        this.context = this.vertx.createEventLoopContext();
        this.controller = controller;
        this.links = links;
        this.workers = workers;
        this.tls = Quic.isAvailable() ? tls(identity) : null;
    }

    /** Without resumption, and so without data before the handshake, which could be replayed. */
    private static QuicSslContext tls(Identity identity) {
        return QuicSslContextBuilder.forServer(new IdentityKeys(identity), null)
                .clientAuth(ClientAuth.REQUIRE)
                // Any key may knock; what it may do is for Admission to say, who can answer with a reason.
                .trustManager(new PeerTrust(peer -> {}))
                .applicationProtocols(Protocol.ALPN)
                .earlyData(false)
                .build();
    }

    /** Why there is no QUIC on this machine, in words; empty when there is. */
    Optional<String> missing() {
        return tls == null ? Optional.of(String.valueOf(Quic.unavailabilityCause())) : Optional.empty();
    }

    /** Starts to listen; the future has the port. */
    Future<Integer> listen(String address, int port) {
        Promise<Integer> listening = Promise.promise();
        ChannelFuture binding = new Bootstrap()
                .group(context.nettyEventLoop())
                .channelFactory(vertx.transport().datagramChannelFactory())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        NewAddress moves = new NewAddress();
                        channel.pipeline().addLast(new QuicGuard(), moves, codec(moves), new QuicGuard.Faults());
                    }
                })
                .bind(new InetSocketAddress(address, port));
        binding.addListener(done -> {
            if (done.isSuccess()) {
                socket = binding.channel();
                listening.complete(((InetSocketAddress) binding.channel().localAddress()).getPort());
            } else {
                listening.fail(done.cause());
            }
        });
        return listening.future();
    }

    private ChannelHandler codec(NewAddress moves) {
        return new QuicServerCodecBuilder()
                .sslContext(tls)
                .sslTaskExecutor(workers)
                .tokenHandler(new AddressTokens(
                        System::nanoTime, from -> gate.hasRoom(from.getAddress().getHostAddress())))
                .maxIdleTimeout(IDLE_SECONDS, TimeUnit.SECONDS)
                .maxAckDelay(MAX_ACK_DELAY_MILLIS, TimeUnit.MILLISECONDS)
                .initialMaxData(2 * STREAM_WINDOW)
                .initialMaxStreamDataBidirectionalRemote(STREAM_WINDOW)
                .initialMaxStreamsBidirectional(1) // the control stream
                .initialMaxStreamsUnidirectional(0)
                .activeConnectionIdLimit(CONNECTION_IDS)
                .datagram(DATAGRAMS, DATAGRAMS)
                .handler(new ChannelInitializer<QuicChannel>() {
                    @Override
                    protected void initChannel(QuicChannel connection) {
                        InetSocketAddress from =
                                Objects.requireNonNull((InetSocketAddress) connection.remoteSocketAddress());
                        connection
                                .pipeline()
                                .addLast(new QuicArrival(controller, links, gate, neighbours, context, moves, from));
                    }
                })
                .streamHandler(new ChannelInitializer<QuicStreamChannel>() {
                    @Override
                    protected void initChannel(QuicStreamChannel stream) {
                        QuicArrival of = stream.parent().pipeline().get(QuicArrival.class);
                        stream.pipeline().addLast(of.control(stream));
                    }
                })
                .build();
    }

    /** Stops listening; every link's connection is gone. */
    Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        Channel listening = socket;
        if (listening == null) {
            return Future.succeededFuture();
        }
        listening.close().addListener(done -> closed.complete());
        return closed.future();
    }
}
