package netseat.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import netseat.controller.StageTimes;
import netseat.protocol.ByeReason;

/** A link over TLS over TCP: frames follow one another. */
final class TlsLink extends NumberedLink {
    private final NetSocket socket;
    private boolean gone; // of the event loop

    TlsLink(NetSocket socket, Context context, StageTimes times) {
        super(socket.remoteAddress(), context, times);
        this.socket = socket;
    }

    /** The connection is closed; on the event loop. */
    void lost() {
        gone = true;
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
    }
}
