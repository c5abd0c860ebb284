package netseat.qemu;

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
 * The few calls of the C library that Java has no class for: sockets that descriptors can be sent over, and reading
 * what came so.
 *
 * <p>Every method returns what the C function returns, or {@code -errno} where that would return -1. The numbers are
 * those of Linux, which are the same on x86-64 and AArch64.
 */
final class Libc {
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOENT = 2;
    static final int ECONNREFUSED = 111;

    static final int AF_UNIX = 1;
    static final int SOCK_STREAM = 1;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SCM_RIGHTS = 1;
    static final int SO_SNDBUF = 7;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_CTRUNC = 8;
    static final int MSG_CMSG_CLOEXEC = 0x40000000;
    static final int SHUT_RDWR = 2;
    static final int F_GET_SEALS = 1034;
    static final short POLLIN = 1;

    static final int SCHED_RR = 2;
    static final int SCHED_RESET_ON_FORK = 0x40000000;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final long ERRNO_OFFSET =
            Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SOCKETPAIR =
            handle("socketpair", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle CONNECT =
            handle("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDMSG =
            handle("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECV =
            handle("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECVMSG =
            handle("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle PREAD =
            handle("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle FCNTL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("fcntl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
            ERRNO,
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle POLL =
            handle("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SHUTDOWN =
            handle("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SCHED_SETSCHEDULER =
            handle("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle GETUID =
            LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("getuid"), FunctionDescriptor.of(JAVA_INT));

    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            ERRNO,
            Linker.Option.firstVariadicArg(1));

    /** The one number here that is not the same on all processors. */
    private static final long SYS_SETRESUID = System.getProperty("os.arch").equals("aarch64") ? 147 : 117;

    private Libc() {}

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, ERRNO);
    }

    /** Memory for one thread's {@code errno}: hand it to every call. */
    static MemorySegment newErrno(Arena arena) {
        return arena.allocate(Linker.Option.captureStateLayout());
    }

    static int socket(MemorySegment errno, int domain, int type) {
        try {
            return checked(errno, (int) SOCKET.invokeExact(errno, domain, type, 0));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int socketpair(MemorySegment errno, int domain, int type, MemorySegment pair) {
        try {
            return checked(errno, (int) SOCKETPAIR.invokeExact(errno, domain, type, 0, pair));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int connect(MemorySegment errno, int fd, MemorySegment address, int length) {
        try {
            return checked(errno, (int) CONNECT.invokeExact(errno, fd, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int setsockopt(MemorySegment errno, int fd, int level, int option, MemorySegment value) {
        try {
            return checked(
                    errno, (int) SETSOCKOPT.invokeExact(errno, fd, level, option, value, (int) value.byteSize()));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long sendmsg(MemorySegment errno, int fd, MemorySegment message, int flags) {
        try {
            return checked(errno, (long) SENDMSG.invokeExact(errno, fd, message, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long recv(MemorySegment errno, int fd, MemorySegment buffer, long length, int flags) {
        try {
            return checked(errno, (long) RECV.invokeExact(errno, fd, buffer, length, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long recvmsg(MemorySegment errno, int fd, MemorySegment message, int flags) {
        try {
            return checked(errno, (long) RECVMSG.invokeExact(errno, fd, message, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long pread(MemorySegment errno, int fd, MemorySegment buffer, long length, long offset) {
        try {
            return checked(errno, (long) PREAD.invokeExact(errno, fd, buffer, length, offset));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int fcntl(MemorySegment errno, int fd, int command, int argument) {
        try {
            return checked(errno, (int) FCNTL.invokeExact(errno, fd, command, argument));
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

    static int shutdown(MemorySegment errno, int fd, int how) {
        try {
            return checked(errno, (int) SHUTDOWN.invokeExact(errno, fd, how));
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

    static int schedSetscheduler(MemorySegment errno, int thread, int policy, MemorySegment parameters) {
        try {
            return checked(errno, (int) SCHED_SETSCHEDULER.invokeExact(errno, thread, policy, parameters));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Changes the calling thread's real, effective and saved user, and no other thread's; -1 leaves one as it is. */
    static long setThreadUser(MemorySegment errno, int real, int effective, int saved) {
        try {
            return checked(errno, (long)
                    SYSCALL.invokeExact(errno, SYS_SETRESUID, (long) real, (long) effective, (long) saved));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int getuid() {
        try {
            return (int) GETUID.invokeExact();
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
