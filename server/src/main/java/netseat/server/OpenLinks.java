package netseat.server;

import io.vertx.core.Vertx;
import netseat.controller.LinkSession;
import netseat.controller.LinkWatch;
import netseat.protocol.ByeReason;

/**
 * The sessions of all transports: one timer watches over the time of them all, and they are told goodbye at the end. All of
 * them are on the one event loop there is.
 */
final class OpenLinks {
    private final Vertx vertx;
    private final LinkWatch watch = new LinkWatch(); // of the event loop

    OpenLinks(Vertx vertx) {
        this.vertx = vertx;
        vertx.setPeriodic(LinkWatch.SWEEP_MILLIS, ignored -> watch.sweep(System.nanoTime()));
    }

    /**
     * Runs a session; on the event loop.
     *
     * @return to be called there when its connection is gone
     */
    Runnable run(LinkSession session) {
        watch.add(session);
        return () -> {
            watch.remove(session);
            session.closed();
        };
    }

    /** Says goodbye on every link, soon; what they hold is released. */
    void closeAll() {
        vertx.runOnContext(
                ignored -> watch.forEach(session -> session.end(ByeReason.SHUTDOWN, "the controller stops")));
    }
}
