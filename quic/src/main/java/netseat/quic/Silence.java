package netseat.quic;

import java.util.concurrent.TimeUnit;

/**
 * How long the other end has been silent: whether it is to be asked if it is still there, and when it must be taken for gone.
 * Times in nanoseconds of {@link System#nanoTime}. Any thread may say that something was sent; the rest is the event loop's.
 */
final class Silence {
    /** What the silence calls for. */
    enum Verdict {
        FINE,
        ASK,
        GONE
    }

    /** Frames without an answer for so long mean that nobody is there. */
    static final int NO_ANSWER_SECONDS = 5;

    private static final long NO_ANSWER = TimeUnit.SECONDS.toNanos(NO_ANSWER_SECONDS);
    private static final long PING_AFTER = TimeUnit.SECONDS.toNanos(10);
    private static final long ASK_AFTER = TimeUnit.SECONDS.toNanos(1);

    private long heardNanos;
    private long askedNanos;
    private volatile long
            unansweredNanos; // when the first frame left that nothing has come after; 0 when there is none

    Silence(long now) {
        heardNanos = now;
        askedNanos = now;
    }

    void heard(long now) {
        heardNanos = now;
        unansweredNanos = 0;
    }

    void sent(long now) {
        if (unansweredNanos == 0) {
            unansweredNanos = now | 1;
        }
    }

    /** Judges the silence; whoever is told to ask must do so. */
    Verdict judge(long now) {
        long since = unansweredNanos;
        boolean unanswered = since != 0;
        if (unanswered && now - since > NO_ANSWER) {
            return Verdict.GONE;
        }
        if (unanswered ? now - since > ASK_AFTER && askedNanos - since < 0 : now - heardNanos > PING_AFTER) {
            askedNanos = now;
            return Verdict.ASK;
        }
        return Verdict.FINE;
    }
}
