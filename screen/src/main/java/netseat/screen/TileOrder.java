package netseat.screen;

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
    private boolean amongLate;
    private int next;
    private int nextLate;

    /** The order of the tiles that are marked in this damage, now and later. */
    TileOrder(Damage fresh) {
        this.fresh = fresh;
        this.late = new Damage(fresh);
    }

    /** A new picture begins. */
    void start() {
        next = 0;
        amongLate = false;
        if (hasLate && (freshTookAll || !fresh.isAtMost(FEW))) {
            fresh.moveTo(late);
        }
        freshTookAll = false;
    }

    /** The marked tile whose turn it is, as {@code row * columns + column}; -1 when there is none. */
    int peek() {
        if (!amongLate) {
            int tile = fresh.next(next);
            if (tile >= 0) {
                return tile;
            }
            amongLate = true;
        }
        if (!hasLate) {
            return -1;
        }
        int tile = late.next(nextLate);
        if (tile < 0) {
            tile = late.next(0);
        }
        hasLate = tile >= 0;
        return tile;
    }

    /** Unmarks the tile that {@link #peek} gave: its pixels are to be read after this. */
    void take(int tile) {
        if (amongLate) {
            late.take(tile);
            nextLate = tile + 1;
        } else {
            fresh.take(tile);
            next = tile + 1;
        }
    }

    /** The picture ends here; what is marked still is late from now on. */
    void cut() {
        freshTookAll = hasLate && !amongLate;
        if (!hasLate) {
            nextLate = next;
        }
        fresh.moveTo(late);
        hasLate = true;
    }

    /** Whether no tile is marked. */
    boolean isEmpty() {
        return !hasLate && fresh.isEmpty();
    }
}
