package netseat.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** An open file of Linux's. One thread at a time. */
final class Descriptor implements AutoCloseable {
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment errno = Libc.newErrno(arena);
    private final String name;
    private int fd;

    private Descriptor(String name) {
        this.name = name;
    }

    /** Opens a device; its reads and writes never wait. */
    static Descriptor open(Path path, int flags) throws LinuxException {
        Descriptor opened = new Descriptor(path.toString());
        try (Arena brief = Arena.ofConfined()) {
            MemorySegment text = brief.allocateFrom(path.toString());
            opened.fd = opened.check(Libc.open(opened.errno, text, flags | Libc.O_CLOEXEC | Libc.O_NONBLOCK), "open");
        }
        return opened;
    }

    /** Something to be rung by, see {@link WakeUp}. */
    static Descriptor event() throws LinuxException {
        Descriptor opened = new Descriptor("an eventfd");
        opened.fd = opened.check(Libc.eventfd(opened.errno, Libc.O_CLOEXEC | Libc.O_NONBLOCK), "make");
        return opened;
    }

    /** Something that is ready when files come, go or change their rights in a folder. */
    static Descriptor watch(Path folder) throws LinuxException {
        Descriptor opened = new Descriptor(folder.toString());
        opened.fd = opened.check(Libc.inotifyInit(opened.errno, Libc.O_CLOEXEC | Libc.O_NONBLOCK), "watch");
        try (Arena brief = Arena.ofConfined()) {
            int mask = Libc.IN_CREATE | Libc.IN_DELETE | Libc.IN_ATTRIB;
            opened.check(
                    Libc.inotifyAddWatch(opened.errno, opened.fd, brief.allocateFrom(folder.toString()), mask),
                    "watch");
            return opened;
        } catch (LinuxException e) {
            opened.close();
            throw e;
        }
    }

    private int check(int result, String what) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(what + " " + name, -result);
        }
        return result;
    }

    int fd() {
        return fd;
    }

    /** What an error's message calls it. */
    String name() {
        return name;
    }

    /** Calls {@code ioctl} again while signals interrupt it; what it returns. */
    int ioctl(long request, MemorySegment argument, String what) throws LinuxException {
        int result = tryIoctl(request, argument);
        return check(result, what);
    }

    /** The same; {@code -errno} when it fails. */
    int tryIoctl(long request, MemorySegment argument) {
        int result;
        do {
            result = Libc.ioctl(errno, fd, request, argument);
        } while (result == -Libc.EINTR);
        return result;
    }

    /**
     * Reads what is there.
     *
     * @return how many bytes; 0 when nothing is there now
     * @throws IOException when the device is gone, or cannot be read
     */
    int read(MemorySegment into) throws IOException {
        long n = Libc.read(errno, fd, into, into.byteSize());
        if (n == -Libc.EAGAIN || n == -Libc.EINTR) {
            return 0;
        }
        return check((int) n, "read");
    }

    /** Writes as much as the device takes at once; a device that takes nothing is left alone. */
    void write(MemorySegment from) {
        Libc.write(errno, fd, from, from.byteSize());
    }

    /** Maps memory of the device. */
    MemorySegment map(long length, long offset) throws LinuxException {
        long at = Libc.mmap(errno, length, fd, offset);
        if (at < 0) {
            throw new LinuxException("map memory of " + name, (int) -at);
        }
        return MemorySegment.ofAddress(at).reinterpret(length);
    }

    void unmap(MemorySegment memory) {
        Libc.munmap(errno, memory, memory.byteSize());
    }

    /** Twice does no harm. */
    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(errno, fd);
            fd = -1;
        }
    }
}
