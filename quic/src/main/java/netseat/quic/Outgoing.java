package netseat.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import netseat.protocol.FrameHeader;
import netseat.protocol.QuicDatagram;

/**
 * What goes to a controller: motion in datagrams, which are said again when the pointer rests, everything else on the
 * control stream, and on a line that loses packets a second time in a datagram. Any thread may send.
 */
final class Outgoing {
    private static final long AGAIN_MILLIS = 10;
    private static final long[] REST_MILLIS = {20, 40, 140};

    private final QuicChannel connection;
    private final QuicStreamChannel control;
    private final EventLoop loop;
    private final Silence silence;

    private final ReentrantLock sending = new ReentrantLock();
    private final StrayMotions motions = new StrayMotions(); // guarded by sending
    private final ByteBuffer again = ByteBuffer.allocate(QuicDatagram.MAX_LENGTH); // guarded by sending
    private boolean closed; // guarded by sending
    private int rests; // guarded by sending: motions since all was certain; 0 while it is
    private volatile boolean lossy;

    /**
     * The way out of a connection.
     *
     * @param silence is told whatever leaves
     */
    Outgoing(QuicChannel connection, QuicStreamChannel control, Silence silence) {
        this.connection = connection;
        this.control = control;
        this.loop = connection.eventLoop();
        this.silence = silence;
    }

    /** Numbers and sends frames, from position to limit; after the end nothing. */
    void send(ByteBuffer frames) {
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

    /** Whether the line loses packets. */
    void lossy(boolean is) {
        lossy = is;
    }

    /** The number of the last frame on the stream. */
    int lastSequence() {
        sending.lock();
        try {
            return motions.sequence();
        } finally {
            sending.unlock();
        }
    }

    /** Nothing leaves after this. */
    void end() {
        sending.lock();
        try {
            closed = true;
        } finally {
            sending.unlock();
        }
    }

    /** When nothing has moved for a moment, the last motion is said once more, then again, then so that it arrives. */
    private void atRest(int step) {
        int seen = rests;
        later(() -> rest(rests == seen ? step : -1), REST_MILLIS[step]);
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

    /** On the event loop, with the lock, unless the end came first; the lock is held. */
    private void later(Runnable task, long millis) {
        var _ = loop.schedule(
                () -> {
                    sending.lock();
                    try {
                        if (!closed) {
                            task.run();
                        }
                    } finally {
                        sending.unlock();
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    private void onStream(ByteBuf frames) {
        if (frames.isReadable()) {
            remember(frames);
            var _ = control.writeAndFlush(frames);
            silence.sent(System.nanoTime());
        } else {
            frames.release();
        }
    }

    private void datagram(ByteBuffer datagram) {
        var _ = connection.writeAndFlush(Unpooled.copiedBuffer(datagram));
        silence.sent(System.nanoTime());
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
}
