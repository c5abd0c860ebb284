package netseat.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import netseat.configuration.Declaration;
import netseat.controller.AddressRange;
import netseat.controller.Controller;
import netseat.controller.LinkSession;
import netseat.identity.Identity;
import netseat.identity.IdentityKeys;
import netseat.identity.PeerKey;
import netseat.identity.PeerTrust;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.MessageType;
import netseat.protocol.Protocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS transport: TLS 1.3 only, both sides with certificates, on the event loop; the costly steps of handshakes on worker
 * threads, so that a crowd of newcomers does not hold up anybody's keys. From networks that an administrator has listed, and
 * from no others, the same frames are taken on the same port without TLS.
 */
final class TlsListener implements Reloadable {
    private static final Logger log = LoggerFactory.getLogger(TlsListener.class);
    private static final int HANDSHAKE_SECONDS = 10;
    private static final int TLS_HANDSHAKE = 0x16; // RFC 8446, 5.1

    // One arena, for the one event loop there is, of chunks of 1 MiB.
    private static final int ARENAS = 1;
    private static final int PAGE = 8192;
    private static final int CHUNK_ORDER = 7;
    private static final int SMALL_CACHED = 256;
    private static final int NORMAL_CACHED = 64;

    private final Vertx vertx;
    private final Controller controller;
    private final OpenLinks links;
    private volatile List<AddressRange> plainFrom;
    private final Neighbours neighbours = new Neighbours(Path.of("/proc/net/arp"));
    private final HandshakeLine line = new HandshakeLine();
    private final ServerSSLOptions tls;
    private final NetServer server;

    /** Pooled, because such buffers keep what Java's own channels see of them: no objects are made for each read. */
    private final ByteBufAllocator buffers =
            new PooledByteBufAllocator(true, 0, ARENAS, PAGE, CHUNK_ORDER, SMALL_CACHED, NORMAL_CACHED, false);

    /**
     * A listener that does not listen yet.
     *
     * @param plainFrom the networks whose devices may come without TLS
     */
    TlsListener(Vertx vertx, Controller controller, OpenLinks links, Identity identity, List<AddressRange> plainFrom) {
        this.vertx = vertx;
        this.controller = controller;
        this.links = links;
        this.plainFrom = List.copyOf(plainFrom);
        warnOfPlain();
        this.tls = new ServerSSLOptions()
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(KeyCertOptions.wrap(new IdentityKeys(identity)))
                // Any key may knock; what it may do is for Admission to say, who can answer with a reason.
                .setTrustOptions(TrustOptions.wrap(new PeerTrust(peer -> {})));
        tls.setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
        tls.setUseAlpn(true);
        tls.setApplicationLayerProtocols(List.of(Protocol.ALPN));
        tls.setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        // Not TLS from the first moment: a connection has to pass the gate before it costs a handshake.
        server = vertx.createNetServer(new NetServerOptions()
                        .setTcpNoDelay(true)
                        .setTcpKeepAlive(true)
                        .setSslEngineOptions(engine()))
                .connectHandler(this::connected);
    }

    /** BoringSSL where its library is, as it is on the processors that we build for; else the JDK's own TLS. */
    static SSLEngineOptions engine() {
        if (OpenSSLEngineOptions.isAvailable()) {
            // Nobody comes back with a session that it had: a handshake costs less than remembering so many.
            return new OpenSSLEngineOptions().setSessionCacheEnabled(false).setUseWorkerThread(true);
        }
        log.info("without BoringSSL's library, links cost several times the memory and processor time");
        return new JdkSSLEngineOptions().setUseWorkerThread(true);
    }

    /** Starts to listen; the future has the port. */
    Future<Integer> listen(String address, int port) {
        return server.listen(port, address).map(NetServer::actualPort);
    }

    Future<Void> close() {
        return server.close();
    }

    private void connected(NetSocket socket) {
        ChannelHandlerContext last = ((NetSocketInternal) socket).channelHandlerContext();
        last.channel().config().setAllocator(buffers).setAutoRead(false); // until its turn comes
        // Before TLS is put before it, so that it sees every byte that TLS lets through.
        FrameHandler frames = new FrameHandler();
        last.pipeline().addBefore(last.name(), "frames", frames);
        socket.exceptionHandler(fault -> log.debug("{}: {}", socket.remoteAddress(), fault.toString()));
        Handshake handshake = new Handshake(socket, frames);
        Optional<HandshakeLine.Passage> passage = line.enter(handshake.address, handshake);
        if (passage.isEmpty()) {
            socket.close();
        } else {
            handshake.by(passage.get());
        }
    }

    /** One connection's handshake, when its turn has come. Leaves the gate by whichever end is noticed first. */
    private final class Handshake implements Runnable {
        private final NetSocket socket;
        private final FrameHandler frames;
        private final String address;
        private HandshakeLine.@Nullable Passage passage;
        private boolean ended;

