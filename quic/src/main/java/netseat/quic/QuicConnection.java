package netseat.quic;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicConnectionStats;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import netseat.device.ControllerAddress;
import netseat.device.DeviceConnection;
import netseat.device.DeviceKey;
import netseat.identity.IdentityKeys;
import netseat.identity.PeerKey;
import netseat.identity.PeerTrust;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameWriter;
import netseat.protocol.LossWatch;
import netseat.protocol.Protocol;
import netseat.protocol.ProtocolException;
import netseat.protocol.QuicDatagram;
import netseat.protocol.ToDevice;
import org.jspecify.annotations.Nullable;

/**
 * One QUIC connection to a controller, from its handshake to its end. An event loop of its own, of one thread, does the network's
 * work and watches the time; the thread that calls {@link #read} draws and answers, so that a picture holds up no key. Any
 * thread may send.
 */
final class QuicConnection implements DeviceConnection {
    private static final int CONNECT_SECONDS = 10;
    private static final int IDLE_SECONDS = 30;
    private static final int MAX_ACK_DELAY_MILLIS = 5; // the sooner the controller notices a loss
    private static final long STREAM_WINDOW = 1 << 20;
    private static final long WINDOW = 4 << 20;
    private static final int PICTURES = 256; // on their way at once: more than displays fit on a link
    private static final int DATAGRAMS = 128;
    private static final int CONNECTION_IDS = 8; // of which each new address uses one for a while
    private static final long WATCH_MILLIS = 1000;
    private static final long PING_AFTER = TimeUnit.SECONDS.toNanos(10);
    private static final long ASK_AFTER = TimeUnit.SECONDS.toNanos(1);
    private static final long NO_ANSWER = TimeUnit.SECONDS.toNanos(5);
    private static final long AGAIN_MILLIS = 10;
    private static final long[] REST_MILLIS = {20, 40, 140};

    private final EventLoopGroup loop;
    private final Incoming incoming = new Incoming();
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();

    // Set once, before anybody else has this.
    private @Nullable QuicChannel connection;
    private @Nullable QuicStreamChannel control;
    private @Nullable DeviceId controller;

    private final ReentrantLock sending = new ReentrantLock();
    private final StrayMotions motions = new StrayMotions(); // guarded by sending
    private final ByteBuffer again = ByteBuffer.allocate(QuicDatagram.MAX_LENGTH); // guarded by sending
    private boolean closed; // guarded by sending
    private int rests; // guarded by sending: motions since all was certain; 0 while it is

    // Of the event loop.
    private long heardNanos = System.nanoTime();
    private long askedNanos = System.nanoTime();
    private final LossWatch losses = new LossWatch();

    private volatile long
            unansweredNanos; // when the first frame left that nothing has come after; 0 when there is none
    private volatile boolean lossy;
    private volatile String given = "";

    /** Something that came, for the thread that reads. */
    private interface Piece {
        /**
         * Hands it on.
         *
         * @return false when it is the end
         */
        boolean to(FromController receiver) throws ProtocolException;
    }

