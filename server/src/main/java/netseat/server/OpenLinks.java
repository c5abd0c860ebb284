package netseat.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import netseat.controller.LinkSession;
import netseat.protocol.ByeReason;

/** The sessions of all transports: lets each of them watch the time, and says goodbye to all at the end. */
final class OpenLinks {
    private static final long TICK_MILLIS = 1000;

    private final Vertx vertx;
    private final Set<Runnable> closers = ConcurrentHashMap.newKeySet();

    OpenLinks(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Runs a session on its event loop.
     *
     * @return to be called there when its connection is gone
     */
    Runnable run(LinkSession session, Context context) {
        long timer = vertx.setPeriodic(TICK_MILLIS, ignored -> session.tick(System.nanoTime()));
        Runnable closer =
                () -> context.runOnContext(ignored -> session.end(ByeReason.SHUTDOWN, "the controller stops"));
        closers.add(closer);
        return () -> {
            vertx.cancelTimer(timer);
            closers.remove(closer);
            session.closed();
        };
    }

    /** Says goodbye on every link; what they hold is released. */
    void closeAll() {
        closers.forEach(Runnable::run);
    }
}
