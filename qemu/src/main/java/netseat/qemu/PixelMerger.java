package netseat.qemu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import netseat.screen.Framebuffer;

/**
 * Writes a rectangle of pixels into the framebuffer and tells which of them are really different.
 *
 * <p>QEMU sends far more than changes: the blinking cursor's cell 33 times a second, bands of the whole width for one
 * character. Rows that are equal are found at memory speed ({@link MemorySegment#mismatch}); the others are
 * compared without the top byte, which means nothing and which some guests fill with anything, and stored with it
 * zero. What differs is told as rectangles on a grid of {@link #CELL} pixels.
 *
 * <p>Owned by one thread; allocates only when a wider picture than before comes.
 */
final class PixelMerger {
    /** Columns and rows of the grid that differences are told on. */
    static final int CELL = 16;

    private static final ValueLayout.OfInt PIXEL = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final boolean SAME_ORDER = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final int COLOUR = 0x00FFFFFF;

    /** Takes the rectangles that differ. */
    interface Sink {
        void changed(int x, int y, int width, int height);
    }

    private int[] row = new int[0];
    private boolean[] dirtyColumns = new boolean[0];

    /**
     * Merges a rectangle, which must lie within the picture and within the data.
     *
     * @param data pixels of 4 bytes, blue first, from {@code offset} on
     * @param stride bytes from one row to the next
     * @return how many pixels of grid cells were told to the sink, 0 when nothing differs
     */
    int merge(
            Framebuffer into,
            int x,
            int y,
            int width,
            int height,
            MemorySegment data,
            long offset,
            int stride,
            Sink sink) {
        if (row.length < width) {
            row = new int[width];
            dirtyColumns = new boolean[(Framebuffer.MAX_SIDE + CELL) / CELL + 1];
        }
        MemorySegment pixels = MemorySegment.ofArray(into.pixels());
        int told = 0;
        int bandStart = y;
        while (bandStart < y + height) {
            int bandEnd = Math.min(y + height, (bandStart / CELL + 1) * CELL);
            int firstDirty = -1;
            int lastDirty = -1;
            for (int line = bandStart; line < bandEnd; line++) {
                long from = offset + (long) (line - y) * stride;
                int to = line * into.width() + x;
                int same = same(pixels, to, data, from, width);
                if (same == width) {
                    continue;
                }
                MemorySegment.copy(data, PIXEL, from + (long) same * Integer.BYTES, row, same, width - same);
                if (mergeRow(into.pixels(), to, x, same, width)) {
                    firstDirty = firstDirty < 0 ? line : firstDirty;
                    lastDirty = line;
                }
            }
            if (firstDirty >= 0) {
                told += tell(x, firstDirty, width, lastDirty + 1 - firstDirty, sink);
            }
            bandStart = bandEnd;
        }
        return told;
    }

    /** How many pixels from the left are equal, top byte and all. */
    private static int same(MemorySegment pixels, int to, MemorySegment data, long from, int width) {
        if (!SAME_ORDER) {
            return 0;
        }
        long at = MemorySegment.mismatch(
                data,
                from,
                from + (long) width * Integer.BYTES,
                pixels,
                (long) to * Integer.BYTES,
                (long) (to + width) * Integer.BYTES);
        return at < 0 ? width : (int) (at / Integer.BYTES);
    }

    /**
     * Merges {@link #row} from a pixel on, whole, and marks the grid's columns that differ. A column that is marked already,
     * by a line above in the same band, is not compared again.
     *
     * @return whether any column of the band is marked
     */
    private boolean mergeRow(int[] pixels, int to, int x, int first, int width) {
        for (int i = first; i < width; i++) {
            row[i] &= COLOUR;
        }
        boolean differs = false;
        int from = first;
        while (from < width) {
            int column = (x + from) / CELL;
            if (!dirtyColumns[column]) {
                int at = Arrays.mismatch(row, from, width, pixels, to + from, to + width);
                if (at < 0) {
                    break;
                }
                column = (x + from + at) / CELL;
                dirtyColumns[column] = true;
            }
            differs = true;
            from = (column + 1) * CELL - x;
        }
        System.arraycopy(row, first, pixels, to + first, width - first);
        return differs;
    }

    /** Tells the runs of marked columns of one band and forgets them. */
    private int tell(int x, int y, int width, int height, Sink sink) {
        int told = 0;
        int lastColumn = (x + width - 1) / CELL;
        int column = x / CELL;
        while (column <= lastColumn) {
            if (!dirtyColumns[column]) {
                column++;
                continue;
            }
            int runStart = column;
            while (column <= lastColumn && dirtyColumns[column]) {
                dirtyColumns[column] = false;
                column++;
            }
            int left = Math.max(x, runStart * CELL);
            int right = Math.min(x + width, column * CELL);
            sink.changed(left, y, right - left, height);
            told += (right - left) * height;
        }
        return told;
    }
}
