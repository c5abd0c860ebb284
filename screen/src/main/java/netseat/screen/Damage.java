package netseat.screen;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The tiles of one framebuffer that changed since one onlooker last looked. The writer of the pixels {@link #mark marks}
 * after writing, the onlooker {@link #take takes} before reading, from two threads without a lock.
 */
public final class Damage {
    private final int columns;
    private final int rows;
    private final int wordsPerRow;
    private final AtomicLongArray words;

    /** No damage on a picture of this size in pixels. */
    public Damage(int width, int height) {
        columns = Tile.across(width);
        rows = Tile.across(height);
        wordsPerRow = (columns + Long.SIZE - 1) / Long.SIZE;
        words = new AtomicLongArray(rows * wordsPerRow);
    }

    /** No damage on a picture of the same size. */
    Damage(Damage other) {
        columns = other.columns;
        rows = other.rows;
        wordsPerRow = other.wordsPerRow;
        words = new AtomicLongArray(other.words.length());
    }

    /** Tiles in a row. */
    public int columns() {
        return columns;
    }

    /** Rows of tiles. */
    public int rows() {
        return rows;
    }

    /** Marks every tile that the rectangle touches; what lies outside the picture is left out. */
    public void mark(int x, int y, int width, int height) {
        int firstColumn = Math.max(0, x / Tile.SIDE);
        int lastColumn = Math.min(columns - 1, (x + width - 1) / Tile.SIDE);
        int firstRow = Math.max(0, y / Tile.SIDE);
        int lastRow = Math.min(rows - 1, (y + height - 1) / Tile.SIDE);
        if (firstColumn > lastColumn) {
            return;
        }
        for (int row = firstRow; row <= lastRow; row++) {
            markRow(row, firstColumn, lastColumn);
        }
    }

    /** Marks everything. */
    public void markAll() {
        for (int row = 0; row < rows; row++) {
            markRow(row, 0, columns - 1);
        }
    }

    private void markRow(int row, int firstColumn, int lastColumn) {
        int firstWord = firstColumn / Long.SIZE;
        int lastWord = lastColumn / Long.SIZE;
        for (int word = firstWord; word <= lastWord; word++) {
            long bits = -1L;
            if (word == firstWord) {
                bits &= -1L << firstColumn;
            }
            if (word == lastWord) {
                bits &= -1L >>> (Long.SIZE - 1 - lastColumn % Long.SIZE);
            }
            words.getAndAccumulate(row * wordsPerRow + word, bits, (a, b) -> a | b);
        }
    }

    public boolean isEmpty() {
        for (int i = 0; i < words.length(); i++) {
            if (words.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether so many tiles or fewer are marked. */
    public boolean isAtMost(int tiles) {
        int marked = 0;
        for (int i = 0; i < words.length() && marked <= tiles; i++) {
            marked += Long.bitCount(words.get(i));
        }
        return marked <= tiles;
    }

    /** The first marked tile, as {@code row * columns + column}, at or after this one; -1 when there is none. */
    public int next(int from) {
        int row = from / columns;
        int column = from % columns;
        while (row < rows) {
            int word = column / Long.SIZE;
            long bits = words.get(row * wordsPerRow + word) & (-1L << column);
            if (bits != 0) {
                return row * columns + word * Long.SIZE + Long.numberOfTrailingZeros(bits);
            }
            column = (word + 1) * Long.SIZE;
            if (column >= columns) {
                column = 0;
                row++;
            }
        }
        return -1;
    }

    /** Unmarks a tile: its pixels are to be read after this. */
    public void take(int tile) {
        int column = tile % columns;
        words.getAndAccumulate(tile / columns * wordsPerRow + column / Long.SIZE, ~(1L << column), (a, b) -> a & b);
    }

    /** How many words there are: each has up to 64 tiles of one row. */
    int words() {
        return words.length();
    }

    /** The first tile of a word, as {@code row * columns + column}; its bits are this one and those after it. */
    int firstOf(int word) {
        return word / wordsPerRow * columns + word % wordsPerRow * Long.SIZE;
    }

    /** Unmarks these tiles of a word, and says which of them were marked: their pixels are to be read after this. */
    long take(int word, long tiles) {
        if ((words.get(word) & tiles) == 0) {
            return 0;
        }
        return words.getAndAccumulate(word, ~tiles, (a, b) -> a & b) & tiles;
    }

    /** Which word has this tile. */
    int wordOf(int tile) {
        return tile / columns * wordsPerRow + tile % columns / Long.SIZE;
    }

    /** Marks one tile. */
    void mark(int tile) {
        int column = tile % columns;
        words.getAndAccumulate(tile / columns * wordsPerRow + column / Long.SIZE, 1L << column, (a, b) -> a | b);
    }

    /** Unmarks everything and marks it in another damage of the same size. */
    void moveTo(Damage other) {
        for (int i = 0; i < words.length(); i++) {
            if (words.get(i) != 0) {
                other.words.getAndAccumulate(i, words.getAndSet(i, 0), (a, b) -> a | b);
            }
        }
    }
}
