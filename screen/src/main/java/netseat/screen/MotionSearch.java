package netseat.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds what moved from one picture to the next: scrolled text, dragged windows. Short runs of pixels that are easy to tell
 * apart are looked up in the picture before; the displacements that most of them agree on are tried on whole tiles.
 *
 * <p>Owned by one thread. It allocates a little, when something moved.
 */
final class MotionSearch {
    /** The pixels of a run. */
    private static final int RUN = 16;

    /** A run counts when its colour changes so often: what is flat or a rule is everywhere. */
    private static final int MIN_EDGES = 4;

    /** Of all runs, one in so many counts, by its hash: the same ones in both pictures. */
    private static final int SAMPLED = 8;

    // Every so many rows are enough, of the picture before and of the new one: by no common factor, so that some rows
    // of both
    // meet however far they moved.
    private static final int ROW_STEP_BEFORE = 5;
    private static final int ROW_STEP = 3;

    private static final int TABLE_BITS = 15;
    private static final int AMBIGUOUS = -1;
    private static final int FACTOR = 0x2C1B3C6D;
    private static final int FACTOR_OF_RUN = power(FACTOR, RUN);
    private static final int MIN_VOTES = 3;
    private static final int MAX_DISPLACEMENTS = 3;
    private static final int MAX_RECTANGLES = 8;

    /** So often at most the displacement of the time before is enough, without a look for others. */
    private static final int MOST_TRUSTED = 16;

    /** So many displacements are remembered. */
    private static final int REMEMBERED = 3;

    /** A rectangle of whole tiles grows by less than one more. */
    private static final int MOST_GROWN = Tile.SIDE - 1;

    /** What a rectangle must save at least, in tiles: fewer are cheaper drawn anew. */
    static final int MIN_TILES = 8;

    private final int width;
    private final int height;
    private final int columns;
    private final int rows;
    private final int[] pictureBefore;
    private final Framebuffer source;
    private final int mask;

    private final int[] hashes = new int[1 << TABLE_BITS];
    private final int[] places = new int[1 << TABLE_BITS];
    private final long[] displacements = new long[1 << 10];
    private final int[] votes = new int[1 << 10];
    /** The tiles that differ. */
    private final boolean[] changed;

    /** Those of them that no displacement has explained yet. */
    private final boolean[] unexplained;

    // What the last search found: a scrolled text or a dragged window goes on as it went.
    // When a step of it is not seen, the next one is twice as far: so the last few are remembered, the latest first.
    private final int[] lastRight = new int[REMEMBERED];
    private final int[] lastDown = new int[REMEMBERED];
    private boolean lastWasOnlyOne;
    private int trusted;

    private final boolean[] fits;

    private final int[] heights;
    private final int[] stack;

    /** @param shown the picture before, as it is at each search */
    MotionSearch(Framebuffer source, int mask, int[] shown) {
        this.source = source;
        this.mask = mask;
        this.pictureBefore = shown;
        width = source.width();
        height = source.height();
        columns = Tile.across(width);
        rows = Tile.across(height);
        changed = new boolean[columns * rows];
        unexplained = new boolean[columns * rows];
        fits = new boolean[columns * rows];
        heights = new int[columns + 1];
        stack = new int[columns + 1];
    }

    /** Whoever takes what was found: draws it in the picture before, at once. */
    interface Taker {
        void moved(Motion motion);
    }

    /**
     * Looks for what moved into these tiles.
     *
     * @param tiles the tiles that differ
     * @return how many of them it found
     */
    int search(int[] tiles, int count, Taker taker) {
        Arrays.fill(changed, false);
        int top = rows;
        int bottom = 0;
        int left = columns;
        int right = 0;
        for (int i = 0; i < count; i++) {
            changed[tiles[i]] = true;
            int column = tiles[i] % columns;
            int row = tiles[i] / columns;
            top = Math.min(top, row);
            bottom = Math.max(bottom, row + 1);
            left = Math.min(left, column);
            right = Math.max(right, column + 1);
        }
        System.arraycopy(changed, 0, unexplained, 0, changed.length);
        if (trusted < MOST_TRUSTED) {
            trusted++;
            int enough = Math.max(MIN_TILES, lastWasOnlyOne ? count / 2 : count - count / 8);
            for (int i = 0; i < REMEMBERED && (lastRight[i] != 0 || lastDown[i] != 0); i++) {
                int explained = tryOn(lastRight[i], lastDown[i], enough, left, top, right, bottom, taker);
                if (explained > 0) {
                    remember(lastRight[i], lastDown[i]);
                    return explained; // the lookup of runs, most of a search's time, is spared
                }
            }
        }
        trusted = 0;
        return searchAnew(count, left, top, right, bottom, taker);
    }

