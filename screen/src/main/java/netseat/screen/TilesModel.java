package netseat.screen;

/**
 * Codes which tiles are drawn, and how: what a TILES command says besides the pixels. See docs/protocol.md, "Tiles".
 *
 * <p>The same code runs at both ends. Owned by one thread; allocates nothing.
 */
final class TilesModel {
    /** A tile of one colour. */
    static final int FILL = 0;

    /** A tile that was drawn before, from the cache. */
    static final int CACHED = 1;

    /** Pixels by {@link ScreenModel}. */
    static final int SCREEN = 2;

    /** Pixels by {@link PhotoModel}. */
    static final int PHOTO = 3;

    /** Pixels by {@link QuickModel}, beside the coded bits: runs of what was expected, and what was not. */
    static final int RUNS = 4;

    /** Likewise: how far each pixel is off its guess. */
    static final int DIFFERENCES = 5;

    /** Likewise: each pixel as it is. */
    static final int LITERAL = 6;

    private static final int KINDS = 7;

    /** The answer of {@link #next} when there are no more. */
    static final int NONE = -1;

    private final int[] more;
    private final int[] direction;
    private final int[] distance;
    private final int[] skipped;
    private final int[] kinds;
    private final int[] slotFollows;
    private final int[] slotBack;
    private final int[] slotDistance;

    private int firstTile;
    private int lastTile;
    private int lastKind;
    private int lastSlot;

    TilesModel() {
        more = BitCoder.models(2);
        direction = BitCoder.models(1);
        distance = BitCoder.models(BitCoder.NUMBER_MODELS);
        skipped = BitCoder.models(BitCoder.NUMBER_MODELS);
        kinds = BitCoder.models(KINDS * (KINDS - 1));
        slotFollows = BitCoder.models(1);
        slotBack = BitCoder.models(1);
        slotDistance = BitCoder.models(BitCoder.NUMBER_MODELS);
    }

    /** The same state, on its own from now on. */
    TilesModel(TilesModel other) {
        more = other.more.clone();
        direction = other.direction.clone();
        distance = other.distance.clone();
        skipped = other.skipped.clone();
        kinds = other.kinds.clone();
        slotFollows = other.slotFollows.clone();
        slotBack = other.slotBack.clone();
        slotDistance = other.slotDistance.clone();
        firstTile = other.firstTile;
        lastTile = other.lastTile;
        lastKind = other.lastKind;
        lastSlot = other.lastSlot;
    }

    void forget() {
        for (int[] models :
                new int[][] {more, direction, distance, skipped, kinds, slotFollows, slotBack, slotDistance}) {
            BitCoder.forget(models);
        }
        firstTile = 0;
        lastTile = NONE;
        lastKind = 0;
        lastSlot = 0;
    }

    /** A new TILES command. */
    void start() {
        lastTile = NONE;
    }

    /**
     * Codes the next tile's number.
     *
     * @param wanted the number, or {@link #NONE}
     * @param count how many tiles the picture has
     * @return the number, which a bad command may lead beyond the picture; {@link #NONE} at the end
     */
    int next(BitCoder coder, int wanted, int count) {
        boolean first = lastTile == NONE;
        if (coder.bit(more, first ? 0 : 1, wanted == NONE ? 0 : 1) == 0) {
            return NONE;
        }
        if (first) {
            // Work goes on near where the last command began: at the same line, at the next letter.
            boolean back = coder.bit(direction, 0, wanted < firstTile ? 1 : 0) != 0;
            int far = coder.number(distance, 0, Math.abs(wanted - firstTile));
            lastTile = Math.max(0, back ? firstTile - far : firstTile + far);
            firstTile = lastTile;
        } else {
            // Mostly in ascending order; after the last tile the count goes on with the first.
            lastTile = (lastTile + 1 + coder.number(skipped, 0, Math.floorMod(wanted - lastTile - 1, count))) % count;
        }
        return lastTile;
    }

    /** Codes how the tile is drawn. */
    int kind(BitCoder coder, int wanted) {
        int at = lastKind * (KINDS - 1);
        int kind = 0;
        while (kind < KINDS - 1 && coder.bit(kinds, at + kind, wanted == kind ? 1 : 0) == 0) {
            kind++;
        }
        lastKind = kind;
        return kind;
    }

    /** Codes which tile of the cache it is: often the one after the last. */
    int slot(BitCoder coder, int wanted) {
        int follows = lastSlot + 1;
        int slot = follows;
        if (coder.bit(slotFollows, 0, wanted == follows ? 1 : 0) == 0) {
            boolean back = coder.bit(slotBack, 0, wanted < follows ? 1 : 0) != 0;
            int far = coder.number(slotDistance, 0, Math.max(0, Math.abs(wanted - follows) - 1)) + 1;
            slot = back ? follows - far : follows + far;
        }
        lastSlot = slot;
        return slot;
    }
}
