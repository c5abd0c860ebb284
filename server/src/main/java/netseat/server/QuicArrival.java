package netseat.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicException;
import io.netty.handler.codec.quic.QuicPathEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.internal.ContextInternal;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import netseat.controller.Controller;
import netseat.controller.LinkSession;
import netseat.identity.PeerKey;
import netseat.protocol.ByeReason;
import netseat.protocol.ControlOrder;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameSplitter;
import netseat.protocol.ProtocolException;
import netseat.protocol.QuicDatagram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One QUIC connection of a device, from its first packet that showed its address: its handshake, then its link. On the event loop. */
final class QuicArrival extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(QuicArrival.class);
    private static final int HANDSHAKE_SECONDS = 10;

    private final Controller controller;
    private final OpenLinks links;
    private final HandshakeGate gate;
    private final Neighbours neighbours;
    private final ContextInternal context;
    private final NewAddress moves;
    private final InetSocketAddress from;

    private @Nullable ScheduledFuture<?> handshake; // while it is under way
    private @Nullable QuicLink link;
    private @Nullable Receiver receiver;
    private Runnable ended = () -> {};

    QuicArrival(
            Controller controller,
            OpenLinks links,
            HandshakeGate gate,
            Neighbours neighbours,
            ContextInternal context,
            NewAddress moves,
            InetSocketAddress from) {
        this.controller = controller;
        this.links = links;
        this.gate = gate;
        this.neighbours = neighbours;
        this.context = context;
        this.moves = moves;
        this.from = from;
    }

    private String address() {
        return from.getAddress().getHostAddress();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext on) {
        if (gate.enter(address())) {
            handshake = on.executor().schedule(() -> close(on), HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        } else {
            close(on);
        }
    }

    private static void close(ChannelHandlerContext on) {
        var _ = on.close();
    }

    /** Leaves the gate once, by whichever end of the handshake is noticed first. */
    private void handshakeEnded() {
        if (handshake != null) {
            handshake.cancel(false);
            handshake = null;
            gate.leave(address());
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext on) {
        handshakeEnded();
        context.dispatch((QuicChannel) on.channel(), this::secured);
    }

    private void secured(QuicChannel connection) {
        DeviceId device;
        try {
            SSLEngine tls = Objects.requireNonNull(connection.sslEngine());
            device = PeerKey.of((X509Certificate) tls.getSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            new QuicLink(connection, from, "", context, controller.times()).close(ByeReason.REFUSED, "no certificate");
            return;
        }
        if (!Neighbours.mayHave(address())) {
            open(connection, device, "");
            return;
        }
        connection.config().setAutoRead(false); // its MAC is looked up before it is let in, as that may be demanded
        context.executeBlocking(() -> neighbours.mac(address()), false).onComplete(found -> {
            if (connection.isActive()) {
                open(connection, device, found.succeeded() ? found.result() : "");
                connection.config().setAutoRead(true);
            }
        });
    }

    private void open(QuicChannel connection, DeviceId device, String mac) {
        QuicLink made = new QuicLink(connection, from, mac, context, controller.times());
        link = made;
        Optional<LinkSession> session = controller.open(made, device);
        if (session.isPresent()) {
            receiver = new Receiver(session.get());
            ended = links.run(session.get());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext on) {
        handshakeEnded();
        ended.run();
        ended = () -> {};
        on.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext on) {
        handshakeEnded();
    }

    @Override
    public void channelRead(ChannelHandlerContext on, Object message) {
        if (message instanceof ByteBuf datagram) {
            try {
                if (receiver != null) {
                    receiver.datagram(datagram.nioBuffer());
                }
            } finally {
                datagram.release();
            }
        } else {
            on.fireChannelRead(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext on, Object event) {
        if (event instanceof QuicPathEvent path && link != null) {
            changed(path, link);
        }
        on.fireUserEventTriggered(event);
    }

    private void changed(QuicPathEvent path, QuicLink moving) {
        switch (path) {
            case QuicPathEvent.New _, QuicPathEvent.ReusedSourceConnectionId _ -> moves.unanswered();
            case QuicPathEvent.PeerMigrated _ -> {
                log.debug("{} is now at {}", moving.remote(), moves.sender());
                moving.moved(moves.sender());
            }
            default -> {}
        }
    }

    /** The connection may be past sending its own end, so the link's is not left to a silence: what it holds is released now. */
    @Override
    public void exceptionCaught(ChannelHandlerContext on, Throwable fault) {
        log.debug("{}: {}", from, fault.toString());
        if (fault instanceof QuicException) {
            close(on);
        }
    }

    /** The device has opened its one stream. */
    ChannelInboundHandlerAdapter control(QuicStreamChannel stream) {
        if (link != null) {
            link.control(stream);
        }
        return new Control();
    }

    /** The control stream, whose end is the link's. */
    private final class Control extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext on, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            try {
                if (receiver != null) {
                    receiver.stream(bytes.nioBuffer());
                }
            } finally {
                bytes.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext on) {
            var _ = on.channel().parent().close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext on, Throwable fault) {
            log.debug("{}: {}", from, fault.toString());
            var _ = on.channel().parent().close();
        }
    }

    /** Takes a link's bytes. */
    private static final class Receiver implements QuicDatagram.ToController {
        private final LinkSession session;
        private final FrameSplitter splitter = new FrameSplitter(FrameHeader.MAX_PAYLOAD_TO_CONTROLLER);
        private final ControlOrder order;
        private final FrameSplitter.Sink fromStream;
        private long arrivedNanos;

        Receiver(LinkSession session) {
            this.session = session;
            this.order = new ControlOrder(frames -> session.receive(frames, arrivedNanos));
            this.fromStream = order::fromStream;
        }

        void stream(ByteBuffer bytes) {
            arrivedNanos = System.nanoTime();
            try {
                splitter.take(bytes, fromStream);
            } catch (ProtocolException e) {
                session.fault(e);
            }
        }

        void datagram(ByteBuffer bytes) {
            arrivedNanos = System.nanoTime();
            try {
                QuicDatagram.read(bytes, this);
            } catch (ProtocolException e) {
                session.fault(e);
            }
        }

        @Override
        public void motion(int peripheral, int after, int number, boolean position, int x, int y) {
            session.receiveMotion(peripheral, after, number, position, x, y, arrivedNanos);
        }

        @Override
        public void again(ByteBuffer frames) throws ProtocolException {
            order.fromDatagram(frames);
        }
    }
}