    private int searchAnew(int count, int left, int top, int right, int bottom, Taker taker) {
        remember(left, top, right, bottom);
        vote(left, top, right, bottom);
        int explained = 0;
        int most = 0;
        int mostRight = 0;
        int mostDown = 0;
        int taken = 0;
        int enough = MIN_VOTES;
        for (int i = 0; i < MAX_DISPLACEMENTS && count - explained >= MIN_TILES; i++) {
            int best = mostVoted();
            if (votes[best] < enough) {
                break;
            }
            enough = Math.max(enough, votes[best] / 8);
            votes[best] = 0;
            int movedRight = (int) (displacements[best] >> 32);
            int movedDown = (int) displacements[best];
            int more = tryOn(movedRight, movedDown, MIN_TILES, left, top, right, bottom, taker);
            explained += more;
            taken += more > 0 ? 1 : 0;
            if (more > most) {
                most = more;
                mostRight = movedRight;
                mostDown = movedDown;
            }
        }
        lastWasOnlyOne = taken == 1;
        if (taken == 0) {
            Arrays.fill(lastRight, 0);
            Arrays.fill(lastDown, 0);
        } else {
            remember(mostRight, mostDown);
        }
        return explained;
    }

    /** Puts a displacement before the others, of which the one that was used longest ago is forgotten. */
    private void remember(int right, int down) {
        int at = 0;
        while (at < REMEMBERED - 1 && (lastRight[at] != right || lastDown[at] != down)) {
            at++;
        }
        System.arraycopy(lastRight, 0, lastRight, 1, at);
        System.arraycopy(lastDown, 0, lastDown, 1, at);
        lastRight[0] = right;
        lastDown[0] = down;
    }

    /** Whether the last search knew this tile as one that differs. */
    boolean hasChanged(int tile) {
        return changed[tile];
    }

    /** It differs now. */
    void addChanged(int tile) {
        changed[tile] = true;
    }

    /** Notes where the runs of the picture before stand; those that stand twice are of no use. */
    private void remember(int left, int top, int right, int bottom) {
        Arrays.fill(hashes, 0);
        int from = left * Tile.SIDE;
        int to = Math.min(width, right * Tile.SIDE);
        for (int y = top * Tile.SIDE; y < Math.min(height, bottom * Tile.SIDE); y += ROW_STEP_BEFORE) {
            int row = y * width;
            int hash = pictureBefore[row + from];
            int edges = 0;
            for (int x = from + 1; x < Math.min(to, from + RUN); x++) {
                hash = hash * FACTOR + pictureBefore[row + x];
                edges += pictureBefore[row + x] != pictureBefore[row + x - 1] ? 1 : 0;
            }
            for (int x = from + RUN; x < to; x++) {
                int pixel = pictureBefore[row + x];
                int gone = pictureBefore[row + x - RUN];
                hash = hash * FACTOR + pixel - gone * FACTOR_OF_RUN;
                edges += (pixel != pictureBefore[row + x - 1] ? 1 : 0)
                        - (pictureBefore[row + x - RUN + 1] != gone ? 1 : 0);
                if (edges >= MIN_EDGES) {
                    int mixed = mix(hash);
                    if (isSampled(mixed)) {
                        int at = mixed >>> (32 - TABLE_BITS);
                        places[at] = hashes[at] == mixed ? AMBIGUOUS : row + x;
                        hashes[at] = mixed;
                    }
                }
            }
        }
    }

    private void vote(int left, int top, int right, int bottom) {
        Arrays.fill(votes, 0);
        for (int y = top * Tile.SIDE; y < Math.min(height, bottom * Tile.SIDE); y += ROW_STEP) {
            int tileRow = y / Tile.SIDE * columns;
            for (int column = left; column < right; column++) {
                if (changed[tileRow + column]) {
                    int first = column;
                    while (column + 1 < right && changed[tileRow + column + 1]) {
                        column++;
                    }
                    voteRow(y, first * Tile.SIDE, Math.min(width, (column + 1) * Tile.SIDE));
                }
            }
        }
    }

    private void voteRow(int y, int from, int to) {
        int[] pixels = source.pixels();
        int row = y * width;
        int hash = pixels[row + from] & mask;
        int edges = 0;
        for (int x = from + 1; x < Math.min(to, from + RUN); x++) {
            int pixel = pixels[row + x] & mask;
            hash = hash * FACTOR + pixel;
            edges += pixel != (pixels[row + x - 1] & mask) ? 1 : 0;
        }
        for (int x = from + RUN; x < to; x++) {
            int pixel = pixels[row + x] & mask;
            int gone = pixels[row + x - RUN] & mask;
            hash = hash * FACTOR + pixel - gone * FACTOR_OF_RUN;
            edges += (pixel != (pixels[row + x - 1] & mask) ? 1 : 0)
                    - ((pixels[row + x - RUN + 1] & mask) != gone ? 1 : 0);
            if (edges >= MIN_EDGES) {
                int mixed = mix(hash);
                if (isSampled(mixed)) {
                    int at = mixed >>> (32 - TABLE_BITS);
                    if (hashes[at] == mixed && places[at] != AMBIGUOUS) {
                        int right = x - places[at] % width;
                        int down = y - places[at] / width;
                        if (right != 0 || down != 0) {
                            voteFor(right, down);
                        }
                    }
                }
            }
        }
    }

