package netseat.screen;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The passing stage of what moves: on a slow link, photographs that change from picture to picture are shown as JPEG over
 * the exact picture, which stays as it was below. What has stood still for {@link #STILL_NANOS} is drawn exactly again.
 *
 * <p>Owned by one thread at a time.
 */
final class PassingStage {
    /** A tile that has not changed for so long stands still. */
    static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    /** A tile that changes again within this moves on. */
    private static final long MOVING_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    /** After so many changes in a row a tile moves. */
    private static final int MOVES_AFTER = 3;

    /** Tiles of fewer colours are short enough as they are, and text must not blur. */
    private static final int MIN_COLOURS = 64;

    /** Instead of a number of changes: this picture covers the tile. */
    private static final byte COVERED_NOW = MOVES_AFTER + 1;

    private static final int MIN_TILES = 6;
    private static final int MAX_TILES = JpegLibrary.MAX_PIXELS / (Tile.SIDE * Tile.SIDE);
    private static final int QUALITY = 65;

    /** Bytes of a JPEG command before its coded bytes. */
    private static final int HEAD = 13;

    private final boolean possible;

    /** Made with the first picture that needs it: it holds a megabyte or two. */
    private @Nullable JpegLibrary library;

    private final int columns;
    private final int rows;
    private final int stride;
    private final boolean[] covered;
    private final byte[] changes;
    private final long[] changedAt;

    /** Of the picture at hand: the tiles that move, until they are in a rectangle. */
    private final boolean[] moving;

    private int coveredCount;
    private long standsStillAt;

    /** @param allowed whether the format allows it at all */
    PassingStage(int width, int height, boolean allowed) {
        possible = allowed && JpegLibrary.isPresent();
        columns = Tile.across(width);
        rows = Tile.across(height);
        stride = width;
        int tiles = possible ? columns * rows : 0;
        covered = new boolean[tiles];
        changes = new byte[tiles];
        changedAt = new long[tiles];
        moving = new boolean[tiles];
    }

    /** The same state, on its own from now on. */
    PassingStage(PassingStage other) {
        possible = other.possible;
        columns = other.columns;
        rows = other.rows;
        stride = other.stride;
        covered = other.covered.clone();
        changes = other.changes.clone();
        changedAt = other.changedAt.clone();
        moving = new boolean[covered.length];
        coveredCount = other.coveredCount;
        standsStillAt = other.standsStillAt;
    }

    boolean isPossible() {
        return possible;
    }

    /** Whether the unit shows all of the exact picture. */
    boolean isUncovered() {
        return coveredCount == 0;
    }

    /** In how many nanoseconds something covered stands still; a very long time when nothing is covered. */
    long untilStill(long now) {
        return coveredCount == 0 ? Long.MAX_VALUE : Math.max(0, standsStillAt - now);
    }

    /** A command draws this tile: it is covered no more. Returns whether it was. */
    boolean uncover(int tile) {
        if (coveredCount == 0 || !covered[tile]) {
            return false;
        }
        covered[tile] = false;
        coveredCount--;
        return true;
    }

    /** Looks at the tiles of a picture one by one. */
    interface Tiles {
        /** How many colours the tile in the source has. */
        int colours(int tile);
    }

    /**
     * Notes which tiles changed, and covers those that move.
     *
     * @param changed the tiles to be drawn; those that were covered are taken out
     * @param source the pixels
     * @return how many are left
     */
    int cover(int[] changed, int count, boolean slowLink, Framebuffer source, Tiles tiles, long now, ByteBuffer out) {
        int candidates = 0;
        for (int i = 0; i < count; i++) {
            int tile = changed[i];
            boolean again = now - changedAt[tile] < MOVING_NANOS;
            changes[tile] = (byte) (again ? Math.min(MOVES_AFTER, changes[tile] + 1) : 1);
            changedAt[tile] = now;
            moving[tile] = slowLink && changes[tile] >= MOVES_AFTER && tiles.colours(tile) >= MIN_COLOURS;
            candidates += moving[tile] ? 1 : 0;
        }
        if (candidates >= MIN_TILES) {
            coverRectangles(source, out);
        }
        int left = 0;
        for (int i = 0; i < count; i++) {
            int tile = changed[i];
            moving[tile] = false;
            if (changes[tile] != COVERED_NOW) {
                changed[left++] = tile;
            }
        }
        return left;
    }

    private void coverRectangles(Framebuffer source, ByteBuffer out) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                if (moving[row * columns + column]) {
                    coverFrom(column, row, source, out);
                }
            }
        }
    }

    /** Takes the run of tiles that begins here, and the rows below that have it too. */
    private void coverFrom(int column, int row, Framebuffer source, ByteBuffer out) {
        int right = column;
        while (right < columns && moving[row * columns + right] && right - column < MAX_TILES) {
            right++;
        }
        int bottom = row + 1;
        while (bottom < rows && isMoving(bottom, column, right) && (bottom + 1 - row) * (right - column) <= MAX_TILES) {
            bottom++;
        }
        boolean shown =
                (bottom - row) * (right - column) >= MIN_TILES && write(column, row, right, bottom, source, out);
        for (int y = row; y < bottom; y++) {
            for (int x = column; x < right; x++) {
                int tile = y * columns + x;
                moving[tile] = false;
                if (shown) {
                    coveredCount += covered[tile] ? 0 : 1;
                    covered[tile] = true;
                    changes[tile] = COVERED_NOW;
                    standsStillAt = changedAt[tile] + STILL_NANOS;
                }
            }
        }
    }

    private boolean isMoving(int row, int from, int to) {
        for (int column = from; column < to; column++) {
            if (!moving[row * columns + column]) {
                return false;
            }
        }
        return true;
    }

    private boolean write(int column, int row, int right, int bottom, Framebuffer source, ByteBuffer out) {
        int x = column * Tile.SIDE;
        int y = row * Tile.SIDE;
        int width = Math.min(right * Tile.SIDE, source.width()) - x;
        int height = Math.min(bottom * Tile.SIDE, source.height()) - y;
        if (library == null) {
            library = JpegLibrary.find().orElseThrow();
        }
        ByteBuffer jpeg = library.compress(source.pixels(), stride, x, y, width, height, QUALITY);
        if (jpeg == null || HEAD + jpeg.remaining() > out.remaining() - PictureEncoder.MIN_BUFFER) {
            return false;
        }
        out.put((byte) DrawingCommand.JPEG);
        out.putShort((short) x).putShort((short) y).putShort((short) width).putShort((short) height);
        out.putInt(jpeg.remaining()).put(jpeg);
        return true;
    }

    /**
     * Adds the covered tiles that stand still to those that are to be drawn.
     *
     * @return how many there are now
     */
    int refine(int[] changed, int count, long now) {
        if (coveredCount == 0) {
            return count;
        }
        int added = count;
        long next = Long.MAX_VALUE;
        for (int tile = 0; tile < covered.length; tile++) {
            if (covered[tile]) {
                if (now - changedAt[tile] >= STILL_NANOS && added < changed.length) {
                    changed[added++] = tile;
                } else {
                    next = Math.min(next, changedAt[tile] + STILL_NANOS);
                }
            }
        }
        standsStillAt = next == Long.MAX_VALUE ? now + STILL_NANOS : next;
        return added;
    }
}
