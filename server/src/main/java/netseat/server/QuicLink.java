package netseat.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionStats;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamPriority;
import io.netty.handler.codec.quic.QuicStreamType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netseat.controller.StageTimes;
import netseat.controller.Transport;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameHeader;
import netseat.protocol.LossWatch;
import netseat.protocol.MessageType;
import netseat.protocol.QuicDatagram;
import org.jspecify.annotations.Nullable;

/** A link over QUIC: a control stream that the device opens, and a stream of its own for each picture. */
final class QuicLink extends NumberedLink {
    /** Before all pictures: what is said on it is short, and somebody waits for it. */
    private static final QuicStreamPriority FIRST = new QuicStreamPriority(0, false);

    private static final QuicStreamPriority LATER = new QuicStreamPriority(1, true);

    private static final long AGAIN_MILLIS = 10;

    private final QuicChannel connection;
    private final String mac;

    // Guarded by this.
    private final Map<Integer, Integer> attached = new HashMap<>();
    private final Map<Integer, Picture> unfinished = new HashMap<>();

    // Of the event loop.
    private final LossWatch losses = new LossWatch();
    private @Nullable QuicStreamChannel control;
    private ByteBuf early = Unpooled.EMPTY_BUFFER; // until the device opens the control stream

    private volatile SocketAddress remote;

    QuicLink(QuicChannel connection, InetSocketAddress from, String mac, Context context, StageTimes times) {
        super(SocketAddress.inetSocketAddress(from), context, times);
        this.connection = connection;
        this.mac = mac;
        this.remote = SocketAddress.inetSocketAddress(from);
    }

    /** The stream of one picture, which is there from its first part on. */
    private static final class Picture {
        // Guarded by the link.
        private int sequence;

        // Of the event loop.
        private @Nullable QuicStreamChannel stream;
    }

    @Override
    public Transport transport() {
        return Transport.QUIC;
    }

    @Override
    public String mac() {
        return mac;
    }

    @Override
    public String remote() {
        return String.valueOf(remote);
    }

    /** The device's address is another one from now on; on the event loop. */
    void moved(InetSocketAddress to) {
        remote = SocketAddress.inetSocketAddress(to);
    }

    /** The device has opened the control stream; on the event loop. */
    void control(QuicStreamChannel stream) {
        control = stream;
        var _ = stream.updatePriority(FIRST);
        var _ = stream.writeAndFlush(early);
        early = Unpooled.EMPTY_BUFFER;
    }

    @Override
    boolean isGone() {
        return !connection.isActive();
    }

    @Override
    Future<Void> put(Buffer frames) {
        ByteBuf bytes = ((BufferInternal) frames).getByteBuf();
        QuicStreamChannel stream = control;
        if (stream == null) {
            early = Unpooled.wrappedBuffer(early, bytes);
            return Future.succeededFuture();
        }
        return left(stream.writeAndFlush(bytes));
    }

    private static Future<Void> left(ChannelFuture writing) {
        Promise<Void> left = Promise.promise();
        writing.addListener(done -> left.complete());
        return left.future();
    }

    /** As every link's; and remembers which ATTACHED a peripheral's pictures belong to. */
    @Override
    public void send(ByteBuffer frames) {
        int start = frames.position();
        synchronized (this) {
            super.send(frames);
            for (int at = start;
                    at < frames.limit();
                    at += FrameHeader.LENGTH + (int) FrameHeader.payloadLength(frames, at)) {
                if (FrameHeader.type(frames, at) == MessageType.ATTACHED) {
                    int peripheral = FrameHeader.peripheral(frames, at);
                    attached.put(peripheral, FrameHeader.sequence(frames, at));
                    abandon(unfinished.remove(peripheral));
                }
            }
        }
    }

    /** A picture whose display was detached in the midst of it. */
    private void abandon(@Nullable Picture picture) {
        if (picture != null) {
            execute(() -> {
                if (picture.stream != null) {
                    var _ = picture.stream.shutdownOutput(0);
                }
            });
        }
    }

    @Override
    public void sendPicture(ByteBuffer prefix, byte[] commands, long readNanos) {
        synchronized (this) {
            if (!reserve(prefix.remaining() + commands.length)) {
                return;
            }
            int peripheral = FrameHeader.peripheral(prefix, prefix.position());
            boolean last = prefix.get(prefix.limit() - 1) != 0; // as FrameWriter.picturePrefix ends
            Picture picture = unfinished.computeIfAbsent(peripheral, number -> new Picture());
            if (last) {
                unfinished.remove(peripheral);
            }
            boolean first = picture.sequence == 0;
            picture.sequence = FrameHeader.number(prefix, picture.sequence);
            byte[] start = first ? head(attached.getOrDefault(peripheral, 0), prefix) : bytes(prefix);
            execute(() -> write(picture, Unpooled.wrappedBuffer(start, commands), first, last, readNanos));
        }
    }

    private static byte[] head(int attached, ByteBuffer prefix) {
        return ByteBuffer.allocate(Integer.BYTES + prefix.remaining())
                .putInt(attached)
                .put(prefix)
                .array();
    }

    private void write(Picture picture, ByteBuf bytes, boolean first, boolean last, long readNanos) {
        if (isGone()) {
            return;
        }
        QuicStreamChannel stream = picture.stream;
        if (stream == null) {
            stream = connection
                    .createStream(QuicStreamType.UNIDIRECTIONAL, new ChannelInboundHandlerAdapter())
                    .getNow(); // at once, as this is its event loop
            if (stream == null) {
                close(ByeReason.TOO_MANY, "the device lets too few pictures be on their way");
                return;
            }
            var _ = stream.updatePriority(LATER);
            picture.stream = stream;
        }
        int length = bytes.readableBytes();
        if (last && first && length < QuicDatagram.MAX_LENGTH) {
            sayAgain(bytes);
        }
        left(stream.writeAndFlush(new DefaultQuicStreamFrame(bytes, last))).onComplete(done -> taken(length));
        pictureLeft(readNanos);
    }

    /** On a line that loses packets, a short picture is sent a second time, before anybody misses it. */
    private void sayAgain(ByteBuf picture) {
        long now = System.nanoTime();
        if (losses.isDue(now)) {
            var _ = connection.collectStats().addListener(stats -> {
                if (stats.isSuccess()) {
                    losses.see(((QuicConnectionStats) stats.getNow()).lost(), now);
                }
            });
        }
        if (losses.isLossy(now)) {
            ByteBuf datagram = Unpooled.buffer(1 + picture.readableBytes());
            datagram.writeByte(QuicDatagram.PICTURE)
                    .writeBytes(picture, picture.readerIndex(), picture.readableBytes());
            var _ = connection.eventLoop().schedule(() -> datagram(datagram), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void datagram(ByteBuf datagram) {
        var _ = connection.writeAndFlush(datagram);
    }

    @Override
    void hangUp(ByeReason reason, String text) {
        // The reason once more: the BYE on the stream may be lost, and nothing is sent again after this.
        var _ = connection.close(true, reason.number(), Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }
}
