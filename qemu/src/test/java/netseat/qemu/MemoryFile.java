package netseat.qemu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A file in memory as QEMU makes one for a surface: memfd, without seals. */
final class MemoryFile implements AutoCloseable {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle MEMFD_CREATE =
            handle("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle FTRUNCATE =
            handle("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle PWRITE =
            handle("pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));

    private final String name;
    private final int fd;

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    MemoryFile(String name, long size) {
        this.name = name;
        try (Arena arena = Arena.ofConfined()) {
            fd = (int) MEMFD_CREATE.invokeExact(arena.allocateFrom(name), 0);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        resize(size);
    }

    int fd() {
        return fd;
    }

    void resize(long size) {
        try {
            if ((int) FTRUNCATE.invokeExact(fd, size) != 0) {
                throw new AssertionError("ftruncate");
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void write(long offset, int[] pixels) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(JAVA_INT, pixels);
            if ((long) PWRITE.invokeExact(fd, bytes, bytes.byteSize(), offset) != bytes.byteSize()) {
                throw new AssertionError("pwrite");
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** How many descriptors of this process are of it: one, and those that others hold here. */
    long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(this::isMine).count();
        }
    }

    private boolean isMine(Path link) {
        try {
            return Files.readSymbolicLink(link).toString().startsWith("/memfd:" + name + " ");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    @Override
    public void close() {
        try (Arena arena = Arena.ofConfined()) {
            Libc.close(Libc.newErrno(arena), fd);
        }
    }
}
