package netseat.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of the C library that devices are used by.
 *
 * <p>Every method returns what the C function returns, or {@code -errno} where that would return -1. The numbers are
 * those of Linux, which are the same on x86-64 and AArch64.
 */
final class Libc {
    static final int EINTR = 4;
    static final int EAGAIN = 11;

    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int IN_ATTRIB = 0x4;
    static final int IN_CREATE = 0x100;
    static final int IN_DELETE = 0x200;
    static final int PROT_READ_WRITE = 3;
    static final int MAP_SHARED = 1;
    static final short POLLIN = 1;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final long ERRNO_OFFSET =
            Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN = variadic("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle IOCTL =
            variadic("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    private static final MethodHandle READ =
            handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle POLL =
            handle("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENTFD = handle("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle INOTIFY_INIT = handle("inotify_init1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle INOTIFY_ADD_WATCH =
            handle("inotify_add_watch", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle MMAP = handle(
            "mmap", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP = handle("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Libc() {}

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, ERRNO);
    }

    /** Of {@code open} and {@code ioctl} the first two arguments are fixed. */
    private static MethodHandle variadic(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), descriptor, ERRNO, Linker.Option.firstVariadicArg(2));
    }

    /** Memory for one thread's {@code errno}: hand it to every call. */
    static MemorySegment newErrno(Arena arena) {
        return arena.allocate(Linker.Option.captureStateLayout());
    }

    static int open(MemorySegment errno, MemorySegment path, int flags) {
        try {
            return checked(errno, (int) OPEN.invokeExact(errno, path, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int ioctl(MemorySegment errno, int fd, long request, MemorySegment argument) {
        try {
            return checked(errno, (int) IOCTL.invokeExact(errno, fd, request, argument));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long read(MemorySegment errno, int fd, MemorySegment buffer, long length) {
        try {
            return checked(errno, (long) READ.invokeExact(errno, fd, buffer, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long write(MemorySegment errno, int fd, MemorySegment buffer, long length) {
        try {
            return checked(errno, (long) WRITE.invokeExact(errno, fd, buffer, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int poll(MemorySegment errno, MemorySegment fds, long count, int timeoutMillis) {
        try {
            return checked(errno, (int) POLL.invokeExact(errno, fds, count, timeoutMillis));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int close(MemorySegment errno, int fd) {
        try {
            return checked(errno, (int) CLOSE.invokeExact(errno, fd));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int eventfd(MemorySegment errno, int flags) {
        try {
            return checked(errno, (int) EVENTFD.invokeExact(errno, 0, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int inotifyInit(MemorySegment errno, int flags) {
        try {
            return checked(errno, (int) INOTIFY_INIT.invokeExact(errno, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int inotifyAddWatch(MemorySegment errno, int fd, MemorySegment path, int mask) {
        try {
            return checked(errno, (int) INOTIFY_ADD_WATCH.invokeExact(errno, fd, path, mask));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** The address, or {@code -errno}: no address is negative. */
    static long mmap(MemorySegment errno, long length, int fd, long offset) {
        try {
            return checked(errno, (long)
                    MMAP.invokeExact(errno, MemorySegment.NULL, length, PROT_READ_WRITE, MAP_SHARED, fd, offset));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int munmap(MemorySegment errno, MemorySegment at, long length) {
        try {
            return checked(errno, (int) MUNMAP.invokeExact(errno, at, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** The system's words for an error's number. */
    static String words(int number) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(number);
            return text.reinterpret(256).getString(0);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    private static int checked(MemorySegment errno, int result) {
        return result == -1 ? -errno.get(JAVA_INT, ERRNO_OFFSET) : result;
    }

    private static long checked(MemorySegment errno, long result) {
        return result == -1 ? -errno.get(JAVA_INT, ERRNO_OFFSET) : result;
    }

    /** A method handle declares Throwable, a C function throws nothing: only an Error can arrive here. */
    private static Error impossible(Throwable e) {
        return e instanceof Error error ? error : new AssertionError(e);
    }
}