    private void voteFor(int right, int down) {
        long displacement = ((long) right << 32) | (down & 0xFFFF_FFFFL);
        int at = mix(right * FACTOR + down) >>> (32 - 10);
        for (int probe = 0; probe < 8; probe++) {
            if (votes[at] == 0) {
                displacements[at] = displacement;
            }
            if (displacements[at] == displacement) {
                votes[at]++;
                return;
            }
            at = (at + 1) & (votes.length - 1);
        }
    }

    private int mostVoted() {
        int best = 0;
        for (int i = 1; i < votes.length; i++) {
            if (votes[i] > votes[best]) {
                best = i;
            }
        }
        return best;
    }

    /**
     * Takes the largest rectangles that this displacement explains, if it fits so many tiles; returns how many tiles that
     * differ they hold.
     */
    private int tryOn(int right, int down, int enough, int left, int top, int rightEnd, int bottom, Taker taker) {
        int changedThatFit = fit(right, down, left, top, rightEnd, bottom);
        if (changedThatFit < enough) {
            return 0;
        }
        int explained = 0;
        List<Motion> found = new ArrayList<>();
        while (changedThatFit >= MIN_TILES && found.size() < MAX_RECTANGLES) {
            Motion largest = largest(left, top, rightEnd, bottom, right, down);
            int saved = take(largest);
            changedThatFit -= saved;
            if (saved >= MIN_TILES) {
                found.add(grown(largest));
                explained += saved;
            }
        }
        // Where one's target is another's source, the source must be read first.
        found.sort(Comparator.comparingInt(
                motion -> down != 0 ? motion.y() * -Integer.signum(down) : motion.x() * -Integer.signum(right)));
        found.forEach(taker::moved);
        return explained;
    }

    /** Looks which tiles this displacement fits; returns how many of them are unexplained. */
    private int fit(int right, int down, int left, int top, int rightEnd, int bottom) {
        Arrays.fill(fits, false);
        int first = Math.max(left, Tile.across(Math.max(0, right)));
        int end = Math.min(rightEnd, Tile.upTo(width + Math.min(0, right), width));
        int firstRow = Math.max(top, Tile.across(Math.max(0, down)));
        int endRow = Math.min(bottom, Tile.upTo(height + Math.min(0, down), height));
        int count = 0;
        for (int row = firstRow; row < endRow && first < end; row++) {
            Arrays.fill(fits, row * columns + first, row * columns + end, true);
            int lines = Tile.extent(row, height);
            for (int line = 0; line < lines; line++) {
                fitLine(row, row * Tile.SIDE + line, first, end, right, down);
            }
            for (int tile = row * columns + first; tile < row * columns + end; tile++) {
                count += fits[tile] && unexplained[tile] ? 1 : 0;
            }
        }
        return count;
    }

    /** Compares a line of pixels, where tiles fit so far: in pieces as long as can be, which is many times as fast as by tiles. */
    private void fitLine(int row, int y, int first, int end, int right, int down) {
        int[] pixels = source.pixels();
        int now = y * width;
        int before = (y - down) * width - right;
        int column = first;
        while (column < end) {
            if (!fits[row * columns + column]) {
                column++;
                continue;
            }
            int past = column + 1;
            while (past < end && fits[row * columns + past]) {
                past++;
            }
            int x = column * Tile.SIDE;
            int xEnd = Math.min(width, past * Tile.SIDE);
            while (x < xEnd) {
                int same = Arrays.mismatch(pixels, now + x, now + xEnd, pictureBefore, before + x, before + xEnd);
                if (same < 0) {
                    break;
                }
                x += same;
                // Perhaps they differ in nothing that counts, and then mostly all along.
                while (x < xEnd && (pixels[now + x] & mask) == pictureBefore[before + x]) {
                    x++;
                }
                if (x < xEnd) {
                    fits[row * columns + x / Tile.SIDE] = false;
                    x = (x / Tile.SIDE + 1) * Tile.SIDE;
                }
            }
            column = past;
        }
    }

