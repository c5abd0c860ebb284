package netseat.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import netseat.device.Backoff;
import netseat.e2e.NullServer;
import netseat.protocol.AdmissionState;
import netseat.protocol.Attachment;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameReader;
import netseat.protocol.FrameSplitter;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.KeyPage;
import netseat.protocol.PeripheralClass;
import netseat.protocol.PlugState;
import netseat.protocol.Protocol;
import netseat.protocol.ProtocolException;
import netseat.protocol.ToDevice;
import org.jspecify.annotations.Nullable;

/** One of very many keyboards and mice: lives on the generator's event loop, and comes back by itself as devices do. */
final class ScaleDevice implements ToDevice {
    private static final int PERIPHERAL = 1;
    private static final int KEY_A = 4;
    private static final int AXIS_BITS = 15;
    private static final int AXIS = (1 << AXIS_BITS) - 1;

    private final int number;
    private final ScaleClients clients;
    private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
    private @Nullable Connection connection;
    private boolean ready;
    private boolean down;

    ScaleDevice(int number, ScaleClients clients) {
        this.number = number;
        this.clients = clients;
    }

    int number() {
        return number;
    }

    boolean isReady() {
        return ready;
    }

    /** Half of them are mice. */
    private boolean isMouse() {
        return number % 2 == 1;
    }

    /** Sends so many events at once, in one TLS record; nothing when it has no link. */
    void send(int events, ByteBuffer scratch) {
        Connection to = connection;
        if (to == null || !ready) {
            return;
        }
        scratch.clear();
        for (int i = 0; i < events; i++) {
            if (isMouse()) {
                int stamp = NullServer.stamp(System.nanoTime());
                FrameWriter.position(scratch, PERIPHERAL, stamp >> AXIS_BITS, stamp & AXIS);
            } else {
                down = !down;
                FrameWriter.key(
                        scratch, PERIPHERAL, KeyPage.KEYBOARD, KEY_A, down ? KeyAction.PRESS : KeyAction.RELEASE);
            }
        }
        to.send(scratch.flip());
    }

    /** What it does on a connection that has begun. */
    Connection connection() {
        return new Connection();
    }

    /** The connection is gone, or none came about: another is made after a while. */
    void gone() {
        connection = null;
        ready = false;
        down = false;
        clients.later(this, backoff.nextMillis(), TimeUnit.MILLISECONDS);
    }

    private void say(ByteBuffer frames) {
        Connection to = connection;
        if (to != null) {
            to.send(frames);
        }
    }

    @Override
    public void welcome(int version, String controller) {}

    @Override
    public void admission(AdmissionState state, DeviceId device) {
        if (state == AdmissionState.ADMITTED) {
            backoff.reset();
            ByteBuffer frame = ByteBuffer.allocate(64);
            FrameWriter.attach(
                    frame,
                    PERIPHERAL,
                    new Attachment(
                            isMouse() ? PeripheralClass.POINTER : PeripheralClass.KEYBOARD,
                            "Netseat",
                            "bench",
                            "",
                            new Capabilities(0, false, true, 5, 0, 0, 60, 1, 24, 0)));
            say(frame.flip());
        }
    }

    @Override
    public void status(int peripheral, PlugState state, String machine, String text) {
        if (!ready) {
            ready = true;
            clients.ready();
        }
    }

    @Override
    public void identify(int peripheral, int seconds) {}

    @Override
    public void redirect(String host, int port, boolean keep) {}

    @Override
    public void attached(int peripheral, String name) {}

    @Override
    public void leds(int peripheral, int leds) {}

    @Override
    public void pointerMode(int peripheral, boolean absolute) {}

    @Override
    public void picture(int peripheral, int mark, int answers, boolean last, ByteBuffer commands) {}

    @Override
    public void ping(long token) {
        ByteBuffer frame = ByteBuffer.allocate(32);
        FrameWriter.pong(frame, token);
        say(frame.flip());
    }

    @Override
    public void pong(long token) {}

    @Override
    public void bye(int peripheral, ByeReason reason, String text) {
        clients.refused(reason, text);
    }

    /** After TLS in a channel's pipeline. */
    final class Connection extends ChannelInboundHandlerAdapter {
        private final FrameReader reader = new FrameReader();
        private final FrameSplitter splitter = new FrameSplitter(FrameHeader.MAX_PAYLOAD_TO_DEVICE);
        private @Nullable ChannelHandlerContext context;
        private int sequence;

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        void send(ByteBuffer frames) {
            ChannelHandlerContext to = context;
            if (to != null) {
                sequence = FrameHeader.number(frames, sequence);
                var _ = to.writeAndFlush(
                        to.alloc().directBuffer(frames.remaining()).writeBytes(frames), to.voidPromise());
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext from, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                connection = this;
                ByteBuffer frame = ByteBuffer.allocate(32);
                FrameWriter.hello(frame, Protocol.VERSION, Protocol.VERSION, "bench");
                send(frame.flip());
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext from, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            try {
                splitter.take(bytes.nioBuffer(), frames -> reader.read(frames, ScaleDevice.this));
            } catch (ProtocolException e) {
                clients.refused(e.reason(), "from the controller: " + e.getMessage());
                var _ = from.close();
            } finally {
                bytes.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext from) {
            gone();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
            clients.failed();
            var _ = from.close();
        }
    }
}
