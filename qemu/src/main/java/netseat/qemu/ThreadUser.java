package netseat.qemu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The calling thread acts as the user that owns a socket until this is closed, where we are root. The bus that libvirt
 * starts for a machine lets in its own user only, not even root; and a connection carries the user that made it.
 *
 * <p>Only this thread: the kernel knows users by thread, and it is asked directly, because the C library would change all of
 * them.
 */
final class ThreadUser implements AutoCloseable {
    private static final int ROOT = 0;
    private static final int UNCHANGED = -1;

    private final int uid;
    private final boolean changed;

    private ThreadUser(int uid, boolean changed) {
        this.uid = uid;
        this.changed = changed;
    }

    /** Becomes the owner of this file, if that is another user and we may; else nothing changes. */
    static ThreadUser ownerOf(Path file) throws IOException {
        int own = Libc.getuid();
        int owner = own == ROOT && Files.exists(file) ? (int) Files.getAttribute(file, "unix:uid") : own;
        if (owner == own) {
            return new ThreadUser(own, false);
        }
        become(owner);
        return new ThreadUser(owner, true);
    }

    /** Who it is now, as others see it. */
    int uid() {
        return uid;
    }

    private static void become(int user) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Libc.newErrno(arena);
            long result = Libc.setThreadUser(errno, UNCHANGED, user, UNCHANGED);
            if (result < 0) {
                throw new IOException("this thread cannot act as user " + user + ": errno " + -result);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (changed) {
            become(ROOT);
        }
    }
}
