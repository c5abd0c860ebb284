package netseat.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
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
import netseat.protocol.Protocol;
import netseat.protocol.ProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS transport: TLS 1.3 only, both sides with certificates, on the event loop; the costly steps of handshakes on worker
 * threads, so that a crowd of newcomers does not hold up anybody's keys.
 */
final class TlsListener {
    private static final Logger log = LoggerFactory.getLogger(TlsListener.class);
    private static final int HANDSHAKE_SECONDS = 10;

    private final Vertx vertx;
    private final Controller controller;
    private final OpenLinks links;
    private final HandshakeGate gate = new HandshakeGate();
    private final ServerSSLOptions tls;
    private final NetServer server;

    TlsListener(Vertx vertx, Controller controller, OpenLinks links, Identity identity) {
        this.vertx = vertx;
        this.controller = controller;
        this.links = links;
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
        Context context = vertx.getOrCreateContext();
        TlsLink link = new TlsLink(socket, context, controller.times());
        if (!Protocol.ALPN.equals(socket.applicationLayerProtocol())) {
            link.close(ByeReason.VERSION, "this port speaks " + Protocol.ALPN + " (ALPN) only");
            return;
        }
        DeviceId device;
        try {
            device = PeerKey.of((X509Certificate) socket.sslSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            link.close(ByeReason.REFUSED, "no certificate");
            return;
        }
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
