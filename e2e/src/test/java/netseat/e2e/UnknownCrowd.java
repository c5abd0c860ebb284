package netseat.e2e;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import netseat.device.ControllerAddress;
import netseat.identity.Identity;
import netseat.identity.PeerTrust;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameHeader;
import netseat.protocol.MessageType;
import netseat.protocol.Protocol;

/**
 * Very many devices that nobody knows, each with a key of its own, ten from each address; those that may wait stay. On one
 * event loop and with BoringSSL, for Java's own TLS takes three times as long over a handshake as the controller does.
 */
final class UnknownCrowd implements AutoCloseable {
    private static final int AT_A_TIME = 4;
    private static final int OF_ADDRESS = 10;
    private static final byte[] HELLO = HexFormat.of().parseHex(RawTls.HELLO.replace(" ", ""));

    private final InetSocketAddress to;
    private final int size;
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final CompletableFuture<Void> allCame = new CompletableFuture<>();

    private final SslContext tls;

    // Of the event loop until all came.
    private final Map<Integer, Identity> shaking = new HashMap<>();
    private final List<Channel> held = new ArrayList<>();
    private int refused;
    private int next;
    private int answered;

    UnknownCrowd(ControllerAddress to, int size) throws SSLException {
        this.to = new InetSocketAddress(to.host(), to.port());
        this.size = size;
        this.tls = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .keyManager(new ManyKeys(number -> shaking.computeIfAbsent(number, first -> Identity.make("crowd"))))
                .trustManager(new PeerTrust(peer -> {}))
                .endpointIdentificationAlgorithm("")
                .protocols("TLSv1.3")
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        Protocol.ALPN))
                .build();
    }

    /** They begin to come. */
    void come() {
        for (int i = 0; i < AT_A_TIME; i++) {
            loop.execute(this::another);
        }
    }

    private void another() {
        if (next < size && !allCame.isDone()) {
            knock(next++);
        }
    }

    private void knock(int number) {
        int address = number / OF_ADDRESS;
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .localAddress(new InetSocketAddress("127.1." + address / 250 + "." + (1 + address % 250), 0))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(tls.newHandler(channel.alloc(), ManyKeys.name(number), 0), new Answer(number));
                    }
                })
                .connect(to)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        allCame.completeExceptionally(done.cause());
                    }
                });
    }

    /** Says HELLO and waits for the first frame that comes back. */
    private final class Answer extends ByteToMessageDecoder {
        private final int number;
        private boolean came;

        Answer(int number) {
            this.number = number;
        }

        @Override
        public void channelActive(ChannelHandlerContext on) {
            var _ = on.writeAndFlush(Unpooled.wrappedBuffer(HELLO));
        }

        @Override
        protected void decode(ChannelHandlerContext on, ByteBuf in, List<Object> out) {
            if (came) {
                in.skipBytes(in.readableBytes());
                return;
            }
            if (in.readableBytes() < FrameHeader.LENGTH) {
                return;
            }
            ByteBuffer frame = in.nioBuffer();
            if (frame.remaining() < FrameHeader.LENGTH + FrameHeader.payloadLength(frame, 0)) {
                return;
            }
            came = true;
            shaking.remove(number);
            answered(on.channel(), frame);
            in.skipBytes(in.readableBytes());
        }

        @Override
        public void channelInactive(ChannelHandlerContext on) throws Exception {
            super.channelInactive(on);
            if (!came) {
                allCame.completeExceptionally(new AssertionError("closed without an answer"));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext on, Throwable fault) {
            allCame.completeExceptionally(fault);
        }
    }

    private void answered(Channel channel, ByteBuffer frame) {
        if (FrameHeader.type(frame, 0) != MessageType.BYE) {
            held.add(channel);
        } else {
            int reason = frame.getShort(FrameHeader.LENGTH);
            if (reason != ByeReason.TOO_MANY_PENDING.number()) {
                allCame.completeExceptionally(new AssertionError("refused for another reason: " + reason));
            }
            refused++;
            var _ = channel.close();
        }
        if (++answered == size) {
            allCame.complete(null);
        } else {
            another();
        }
    }

    boolean isComing() {
        return !allCame.isDone();
    }

    /** Throws what any of them met that should not be. */
    void check() throws ExecutionException, InterruptedException {
        allCame.get();
    }

    /** How many wait, once all came. */
    int held() {
        return held.size();
    }

    /** How many were told that too many wait, once all came. */
    int refused() {
        return refused;
    }

    @Override
    public void close() {
        for (Channel channel : held) {
            var _ = channel.close();
        }
        loop.shutdownGracefully(0, 30, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
