package netseat.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import netseat.controller.AddressRange;
import netseat.controller.Controller;
import netseat.controller.LinkSession;
import netseat.identity.Identity;
import netseat.identity.IdentityKeys;
import netseat.identity.PeerKey;
import netseat.identity.PeerTrust;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameSplitter;
import netseat.protocol.MessageType;
import netseat.protocol.Protocol;
import netseat.protocol.ProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS transport: TLS 1.3 only, both sides with certificates, on the event loop; the costly steps of handshakes on worker
 * threads, so that a crowd of newcomers does not hold up anybody's keys. From networks that an administrator has listed, and
 * from no others, the same frames are taken on the same port without TLS.
 */
final class TlsListener {
    private static final Logger log = LoggerFactory.getLogger(TlsListener.class);
    private static final int HANDSHAKE_SECONDS = 10;
    private static final int TLS_HANDSHAKE = 0x16; // RFC 8446, 5.1

    private final Vertx vertx;
    private final Controller controller;
    private final OpenLinks links;
    private final List<AddressRange> plainFrom;
    private final Neighbours neighbours = new Neighbours(Path.of("/proc/net/arp"));
    private final HandshakeGate gate = new HandshakeGate();
    private final ServerSSLOptions tls;
    private final NetServer server;

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
        if (!plainFrom.isEmpty()) {
            log.warn("devices are taken without TLS from {}: whoever is there can read what they send", plainFrom);
        }
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
                        .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true)))
                .connectHandler(this::connected);
    }

    /** Starts to listen; the future has the port. */
    Future<Integer> listen(String address, int port) {
        return server.listen(port, address).map(NetServer::actualPort);
    }

    Future<Void> close() {
        return server.close();
    }

    private void connected(NetSocket socket) {
        String address = String.valueOf(socket.remoteAddress().hostAddress());
        if (!gate.enter(address)) {
            socket.close();
            return;
        }
        Handshake handshake = new Handshake(address);
        socket.exceptionHandler(fault -> log.debug("{}: {}", socket.remoteAddress(), fault.toString()));
        socket.closeHandler(ignored -> handshake.ended());
        if (plainFrom.stream().anyMatch(range -> range.contains(address))) {
            lookAt(socket, address, handshake);
        } else {
            secure(socket, handshake);
        }
    }

    /** Waits for the first byte of a connection that may be plain. */
    private void lookAt(NetSocket socket, String address, Handshake handshake) {
        long patience = vertx.setTimer(TimeUnit.SECONDS.toMillis(HANDSHAKE_SECONDS), ignored -> socket.close());
        FirstByte look = new FirstByte(first -> {
            vertx.cancelTimer(patience);
            if (first == TLS_HANDSHAKE) {
                secure(socket, handshake);
                return true;
            }
            handshake.ended();
            if (first == MessageType.HELLO) {
                known(socket, DeviceId.ofAddress(address));
            } else {
                socket.close();
            }
            return false;
        });
        ((NetSocketInternal) socket).channelHandlerContext().pipeline().addFirst(look);
    }

    private void secure(NetSocket socket, Handshake handshake) {
        socket.upgradeToSsl(tls).onComplete(done -> {
            handshake.ended();
            if (done.succeeded()) {
                secured(socket);
            } else {
                log.debug("{}: no handshake: {}", socket.remoteAddress(), String.valueOf(done.cause()));
                socket.close();
            }
        });
    }

    /** Leaves the gate once, by whichever end of the handshake is noticed first. */
    private final class Handshake {
        private final String address;
        private boolean inside = true;

        Handshake(String address) {
            this.address = address;
        }

        void ended() {
            if (inside) {
                inside = false;
                gate.leave(address);
            }
        }
    }

    private void secured(NetSocket socket) {
        TlsLink link = new TlsLink(socket, vertx.getOrCreateContext(), "", controller.times());
        if (!Protocol.ALPN.equals(socket.applicationLayerProtocol())) {
            link.close(ByeReason.VERSION, "this port speaks " + Protocol.ALPN + " (ALPN) only");
            return;
        }
        try {
            known(socket, PeerKey.of((X509Certificate) socket.sslSession().getPeerCertificates()[0]));
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            link.close(ByeReason.REFUSED, "no certificate");
        }
    }

    /** It is known who it is; its MAC is looked up before it is let in, as that may be demanded. */
    private void known(NetSocket socket, DeviceId device) {
        Context context = vertx.getOrCreateContext();
        String address = String.valueOf(socket.remoteAddress().hostAddress());
        if (!Neighbours.mayHave(address)) {
            open(socket, new TlsLink(socket, context, "", controller.times()), context, device);
            return;
        }
        boolean[] gone = {false};
        socket.closeHandler(ignored -> gone[0] = true);
        socket.pause();
        vertx.executeBlocking(() -> neighbours.mac(address), false).onComplete(found -> {
            if (!gone[0]) {
                String mac = found.succeeded() ? found.result() : "";
                open(socket, new TlsLink(socket, context, mac, controller.times()), context, device);
                socket.resume();
            }
        });
    }

    private void open(NetSocket socket, TlsLink link, Context context, DeviceId device) {
        Optional<LinkSession> session = controller.open(link, device);
        if (session.isPresent()) {
            run(socket, link, session.get(), links.run(session.get(), context));
        } else {
            socket.closeHandler(ignored -> link.lost());
        }
    }

    private static void run(NetSocket socket, TlsLink link, LinkSession session, Runnable ended) {
        socket.closeHandler(ignored -> {
            link.lost();
            ended.run();
        });
        socket.endHandler(ignored -> socket.close()); // half a connection is none
        socket.handler(new Receiver(session)::receive);
    }

    /** Takes a link's bytes, on its event loop. */
    private static final class Receiver {
        private final LinkSession session;
        private final FrameSplitter splitter = new FrameSplitter(FrameHeader.MAX_PAYLOAD_TO_CONTROLLER);
        private final FrameSplitter.Sink sink;
        private long arrivedNanos;

        Receiver(LinkSession session) {
            this.session = session;
            this.sink = frames -> session.receive(frames, arrivedNanos);
        }

        void receive(Buffer bytes) {
            arrivedNanos = System.nanoTime();
            try {
                splitter.take(((BufferInternal) bytes).getByteBuf().nioBuffer(), sink);
            } catch (ProtocolException e) {
                session.fault(e);
            }
        }
    }
}
