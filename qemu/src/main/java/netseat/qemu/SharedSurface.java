package netseat.qemu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import netseat.screen.Framebuffer;

/**
 * A surface that QEMU lets us look at as it is: a file in memory (memfd), in which rows of pixels lie from an offset on.
 *
 * <p>It is read by {@code pread} and never mapped. Whoever has the file may cut it short at any moment, and QEMU's has no
 * seal against that: mapped, the next look at it would end the controller with SIGBUS; read, it is a reading that comes out short.
 * See docs/decisions/0004-shared-pixels.md.
 *
 * <p>Owned by the pixel thread; allocates nothing after it is made.
 */
final class SharedSurface implements AutoCloseable {
    /** Rows further apart than this are read one by one; else reading what is between them is cheaper. */
    private static final int WIDEST_GAP = 4096;

    /** What is read at once: little enough to stay in the processor's cache until it is compared. */
    private static final int SCRATCH = 1 << 18;

    /** No real row is longer: the widest picture's, with as much beside it. */
    private static final int MAX_STRIDE = 2 * Framebuffer.MAX_SIDE * Integer.BYTES;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment errno = Libc.newErrno(arena);
    private final MemorySegment scratch = arena.allocate(SCRATCH, 64);
    private final long offset;
    private final int width;
    private final int height;
    private final int stride;
    private int fd;

    private SharedSurface(int fd, long offset, int width, int height, int stride) {
        this.fd = fd;
        this.offset = offset;
        this.width = width;
        this.height = height;
        this.stride = stride;
    }

    /**
     * Looks at a surface.
     *
     * @param fd ours from now on, also when this fails
     * @param offset where its first pixel is, in bytes
     * @param stride bytes from one row to the next
     * @throws DbusException when it is no file in memory, or the numbers do not fit each other, a picture, or the file
     */
    static SharedSurface of(int fd, long offset, int width, int height, int stride) throws DbusException {
        SharedSurface surface = new SharedSurface(fd, offset, width, height, stride);
        try {
            surface.check();
            return surface;
        } catch (DbusException e) {
            surface.close();
            throw e;
        }
    }

    private void check() throws DbusException {
        if (!Framebuffer.fits(width, height) || stride < width * Integer.BYTES || stride > MAX_STRIDE || offset < 0) {
            throw new DbusException("a shared surface of " + width + "x" + height + ", stride "
                    + Integer.toUnsignedString(stride) + " at " + offset);
        }
        // only files in memory have seals: a pipe would have no place to read at, and a disk or a network would be
        // waited for
        if (Libc.fcntl(errno, fd, Libc.F_GET_SEALS, 0) < 0) {
            throw new DbusException("a shared surface that is no file in memory");
        }
        read(at(width - 1, height - 1), Integer.BYTES);
    }

    private long at(int x, int y) {
        return offset + (long) y * stride + (long) x * Integer.BYTES;
    }

    private void read(long from, long length) throws DbusException {
        long done = 0;
        while (done < length) {
            long n = Libc.pread(errno, fd, scratch.asSlice(done, length - done), length - done, from + done);
            if (n <= 0 && n != -Libc.EINTR) {
                throw new DbusException("a shared surface that is cut short" + (n == 0 ? "" : ": errno " + -n));
            }
            done += Math.max(0, n);
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Whether this rectangle, of any numbers, is a part of it. */
    boolean contains(int x, int y, int partWidth, int partHeight) {
        return x >= 0
                && y >= 0
                && partWidth >= 1
                && partHeight >= 1
                && (long) x + partWidth <= width
                && (long) y + partHeight <= height;
    }

    /**
     * Merges a rectangle that it {@link #contains} into a picture of its size.
     *
     * @throws DbusException when the file has been cut short; part of the rectangle may have been merged
     */
    void merge(Framebuffer into, int x, int y, int partWidth, int partHeight, PixelMerger merger, PixelMerger.Sink sink)
            throws DbusException {
        int rowBytes = partWidth * Integer.BYTES;
        boolean rowByRow = stride - rowBytes > WIDEST_GAP;
        int step = rowByRow ? rowBytes : stride;
        int rows = SCRATCH / step;
        int row = y;
        while (row < y + partHeight) {
            // to the end of a row of the merger's cells, so that no cell is told twice
            int most = Math.min(y + partHeight, row + rows);
            int whole = most / PixelMerger.CELL * PixelMerger.CELL;
            int end = most == y + partHeight || whole <= row ? most : whole;
            if (rowByRow) {
                readRows(x, row, end, rowBytes);
            } else {
                read(at(x, row), (long) (end - row - 1) * stride + rowBytes);
            }
            merger.merge(into, x, row, partWidth, end - row, scratch, 0, step, sink);
            row = end;
        }
    }

    private void readRows(int x, int from, int to, int rowBytes) throws DbusException {
        for (int row = from; row < to; row++) {
            long n = Libc.pread(
                    errno, fd, scratch.asSlice((long) (row - from) * rowBytes, rowBytes), rowBytes, at(x, row));
            if (n != rowBytes) {
                throw new DbusException("a shared surface that is cut short");
            }
        }
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
