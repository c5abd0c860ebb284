package netseat.qemu;

import java.nio.ByteBuffer;

/**
 * The input commands on one QMP connection that QEMU has not answered, of all heads, in order: an answer does not say what it
 * answers. Any thread; its lock, which all heads share, is held for a write that does not wait.
 */
final class UnansweredInput {
    /** No more than so many are left unanswered; QEMU answers within a fraction of a millisecond. */
    static final int MOST = 64;

    private final EventRing tokens = new EventRing(MOST);

    /** Sends a command and remembers it by this token; false when QEMU takes no more at the moment. */
    synchronized boolean send(int token, ByteBuffer command, QmpConnection qmp) {
        if (tokens.isFull() || !qmp.send(command)) {
            return false;
        }
        tokens.add(token);
        return true;
    }

    /** The command that was answered now, for {@link QmpInput#kind} and its like; -1 when none was unanswered. */
    synchronized int answered() {
        if (tokens.isEmpty()) {
            return -1;
        }
        int token = (int) tokens.first();
        tokens.removeFirst();
        return token;
    }
}
