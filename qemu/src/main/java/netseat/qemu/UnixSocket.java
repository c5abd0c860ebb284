package netseat.qemu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A connected unix stream socket that can hand file descriptors to the other side and take some, which no socket of Java's
 * can.
 *
 * <p>One thread owns it and does everything but {@link #shutdown}, which any thread may call to wake the owner up.
 */
final class UnixSocket implements AutoCloseable {
    /** The longest path of a unix socket in bytes: {@code sun_path} less its terminating zero. */
    static final int MAX_PATH = 107;

    private static final int SUN_PATH = 2;

    // struct msghdr and cmsghdr on 64-bit Linux
    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_CONTROL = 32;
    private static final int MSG_CONTROLLEN = 40;
    private static final int MSG_FLAGS = 48;
    private static final int MSGHDR_SIZE = 56;
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CMSG_DATA = 16;

    /** Room for as many descriptors as a message may have. */
    private static final int CMSG_SPACE = CMSG_DATA + Descriptors.MOST * Integer.BYTES;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment errno = Libc.newErrno(arena);
    private final MemorySegment incoming = arena.allocate(MSGHDR_SIZE, 8);
    private final MemorySegment incomingData = arena.allocate(16, 8);
    private final MemorySegment incomingControl = arena.allocate(CMSG_SPACE, 8);
    private final Poller poller = new Poller(1);
    private final int uid;
    private int fd;

    /** @param fd a connected socket's, which is this object's from now on */
    UnixSocket(int fd) {
        this(fd, Libc.getuid());
    }

    private UnixSocket(int fd, int uid) {
        this.fd = fd;
        this.uid = uid;
        incoming.set(ADDRESS, MSG_IOV, incomingData);
        incoming.set(JAVA_LONG, MSG_IOVLEN, 1);
        incoming.set(ADDRESS, MSG_CONTROL, incomingControl);
    }

    /** Two sockets connected to each other. */
    record Pair(UnixSocket ours, UnixSocket theirs) {}

    static Pair pair() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fds = arena.allocate(JAVA_INT, 2);
            int result = Libc.socketpair(Libc.newErrno(arena), Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, fds);
            check(result, "socketpair");
            return new Pair(new UnixSocket(fds.getAtIndex(JAVA_INT, 0)), new UnixSocket(fds.getAtIndex(JAVA_INT, 1)));
        }
    }

    /**
     * Connects, as the user whose the socket is where we are root: see {@link ThreadUser}. Not on a virtual thread.
     *
     * @throws ConnectException when nobody listens there (yet)
     */
    static UnixSocket connect(Path path) throws IOException {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        if (name.length > MAX_PATH) {
            throw new IOException("the socket's path is longer than " + MAX_PATH + " bytes: " + path);
        }
        try (Arena arena = Arena.ofConfined();
                ThreadUser as = ThreadUser.ownerOf(path)) {
            MemorySegment errno = Libc.newErrno(arena);
            MemorySegment address = arena.allocate(SUN_PATH + MAX_PATH + 1);
            address.set(JAVA_SHORT, 0, (short) Libc.AF_UNIX);
            MemorySegment.copy(name, 0, address, JAVA_BYTE, SUN_PATH, name.length);
            int fd = check(Libc.socket(errno, Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC), "socket");
            int result = Libc.connect(errno, fd, address, (int) address.byteSize());
            if (result < 0) {
                Libc.close(errno, fd);
                if (result == -Libc.ENOENT || result == -Libc.ECONNREFUSED) {
                    throw new ConnectException("nobody listens at " + path);
                }
                check(result, "connect to " + path);
            }
            return new UnixSocket(fd, as.uid());
        }
    }

    /** The user that the other side sees. */
    int uid() {
        return uid;
    }

    int fd() {
        return fd;
    }

    /** How many bytes may be on their way from this end before it has to wait; the host may allow less. */
    void sendRoom(int bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(JAVA_INT, bytes);
            check(Libc.setsockopt(errno, fd, Libc.SOL_SOCKET, Libc.SO_SNDBUF, value), "setsockopt");
        }
    }

    /**
     * Reads what is there without waiting.
     *
     * @return how many bytes, 0 for nothing at the moment, -1 when the other side has closed
     */
    long read(MemorySegment buffer, long offset, long length) throws IOException {
        while (true) {
            long n = Libc.recv(errno, fd, buffer.asSlice(offset, length), length, Libc.MSG_DONTWAIT);
            if (n > 0) {
                return n;
            }
            if (n == 0) {
                return -1;
            }
            if (n == -Libc.EAGAIN) {
                return 0;
            }
            if (n != -Libc.EINTR) {
                check((int) n, "recv");
            }
        }
    }

    /**
     * Reads as {@link #read} does, and takes the descriptors that come with the bytes.
     *
     * @throws DbusException when there were more than anybody may send
     */
    long read(MemorySegment buffer, long offset, long length, Descriptors descriptors) throws IOException {
        incomingData.set(ADDRESS, 0, buffer.asSlice(offset, length));
        incomingData.set(JAVA_LONG, 8, length);
        while (true) {
            incoming.set(JAVA_LONG, MSG_CONTROLLEN, CMSG_SPACE);
            long n = Libc.recvmsg(errno, fd, incoming, Libc.MSG_DONTWAIT | Libc.MSG_CMSG_CLOEXEC);
            if (n >= 0) {
                takeDescriptors(descriptors);
                return n == 0 ? -1 : n;
            }
            if (n == -Libc.EAGAIN) {
                return 0;
            }
            if (n != -Libc.EINTR) {
                check((int) n, "recvmsg");
            }
        }
    }

    private void takeDescriptors(Descriptors into) throws DbusException {
        long end = incoming.get(JAVA_LONG, MSG_CONTROLLEN);
        boolean tooMany = (incoming.get(JAVA_INT, MSG_FLAGS) & Libc.MSG_CTRUNC) != 0;
        long at = 0;
        while (at + CMSG_DATA <= end) {
            long next = at + incomingControl.get(JAVA_LONG, at);
            boolean areDescriptors = incomingControl.get(JAVA_INT, at + CMSG_LEVEL) == Libc.SOL_SOCKET
                    && incomingControl.get(JAVA_INT, at + CMSG_TYPE) == Libc.SCM_RIGHTS;
            for (long each = at + CMSG_DATA; areDescriptors && each + Integer.BYTES <= next; each += Integer.BYTES) {
                tooMany |= !into.received(incomingControl.get(JAVA_INT, each));
            }
            at = (next + 7) & -8;
        }
        if (tooMany) {
            throw new DbusException("more than " + Descriptors.MOST + " descriptors at once");
        }
    }

    /**
     * Writes all of it without waiting: meant for small messages to a peer that reads.
     *
     * @throws IOException also when the peer's buffer is full, which only a peer that hangs lets happen
     */
    void write(byte[] bytes) throws IOException {
        send(bytes);
    }

    /** Like {@link #write}, and hands the peer a duplicate of a socket with the first byte (SCM_RIGHTS). */
    void write(byte[] bytes, UnixSocket attached) throws IOException {
        send(bytes, attached.fd);
    }

    /** The same with any descriptors, at most {@link Descriptors#MOST}. */
    void send(byte[] bytes, int... attached) throws IOException {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment data = scratch.allocateFrom(JAVA_BYTE, bytes);
            MemorySegment iov = scratch.allocate(16, 8);
            MemorySegment message = scratch.allocate(MSGHDR_SIZE, 8);
            message.set(ADDRESS, MSG_IOV, iov);
            message.set(JAVA_LONG, MSG_IOVLEN, 1);
            if (attached.length > 0) {
                MemorySegment control = scratch.allocate(CMSG_SPACE, 8);
                control.set(JAVA_LONG, 0, CMSG_DATA + (long) attached.length * Integer.BYTES);
                control.set(JAVA_INT, CMSG_LEVEL, Libc.SOL_SOCKET);
                control.set(JAVA_INT, CMSG_TYPE, Libc.SCM_RIGHTS);
                MemorySegment.copy(attached, 0, control, JAVA_INT, CMSG_DATA, attached.length);
                message.set(ADDRESS, MSG_CONTROL, control);
                int space = (CMSG_DATA + attached.length * Integer.BYTES + 7) & -8;
                message.set(JAVA_LONG, MSG_CONTROLLEN, space);
            }
            long sent = 0;
            while (sent < bytes.length) {
                iov.set(ADDRESS, 0, data.asSlice(sent));
                iov.set(JAVA_LONG, 8, bytes.length - sent);
                long n = Libc.sendmsg(errno, fd, message, Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL);
                if (n != -Libc.EINTR) {
                    check((int) n, "sendmsg");
                    sent += n;
                    message.set(ADDRESS, MSG_CONTROL, MemorySegment.NULL); // the descriptor went with the first bytes
                    message.set(JAVA_LONG, MSG_CONTROLLEN, 0);
                }
            }
        }
    }

    /** Waits until there is something to read (or the other side has closed); at most so long. */
    void awaitReadable(int timeoutMillis) throws IOException {
        poller.watch(0, this);
        poller.await(timeoutMillis);
    }

    /** Ends the connection both ways; the owner, wherever it waits, reads the end. Any thread. */
    synchronized void shutdown() {
        if (fd >= 0) {
            try (Arena scratch = Arena.ofConfined()) {
                Libc.shutdown(Libc.newErrno(scratch), fd, Libc.SHUT_RDWR);
            }
        }
    }

    /** Twice does no harm. */
    @Override
    public synchronized void close() {
        if (fd >= 0) {
            Libc.close(errno, fd);
            fd = -1;
        }
    }

    static int check(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": errno " + -result);
        }
        return result;
    }
}
