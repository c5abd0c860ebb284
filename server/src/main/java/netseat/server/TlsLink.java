package netseat.server;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import netseat.controller.StageTimes;
import netseat.controller.Transport;
import netseat.protocol.ByeReason;

/** A link over TCP, with TLS or, from listed networks, without: frames follow one another. */
final class TlsLink extends NumberedLink {
    private static final int GOODBYE_SECONDS = 3;

    private final NetSocket socket;
    private final String mac;
    private boolean gone; // of the event loop

    TlsLink(NetSocket socket, Context context, String mac, StageTimes times) {
        super(socket.remoteAddress(), context, times);
        this.socket = socket;
        this.mac = mac;
    }

    @Override
    public String mac() {
        return mac;
    }

    /** The connection is closed; on the event loop. */
    void lost() {
        gone = true;
    }

    @Override
    public Transport transport() {
        return socket.isSsl() ? Transport.TLS : Transport.PLAIN;
    }

    @Override
    boolean isGone() {
        return gone;
    }

    @Override
    Future<Void> put(Buffer frames) {
        return socket.write(frames);
    }

    @Override
    void hangUp(ByeReason reason, String text) {
        gone = true;
        socket.close();
        // That waits for what the device does not read, perhaps for ever.
        ChannelHandlerContext transport = ((NetSocketInternal) socket).channelHandlerContext();
        if (transport.channel().isActive()) {
            Runnable cut = () -> {
                var _ = transport.close();
            };
            var _ = transport.executor().schedule(cut, GOODBYE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
