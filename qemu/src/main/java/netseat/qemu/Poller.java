package netseat.qemu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Waits for several sockets at once ({@code poll}). Owned by one thread; allocates nothing. */
final class Poller {
    private static final int POLLFD_SIZE = 8;
    /** In the place of a descriptor: poll leaves it out. */
    private static final int NONE = -1;

    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment errno = Libc.newErrno(arena);
    private final MemorySegment pollFds;
    private final int count;

    /** @param count how many sockets */
    Poller(int count) {
        this.count = count;
        this.pollFds = arena.allocate((long) count * POLLFD_SIZE, 8);
    }

    /** Watches this socket, or none, at a place, 0 to count - 1, until it is told of another one there. */
    void watch(int place, @Nullable UnixSocket socket) {
        long at = (long) place * POLLFD_SIZE;
        pollFds.set(JAVA_INT, at, socket == null ? NONE : socket.fd());
        pollFds.set(JAVA_SHORT, at + EVENTS, Libc.POLLIN);
    }

    /** Waits until one has something to read or has been closed; at most so long, for ever when negative. */
    void await(int timeoutMillis) throws IOException {
        int result = Libc.poll(errno, pollFds, count, timeoutMillis);
        if (result == -Libc.EINTR) {
            for (int place = 0; place < count; place++) {
                pollFds.set(JAVA_SHORT, (long) place * POLLFD_SIZE + REVENTS, (short) 0);
            }
        } else {
            UnixSocket.check(result, "poll");
        }
    }

    /** Whether the socket at this place had something to read, or was closed, when the wait ended. */
    boolean isReady(int place) {
        return pollFds.get(JAVA_SHORT, (long) place * POLLFD_SIZE + REVENTS) != 0;
    }
}
