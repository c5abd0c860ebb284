package netseat.quic;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionStats;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import netseat.device.DeviceConnection;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameWriter;
import netseat.protocol.LossWatch;
import netseat.protocol.ProtocolException;
import netseat.protocol.ToDevice;

/**
 * One QUIC connection to a controller, from the end of its handshake to its own. An event loop of its own, of one thread, does
 * the network's work and watches the time; the thread that calls {@link #read} draws and answers, so that a picture holds up
 * no key. Any thread may send.
 */
final class QuicConnection implements DeviceConnection {
    private static final long WATCH_MILLIS = 1000;
    private static final long LEAVING_MILLIS = 1000;

    private final EventLoopGroup loop;
    private final QuicChannel connection;
    private final DeviceId controller;
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final Silence silence;
    private final LossWatch losses = new LossWatch(); // of the event loop
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * One whose streams are open, which is not watched yet.
     *
     * @param loop becomes this connection's, and ends with it
     */
    QuicConnection(
            EventLoopGroup loop,
            QuicChannel connection,
            DeviceId controller,
            Incoming incoming,
            Outgoing outgoing,
            Silence silence) {
        this.loop = loop;
        this.connection = connection;
        this.controller = controller;
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.silence = silence;
    }

    /** Watches over its losses and its silence from now on. */
    void start() {
        var _ = loop.scheduleAtFixedRate(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public DeviceId controller() {
        return controller;
    }

    @Override
    public String read(ToDevice handler) {
        FromController receiver = new FromController(handler);
        try {
            boolean more = true;
            while (more) {
                more = incoming.next(receiver);
            }
            return incoming.reason();
        } catch (RejectedExecutionException e) {
            // What was left to read asked the event loop for more, which had been shut down meanwhile.
            return incoming.reason();
        } catch (ProtocolException e) {
            return "the controller sent nonsense: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** Numbers and sends frames. A fault is left to the reader to find: the controller's last words may still come. */
    @Override
    public void send(ByteBuffer frames) {
        outgoing.send(frames);
    }

    @Override
    public int lastSequence() {
        return outgoing.lastSequence();
    }

    /** On the event loop. */
    private void watch() {
        long now = System.nanoTime();
        if (losses.isDue(now)) {
            var _ = connection.collectStats().addListener(stats -> {
                if (stats.isSuccess()) {
                    losses.see(((QuicConnectionStats) stats.getNow()).lost(), now);
                    outgoing.lossy(losses.isLossy(now));
                }
            });
        }
        switch (silence.judge(now)) {
            case FINE -> {}
            case ASK -> {
                ByteBuffer ping = ByteBuffer.allocate(32);
                FrameWriter.ping(ping, now);
                send(ping.flip());
            }
            case GONE -> {
                incoming.end("the controller did not answer for " + Silence.NO_ANSWER_SECONDS + " seconds");
                close();
            }
        }
    }

    /** Ends it at once, but not before what was sent has left, for which it waits, but not on the event loop. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            outgoing.end();
            incoming.end();
            ChannelFuture left = QuicDial.end(connection, loop);
            if (!connection.eventLoop().inEventLoop()) {
                var _ = left.awaitUninterruptibly(LEAVING_MILLIS);
            }
        }
    }
}
