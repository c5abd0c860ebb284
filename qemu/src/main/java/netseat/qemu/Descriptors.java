package netseat.qemu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The file descriptors that came with a connection's bytes, in their order, until the message that they belong to is
 * there. What nobody takes is closed. Owned by the thread that reads the connection.
 */
final class Descriptors implements AutoCloseable {
    /** The most at a time, of one message or waiting for theirs; QEMU sends one. */
    static final int MOST = 16;

    private final MemorySegment errno = Libc.newErrno(Arena.ofAuto());
    private final int[] fds = new int[MOST];
    private int count;
    private int claimed;

    /**
     * Takes one that was received; it is ours from now on.
     *
     * @return false when there are {@link #MOST} already; it has been closed
     */
    boolean received(int fd) {
        if (count == MOST) {
            Libc.close(errno, fd);
            return false;
        }
        fds[count] = fd;
        count++;
        return true;
    }

    /**
     * The next message has so many of them.
     *
     * @throws DbusException when fewer have come
     */
    void claim(int number) throws DbusException {
        if (number < 0 || number > count) {
            throw new DbusException("a message of " + Integer.toUnsignedString(number) + " descriptors, of which "
                    + count + " have come");
        }
        claimed = number;
    }

    /**
     * Gives away one of the present message's.
     *
     * @param index as in a value of type h
     * @return the descriptor, which is the caller's from now on, or -1 when the message has none there (any more)
     */
    int take(int index) {
        if (index < 0 || index >= claimed) {
            return -1;
        }
        int fd = fds[index];
        fds[index] = -1;
        return fd;
    }

    /** The present message is done with. */
    void release() {
        for (int i = 0; i < claimed; i++) {
            if (fds[i] >= 0) {
                Libc.close(errno, fds[i]);
            }
        }
        System.arraycopy(fds, claimed, fds, 0, count - claimed);
        count -= claimed;
        claimed = 0;
    }

    /** Closes all; twice does no harm. */
    @Override
    public void close() {
        claimed = count;
        release();
    }
}