    /** The largest rectangle of tiles that fit, by a histogram of how many fit above each. */
    private Motion largest(int left, int top, int right, int bottom, int movedRight, int movedDown) {
        int bestArea = 0;
        int bestLeft = left;
        int bestTop = top;
        int bestRight = left;
        int bestBottom = top;
        Arrays.fill(heights, 0);
        for (int row = top; row < bottom; row++) {
            int depth = 0;
            for (int column = left; column <= right; column++) {
                if (column < right) {
                    heights[column] = fits[row * columns + column] ? heights[column] + 1 : 0;
                }
                int here = column < right ? heights[column] : 0;
                while (depth > 0 && heights[stack[depth - 1]] >= here) {
                    int high = heights[stack[--depth]];
                    int from = depth == 0 ? left : stack[depth - 1] + 1;
                    int area = high * (column - from);
                    if (area > bestArea) {
                        bestArea = area;
                        bestLeft = from;
                        bestRight = column;
                        bestTop = row + 1 - high;
                        bestBottom = row + 1;
                    }
                }
                stack[depth++] = column;
            }
        }
        int x = bestLeft * Tile.SIDE;
        int y = bestTop * Tile.SIDE;
        return new Motion(
                x,
                y,
                Math.min(width, bestRight * Tile.SIDE) - x,
                Math.min(height, bestBottom * Tile.SIDE) - y,
                movedRight,
                movedDown);
    }

    /** Takes the rectangle's tiles out; returns how many of them had changed. */
    private int take(Motion motion) {
        int saved = 0;
        for (int row = motion.y() / Tile.SIDE; row * Tile.SIDE < motion.y() + motion.height(); row++) {
            for (int column = motion.x() / Tile.SIDE; column * Tile.SIDE < motion.x() + motion.width(); column++) {
                int tile = row * columns + column;
                fits[tile] = false;
                saved += unexplained[tile] ? 1 : 0;
                unexplained[tile] = false;
            }
        }
        return saved;
    }

    /** The rectangle to its last pixel: what moved seldom ends where a tile does. */
    private Motion grown(Motion motion) {
        int left = motion.x();
        int top = motion.y();
        int right = left + motion.width();
        int bottom = top + motion.height();
        int leftmost = Math.max(0, left - MOST_GROWN);
        int topmost = Math.max(0, top - MOST_GROWN);
        int rightmost = Math.min(width, right + MOST_GROWN);
        int lowest = Math.min(height, bottom + MOST_GROWN);
        while (top > topmost && hasMoved(left, top - 1, right - left, 1, motion.right(), motion.down())) {
            top--;
        }
        while (bottom < lowest && hasMoved(left, bottom, right - left, 1, motion.right(), motion.down())) {
            bottom++;
        }
        left -= columnsMoved(left - 1, -1, left - leftmost, top, bottom, motion);
        right += columnsMoved(right, 1, rightmost - right, top, bottom, motion);
        return new Motion(left, top, right - left, bottom - top, motion.right(), motion.down());
    }

    private boolean hasMoved(int x, int y, int w, int h, int right, int down) {
        int fromX = x - right;
        int fromY = y - down;
        if (fromX < 0 || fromY < 0 || fromX + w > width || fromY + h > height) {
            return false;
        }
        int[] pixels = source.pixels();
        for (int row = 0; row < h; row++) {
            int now = (y + row) * width + x;
            int before = (fromY + row) * width + fromX;
            int difference = 0; // over a whole row: the compiler makes that a few wide instructions
            for (int column = 0; column < w; column++) {
                difference |= (pixels[now + column] & mask) ^ pictureBefore[before + column];
            }
            if (difference != 0) {
                return false;
            }
        }
        return true;
    }

    /** How many columns from this one on moved, of so many at most: row by row, as columns lie far apart in memory. */
    private int columnsMoved(int x, int step, int atMost, int top, int bottom, Motion motion) {
        int fromX = x - motion.right();
        int most = Math.min(atMost, step > 0 ? width - fromX : fromX + 1);
        if (fromX < 0 || fromX >= width || top < motion.down() || bottom > height + motion.down()) {
            return 0;
        }
        int[] pixels = source.pixels();
        for (int y = top; y < bottom && most > 0; y++) {
            int now = y * width + x;
            int before = (y - motion.down()) * width + fromX;
            int moved = 0;
            while (moved < most && (pixels[now + step * moved] & mask) == pictureBefore[before + step * moved]) {
                moved++;
            }
            most = moved;
        }
        return Math.max(0, most);
    }

    private static boolean isSampled(int mixed) {
        return (mixed & (SAMPLED - 1)) == 0 && mixed != 0;
    }

    private static int mix(int hash) {
        int mixed = (hash ^ (hash >>> 15)) * 0x297A2D39;
        return mixed ^ (mixed >>> 13);
    }

    private static int power(int base, int exponent) {
        int result = 1;
        for (int i = 0; i < exponent; i++) {
            result *= base;
        }
        return result;
    }
}
