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
                if (isSame(pixels, to, data, from, width)) {
                    continue;
                }
                MemorySegment.copy(data, PIXEL, from, row, 0, width);
                if (mergeRow(into.pixels(), to, x, width)) {
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

    private static boolean isSame(MemorySegment pixels, int to, MemorySegment data, long from, int width) {
        return SAME_ORDER
                && MemorySegment.mismatch(
                                data,
                                from,
                                from + (long) width * Integer.BYTES,
                                pixels,
                                (long) to * Integer.BYTES,
                                (long) (to + width) * Integer.BYTES)
                        < 0;
    }

    /** Merges {@link #row}; marks the grid's columns that differ, resuming the search at the next one. */
    private boolean mergeRow(int[] pixels, int to, int x, int width) {
        for (int i = 0; i < width; i++) {
            row[i] &= COLOUR;
        }
        boolean differs = false;
        int from = 0;
        while (from < width) {
            int at = Arrays.mismatch(row, from, width, pixels, to + from, to + width);
            if (at < 0) {
                break;
            }
            differs = true;
            int column = (x + from + at) / CELL;
            dirtyColumns[column] = true;
            int cellEnd = Math.min(width, (column + 1) * CELL - x);
            System.arraycopy(row, from + at, pixels, to + from + at, cellEnd - from - at);
            from = cellEnd;
        }
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
