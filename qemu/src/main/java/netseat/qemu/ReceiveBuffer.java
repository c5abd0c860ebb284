package netseat.qemu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What was read from a socket and not yet used: one piece of native memory, used again and again.
 *
 * <p>It grows only when it is full of what has really arrived, so a peer that announces much and sends little gets
 * little.
 */
final class ReceiveBuffer {
    private static final int FIRST_SIZE = 1 << 18;

    private final long most;
    private final @Nullable Descriptors descriptors;
    private Piece piece = new Piece(FIRST_SIZE);
    private MemorySegment memory = piece.memory;
    private long start;
    private long end;
    private boolean drained;

    /** Memory that is freed by hand, for a collector does not see how large it is. */
    private static final class Piece {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment memory;

        Piece(long size) {
            memory = arena.allocate(size, 8);
        }
    }

    /**
     * @param most what it may grow to, in bytes
     * @param descriptors where those go that come with the bytes; without it none are taken
     */
    ReceiveBuffer(long most, @Nullable Descriptors descriptors) {
        this.most = most;
        this.descriptors = descriptors;
    }

    /**
     * Reads once, without waiting.
     *
     * @return how many bytes came, 0 for none at the moment, -1 for the end
     * @throws IOException also when the buffer is full and may not grow
     */
    long fill(UnixSocket socket) throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        } else if (end == memory.byteSize()) {
            makeRoom();
        }
        long room = memory.byteSize() - end;
        long n = descriptors == null ? socket.read(memory, end, room) : socket.read(memory, end, room, descriptors);
        if (n > 0) {
            end += n;
        }
        drained = end < memory.byteSize();
        return n;
    }

    private void makeRoom() throws DbusException {
        long size = end - start;
        if (size > memory.byteSize() / 2 && memory.byteSize() < most) {
            Piece larger = new Piece(Math.min(most, 2 * memory.byteSize()));
            MemorySegment.copy(memory, start, larger.memory, 0, size);
            piece.arena.close();
            piece = larger;
            memory = larger.memory;
        } else if (start > 0) {
            MemorySegment.copy(memory, start, memory, 0, size);
        } else {
            throw new DbusException("a message of more than " + most + " bytes");
        }
        start = 0;
        end = size;
    }

    /** Whether the last reading took all that there was, for it left room here. */
    boolean isDrained() {
        return drained;
    }

    MemorySegment memory() {
        return memory;
    }

    long start() {
        return start;
    }

    long available() {
        return end - start;
    }

    void skip(long count) {
        start += count;
    }

    /** Frees the memory; the owner calls it last, and twice does no harm. */
    void close() {
        if (piece.arena.scope().isAlive()) {
            piece.arena.close();
        }
    }
}
