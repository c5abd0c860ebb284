package netseat.qemu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends the wait of a thread that waits for sockets, from any other thread. */
final class WakeUp implements AutoCloseable {
    private static final byte[] ONE = new byte[1];

    private final UnixSocket hearing;
    private final UnixSocket ringing;
    private final MemorySegment heard = Arena.ofAuto().allocate(8);
    private final AtomicBoolean rung = new AtomicBoolean();

    WakeUp() throws IOException {
        UnixSocket.Pair pair = UnixSocket.pair();
        hearing = pair.ours();
        ringing = pair.theirs();
    }

    /** What the thread is to watch. */
    UnixSocket socket() {
        return hearing;
    }

    /** Wakes the thread up; whatever was written before, it sees after {@link #quiet}. Any thread. */
    void ring() {
        if (rung.compareAndSet(false, true)) {
            synchronized (this) {
                try {
                    ringing.write(ONE);
                } catch (IOException e) {
                    // closed: the thread has ended
                    rung.set(true);
                }
            }
        }
    }

    /** Takes note of having been woken. The thread's own. */
    void quiet() throws IOException {
        while (hearing.read(heard, 0, heard.byteSize()) > 0) {
            // at most one byte, but for one that was on its way
        }
        rung.set(false);
    }

    @Override
    public synchronized void close() {
        hearing.close();
        ringing.close();
    }
}