    private QuicConnection(InetSocketAddress from) {
        loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("quic to " + from, true), NioIoHandler.newFactory());
    }

    /**
     * Connects and proves who both are.
     *
     * @throws IOException when nobody is there, or it is no controller, or not the one that is trusted
     */
    static QuicConnection dial(ControllerAddress to, DeviceKey key) throws IOException {
        if (!Quic.isAvailable()) {
            throw new IOException("there is no QUIC for this kind of computer; use TLS", Quic.unavailabilityCause());
        }
        InetSocketAddress there = new InetSocketAddress(InetAddress.getByName(to.host()), to.port());
        AtomicReference<String> refusal = new AtomicReference<>("");
        PeerTrust trust = new PeerTrust(peer -> {
            try {
                key.check(peer);
            } catch (CertificateException e) {
                refusal.set(String.valueOf(e.getMessage()));
                throw e;
            }
        });
        QuicConnection made = new QuicConnection(there);
        try {
            made.open(there, tls(key, trust));
            return made;
        } catch (ExecutionException e) {
            made.close();
            throw refusal.get().isEmpty() ? new IOException(words(e), e) : new IOException(refusal.get(), e);
        } catch (TimeoutException e) {
            made.close();
            throw new IOException(
                    "nobody answers over UDP within " + CONNECT_SECONDS
                            + " seconds; where a firewall drops that, TLS (tls://) may pass",
                    e);
        } catch (InterruptedException e) {
            made.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    private static String words(ExecutionException fault) {
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static QuicSslContext tls(DeviceKey key, PeerTrust trust) {
        return QuicSslContextBuilder.forClient()
                .keyManager(new IdentityKeys(key.identity()), null)
                .trustManager(trust)
                .endpointIdentificationAlgorithm("") // a key is known by its identifier, not by a host's name
                .applicationProtocols(Protocol.ALPN)
                .earlyData(false)
                .build();
    }

    private void open(InetSocketAddress there, QuicSslContext tls)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Channel socket = new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .handler(new QuicClientCodecBuilder()
                        .sslContext(tls)
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
        QuicChannel made = QuicChannel.newBootstrap(socket)
                .handler(incoming)
                .streamHandler(new ChannelInitializer<QuicStreamChannel>() {
                    @Override
                    protected void initChannel(QuicStreamChannel stream) {
                        stream.config().setAutoRead(false);
                        stream.pipeline().addLast(incoming.picture());
                    }
                })
                .remoteAddress(there)
                .connect()
                .get(CONNECT_SECONDS, TimeUnit.SECONDS);
        connection = made;
        SSLEngine engine = Objects.requireNonNull(made.sslEngine());
        if (!Protocol.ALPN.equals(engine.getApplicationProtocol())) {
            throw new IOException("whoever listens there does not speak " + Protocol.ALPN);
        }
        try {
            controller = PeerKey.of((X509Certificate) engine.getSession().getPeerCertificates()[0]);
        } catch (CertificateException e) {
            throw new IOException(e);
        }
        control = made.createStream(QuicStreamType.BIDIRECTIONAL, new ChannelInitializer<QuicStreamChannel>() {
                    @Override
                    protected void initChannel(QuicStreamChannel stream) {
                        stream.config().setAutoRead(false);
                        stream.pipeline().addLast(incoming.control());
                    }
                })
                .get(CONNECT_SECONDS, TimeUnit.SECONDS);
        var _ = loop.scheduleAtFixedRate(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public DeviceId controller() {
        return Objects.requireNonNull(controller);
    }

    @Override
    public String read(ToDevice handler) {
        FromController receiver = new FromController(handler);
        try {
            boolean more = true;
            while (more) {
                more = pieces.take().to(receiver);
            }
            return end();
        } catch (RejectedExecutionException e) {
            return end(); // what was left to read asked the event loop for more, which had been shut down meanwhile
        } catch (ProtocolException e) {
            return "the controller sent nonsense: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private String end() {
        return given.isEmpty() ? "the controller closed the link" : given;
    }

    /** Numbers and sends frames. A fault is left to the reader to find: the controller's last words may still come. */
    @Override
    public void send(ByteBuffer frames) {
        sending.lock();
        try {
            if (closed) {
                return;
            }
            ByteBuf stream = PooledByteBufAllocator.DEFAULT.directBuffer(frames.remaining() + FrameHeader.LENGTH);
            motions.take(frames, stream, this::datagram);
            onStream(stream);
            if (motions.isOpen() && rests++ == 0) {
                atRest(0);
            }
        } finally {
            sending.unlock();
        }
    }

    /** When nothing has moved for a moment, the last motion is said once more, then again, then so that it arrives. */
    private void atRest(int step) {
        int seen = rests;
        later(() -> rest(rests == seen ? step : -1), REST_MILLIS[step]);
    }

    /** On the event loop, with the lock, if the connection is there still; the lock is held. */
    private void later(Runnable task, long millis) {
        if (!closed) {
            var _ = loop.schedule(
                    () -> {
                        sending.lock();
                        try {
                            task.run();
                        } finally {
                            sending.unlock();
                        }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void rest(int step) {
        if (!motions.isOpen()) {
            rests = 0;
        } else if (step == REST_MILLIS.length - 1) {
            rests = 0;
            ByteBuf stream = PooledByteBufAllocator.DEFAULT.directBuffer();
            motions.settle(stream);
            onStream(stream);
        } else {
            if (step >= 0) {
                motions.sayAgain(this::datagram);
            }
            atRest(step + 1);
        }
    }

    private void datagram(ByteBuffer datagram) {
        var _ = Objects.requireNonNull(connection).writeAndFlush(Unpooled.copiedBuffer(datagram));
        sent();
    }

    private void onStream(ByteBuf frames) {
        if (frames.isReadable()) {
            remember(frames);
            var _ = Objects.requireNonNull(control).writeAndFlush(frames);
            sent();
        } else {
            frames.release();
        }
    }

    /** On a line that loses packets, what goes on the stream is said a second time, before anybody misses it. */
    private void remember(ByteBuf frames) {
        int length = frames.readableBytes();
        if (!lossy || length > again.capacity() - 1) {
            return;
        }
        if (length > again.remaining()) {
            sayAgain();
        }
        if (again.position() == 0) {
            again.put((byte) QuicDatagram.AGAIN);
            later(this::sayAgain, AGAIN_MILLIS);
        }
        again.limit(again.position() + length);
        frames.getBytes(frames.readerIndex(), again);
        again.limit(again.capacity());
    }

    private void sayAgain() {
        if (again.position() > 0) {
            datagram(again.flip());
            again.clear();
        }
    }

    private void sent() {
        if (unansweredNanos == 0) {
            unansweredNanos = System.nanoTime() | 1;
        }
    }

    @Override
    public int lastSequence() {
        sending.lock();
        try {
            return motions.sequence();
        } finally {
            sending.unlock();
        }
    }

    /** On the event loop. */
    private void watch() {
        long now = System.nanoTime();
        if (losses.isDue(now)) {
            var _ = Objects.requireNonNull(connection).collectStats().addListener(stats -> {
                if (stats.isSuccess()) {
                    losses.see(((QuicConnectionStats) stats.getNow()).lost(), now);
                    lossy = losses.isLossy(now);
                }
            });
        }
        long since = unansweredNanos;
        boolean unanswered = since != 0;
        if (unanswered && now - since > NO_ANSWER) {
            giveUp("the controller did not answer for 5 seconds");
        } else if ((unanswered ? now - since > ASK_AFTER && askedNanos - since < 0 : now - heardNanos > PING_AFTER)) {
            askedNanos = now;
            ByteBuffer ping = ByteBuffer.allocate(32);
            FrameWriter.ping(ping, now);
            send(ping.flip());
        }
    }

    private void heard() {
        heardNanos = System.nanoTime();
        unansweredNanos = 0;
    }

    private void giveUp(String why) {
        given = why;
        close();
    }

    /** Ends it at once, but not before what was sent has left. */
    @Override
    public void close() {
        sending.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (connection != null) {
                var _ = connection.close(true, ByeReason.NORMAL.number(), Unpooled.EMPTY_BUFFER);
            }
            pieces.add(receiver -> false);
            var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        } finally {
            sending.unlock();
        }
    }

    private static ByteBuffer taken(ByteBuf bytes) {
        try {
            return ByteBuffer.wrap(ByteBufUtil.getBytes(bytes));
        } finally {
            bytes.release();
        }
    }

    /** What comes, on the event loop. */
    private final class Incoming extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext on, Object message) {
            if (message instanceof ByteBuf datagram) {
                heard();
                ByteBuffer bytes = taken(datagram);
                if (pieces.size() < 2 * DATAGRAMS) { // else the one who reads is too slow for what may be lost
                    pieces.add(receiver -> {
                        receiver.datagram(bytes);
                        return true;
                    });
                }
            } else {
                on.fireChannelRead(message);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext on, Object event) {
            if (event instanceof QuicConnectionCloseEvent close && given.isEmpty()) {
                String words = words(close);
                given = words.isEmpty() ? "the controller closed the link" : "the controller closed the link: " + words;
            }
            on.fireUserEventTriggered(event);
        }

        /** Netty 4.2 throws where none were sent. */
        private static String words(QuicConnectionCloseEvent close) {
            try {
                return new String(close.reason(), StandardCharsets.UTF_8);
            } catch (NullPointerException e) {
                return "";
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext on) {
            if (given.isEmpty() && ((QuicChannel) on.channel()).isTimedOut()) {
                given = "the controller was silent for 30 seconds";
            }
            pieces.add(receiver -> false);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext on, Throwable fault) {
            if (given.isEmpty()) {
                given = "lost: " + fault.getMessage();
            }
        }

        /** For the control stream. */
        ChannelInboundHandlerAdapter control() {
            return new Bytes() {
                @Override
                void hand(FromController receiver, ByteBuffer bytes, Runnable done) throws ProtocolException {
                    receiver.stream(bytes);
                    done.run();
                }

                @Override
                public void channelInactive(ChannelHandlerContext on) {
                    var _ = on.channel().parent().close();
                }
            };
        }

        /** For a picture's stream. */
        ChannelInboundHandlerAdapter picture() {
            return new Bytes() {
                private FromController.@Nullable PictureStream picture; // of the thread that reads

                @Override
                void hand(FromController receiver, ByteBuffer bytes, Runnable done) throws ProtocolException {
                    FromController.PictureStream to = picture == null ? receiver.open() : picture;
                    picture = to;
                    to.take(bytes, done);
                }
            };
        }
    }

    /** Of one stream: no more is read before what was read has been used. */
    private abstract class Bytes extends ChannelInboundHandlerAdapter {
        /** Hands bytes on, on the thread that reads the link. */
        abstract void hand(FromController receiver, ByteBuffer bytes, Runnable done) throws ProtocolException;

        @Override
        public void channelActive(ChannelHandlerContext on) {
            on.read();
        }

        @Override
        public void channelRead(ChannelHandlerContext on, Object message) {
            heard();
            ByteBuffer bytes = taken((ByteBuf) message);
            pieces.add(receiver -> {
                hand(receiver, bytes, on::read);
                return true;
            });
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext on, Throwable fault) {
            var _ = on.channel().close();
        }
    }
}
