package netseat.screen;

import java.util.function.IntPredicate;

/**
 * The order in which one onlooker's marked tiles are drawn, when not all of them fit into one picture.
 *
 * <p>What a picture had no room for is <em>late</em>. Late tiles are taken up where the picture before stopped and go round,
 * so that each has its turn. A little fresh damage, such as a typed character, goes before them; much of it, such as a film,
 * joins them, or it would keep them waiting for ever. Owned by the thread that encodes; allocates nothing.
 */
final class TileOrder {
    /** Fresh damage of so many tiles or fewer goes first. */
    private static final int FEW = 64;

    private final Damage fresh;
    private final Damage late;
    private boolean hasLate;
    private boolean freshTookAll;
    private int nextLate;

    /** How many of the tiles that were gathered last are fresh: they come first. */
    private int freshCount;

    /** The order of the tiles that are marked in this damage, now and later. */
    TileOrder(Damage fresh) {
        this.fresh = fresh;
        this.late = new Damage(fresh);
    }

    /**
     * Takes all marked tiles, those whose turn it is first: their pixels are to be read after this.
     *
     * @param tiles gets them, as {@code row * columns + column}; has room for the whole picture
     * @param wanted says which of them truly are to be drawn
     * @return how many there are
     */
    int gather(int[] tiles, IntPredicate wanted) {
        if (hasLate && (freshTookAll || !fresh.isAtMost(FEW))) {
            fresh.moveTo(late);
        }
        freshTookAll = false;
        freshCount = gather(fresh, 0, tiles, 0, wanted);
        int count = freshCount;
        if (hasLate) {
            count = gather(late, nextLate, tiles, count, wanted);
            count = gather(late, 0, tiles, count, wanted);
            hasLate = false;
        }
        return count;
    }

    /** Word by word: to take each tile by itself costs more than to look at it. */
    private int gather(Damage from, int start, int[] tiles, int before, IntPredicate wanted) {
        int count = before;
        int startWord = from.wordOf(start);
        for (int word = startWord; word < from.words(); word++) {
            int first = from.firstOf(word);
            long taken = from.take(word, word == startWord ? -1L << (start - first) : -1L);
            if (taken != 0 && hasLate && from != late) {
                long _ = late.take(word, taken);
            }
            for (long left = taken; left != 0; left &= left - 1) {
                int tile = first + Long.numberOfTrailingZeros(left);
                if (wanted.test(tile)) {
                    tiles[count++] = tile;
                }
            }
        }
        return count;
    }

    /** Of the tiles that were gathered those from here on have no room in this picture: they are late from now on. */
    void postpone(int[] tiles, int from, int count) {
        freshTookAll = from < freshCount && freshCount < count;
        nextLate = tiles[freshTookAll ? freshCount : from];
        for (int i = from; i < count; i++) {
            late.mark(tiles[i]);
        }
        hasLate = from < count;
    }

    /** Whether so many tiles or fewer are marked, and none is late. */
    boolean isAtMost(int tiles) {
        return !hasLate && fresh.isAtMost(tiles);
    }

    /** Whether no tile is marked. */
    boolean isEmpty() {
        return !hasLate && fresh.isEmpty();
    }
}