        Handshake(NetSocket socket, FrameHandler frames) {
            this.socket = socket;
            this.frames = frames;
            this.address = String.valueOf(socket.remoteAddress().hostAddress());
            socket.closeHandler(ignored -> ended());
        }

        void by(HandshakeLine.Passage through) {
            passage = through;
            if (ended) {
                through.leave();
            }
        }

        void ended() {
            ended = true;
            if (passage != null) {
                passage.leave();
            }
        }

        @Override
        public void run() {
            if (plainFrom.stream().anyMatch(range -> range.contains(address))) {
                lookAt(this);
            } else {
                secure(this);
            }
        }
    }

    /** What is declared counts for whoever connects from now on. */
    @Override
    public List<String> reload(Declaration declaration) {
        if (plainFrom.equals(declaration.plainFrom())) {
            return List.of();
        }
        plainFrom = List.copyOf(declaration.plainFrom());
        warnOfPlain();
        return List.of("devices that connect from now on may come without TLS from "
                + (plainFrom.isEmpty() ? "nowhere" : plainFrom));
    }

    private void warnOfPlain() {
        if (!plainFrom.isEmpty()) {
            log.warn("devices are taken without TLS from {}: whoever is there can read what they send", plainFrom);
        }
    }

    /** Waits for the first byte of a connection that may be plain. */
    private void lookAt(Handshake handshake) {
        NetSocket socket = handshake.socket;
        long patience = vertx.setTimer(TimeUnit.SECONDS.toMillis(HANDSHAKE_SECONDS), ignored -> socket.close());
        FirstByte look = new FirstByte(first -> {
            vertx.cancelTimer(patience);
            if (first == TLS_HANDSHAKE) {
                secure(handshake);
                return true;
            }
            handshake.ended();
            if (first == MessageType.HELLO) {
                known(socket, handshake.frames, DeviceId.ofAddress(handshake.address));
            } else {
                socket.close();
            }
            return false;
        });
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        channel.pipeline().addFirst(look);
        channel.config().setAutoRead(true);
    }

    private void secure(Handshake handshake) {
        NetSocket socket = handshake.socket;
        socket.upgradeToSsl(tls).onComplete(done -> {
            handshake.ended();
            if (done.succeeded()) {
                secured(socket, handshake.frames);
            } else {
                log.debug("{}: no handshake: {}", socket.remoteAddress(), String.valueOf(done.cause()));
                socket.close();
            }
        });
    }

    private void secured(NetSocket socket, FrameHandler frames) {
        TlsLink link = new TlsLink(socket, vertx.getOrCreateContext(), "", controller.times());
        if (!Protocol.ALPN.equals(socket.applicationLayerProtocol())) {
            link.close(ByeReason.VERSION, "this port speaks " + Protocol.ALPN + " (ALPN) only");
            return;
        }
        try {
            known(socket, frames, device(socket));
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            link.close(ByeReason.REFUSED, "no certificate");
        }
    }

    /** By a certificate read anew: the session keeps only its bytes, which are a tenth of what they become when read. */
    private static DeviceId device(NetSocket socket) throws SSLPeerUnverifiedException, CertificateException {
        byte[] shown = socket.sslSession().getPeerCertificates()[0].getEncoded();
        return PeerKey.of((X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(shown)));
    }

    /** It is known who it is; its MAC is looked up before it is let in, as that may be demanded. */
    private void known(NetSocket socket, FrameHandler frames, DeviceId device) {
        Context context = vertx.getOrCreateContext();
        String address = String.valueOf(socket.remoteAddress().hostAddress());
        if (!Neighbours.mayHave(address)) {
            open(socket, frames, new TlsLink(socket, context, "", controller.times()), device);
            return;
        }
        boolean[] gone = {false};
        socket.closeHandler(ignored -> gone[0] = true);
        socket.pause();
        vertx.executeBlocking(() -> neighbours.mac(address), false).onComplete(found -> {
            if (!gone[0]) {
                String mac = found.succeeded() ? found.result() : "";
                open(socket, frames, new TlsLink(socket, context, mac, controller.times()), device);
                socket.resume();
            }
        });
    }

    private void open(NetSocket socket, FrameHandler frames, TlsLink link, DeviceId device) {
        Optional<LinkSession> session = controller.open(link, device);
        if (session.isPresent()) {
            run(socket, link, links.run(session.get()));
            frames.begin(session.get());
        } else {
            socket.closeHandler(ignored -> link.lost());
        }
    }

    private static void run(NetSocket socket, TlsLink link, Runnable ended) {
        socket.closeHandler(ignored -> {
            link.lost();
            ended.run();
        });
        socket.endHandler(ignored -> socket.close()); // half a connection is none
    }
}
