package netseat.screen;

import java.util.Arrays;

/**
 * Codes the tiles of what programs draw: text, lines, icons, patterns. It remembers which colour followed which
 * surroundings, so a letter that was seen once costs next to nothing the next time, wherever it stands. See
 * docs/protocol.md, "Screen pixels".
 *
 * <p>The same code runs at both ends. Owned by one thread; allocates nothing.
 */
final class ScreenModel {
    private static final int MEMORY_BITS = 16;

    /** How sure a memory is: from 1, seen once, to 15. 0 is empty. */
    private static final int SUREST = 15;

    /** A memory at most this sure takes the new colour at once; a surer one first doubts. */
    private static final int EASILY_CHANGED = 3;

    private static final int RGB = 0xFFFFFF;
    private static final int CANDIDATES = 6;

    private static final int ROW_PIXELS = 0;
    private static final int ROW_AS_SHOWN = 1;
    private static final int ROW_FIRST = 2;

    /** Of the next surroundings: which colour came after them last, and how sure that is (the high 8 bits). */
    private final int[] near;

    /** Likewise, of wider surroundings. */
    private final int[] wide;

    private final int[] rowShown;
    private final int[] expected;
    private final int[] candidate;
    private final RecentColours recent;
    private final PhotoModel photo;

    // Of the tile at hand: its pixels that differ from what was shown, with a column before and after and a row above.
    private final boolean[] changed = new boolean[(Tile.SIDE + 2) * (Tile.SIDE + 1)];
    private final int[] candidates = new int[CANDIDATES];

    ScreenModel(PhotoModel photo, RecentColours recent) {
        this.photo = photo;
        this.recent = recent;
        near = new int[1 << MEMORY_BITS];
        wide = new int[1 << MEMORY_BITS];
        rowShown = BitCoder.models(3);
        expected = BitCoder.models(3 * 16 * 2 * 8 * 4);
        candidate = BitCoder.models(CANDIDATES * 8 * 4 * 2);
    }

    /** The same state, on its own from now on. */
    ScreenModel(ScreenModel other, PhotoModel photo, RecentColours recent) {
        this.photo = photo;
        this.recent = recent;
        near = other.near.clone();
        wide = other.wide.clone();
        rowShown = other.rowShown.clone();
        expected = other.expected.clone();
        candidate = other.candidate.clone();
    }

    void forget() {
        Arrays.fill(near, 0);
        Arrays.fill(wide, 0);
        BitCoder.forget(rowShown);
        BitCoder.forget(expected);
        BitCoder.forget(candidate);
    }

    /**
     * Codes one tile and draws it.
     */
    void tile(BitCoder coder, Surroundings around, StagedTile tile) {
        Arrays.fill(changed, false);
        int rowBefore = ROW_FIRST;
        for (int y = 0; y < tile.height; y++) {
            int at = (tile.y + y) * tile.stride + tile.x;
            int from = y * Tile.SIDE;
            boolean shown = Arrays.equals(tile.pixels, from, from + tile.width, tile.shown, at, at + tile.width);
            if (coder.bit(rowShown, rowBefore, shown ? 1 : 0) != 0) {
                rowBefore = ROW_AS_SHOWN;
                continue;
            }
            rowBefore = ROW_PIXELS;
            row(coder, around, tile, y);
        }
    }

    private void row(BitCoder coder, Surroundings around, StagedTile tile, int y) {
        int[] picture = tile.shown;
        int[] wanted = tile.pixels;
        int from = y * Tile.SIDE;
        int flags = (y + 1) * (Tile.SIDE + 2) + 1;
        int at = (tile.y + y) * tile.stride + tile.x;
        around.stand(picture, tile.stride, tile.x, tile.y + y);
        for (int x = 0; x < tile.width; x++) {
            int shown = picture[at + x];
            int flag = flags + x;
            int still = (changed[flag - 1] ? 0 : 1)
                    | (changed[flag - Tile.SIDE - 2] ? 0 : 2)
                    | (changed[flag - Tile.SIDE - 1] ? 0 : 4);
            int pixel = pixel(coder, around, shown, still, wanted[from + x]);
            changed[flag] = pixel != shown;
            picture[at + x] = pixel;
            around.step(pixel);
        }
    }

    private int pixel(BitCoder coder, Surroundings a, int shown, int still, int wanted) {
        int nearSum = a.w * 0x2C1B3C6D
                + a.n * 0x297A2D39
                + a.nw * 0x1B56C4E9
                + a.ne * 0x7FEB352D
                + a.ww * 0x68E31DA5
                + a.nn * 0x3C6EF373;
        int wideSum = nearSum
                + a.nww * 0x45D9F3B1
                + a.nee * 0x119DE1F5
                + a.nnw * 0x6C8E9CF7
                + a.nne * 0x5BD1E995
                + a.www * 0x1CE4E5B9
                + a.nnn * 0x344D5A4B;
        int nearAt = slot(nearSum);
        int wideAt = slot(wideSum);
        int nearMemory = near[nearAt];
        int wideMemory = wide[wideAt];
        int nearColour = nearMemory & RGB;
        int nearSure = nearMemory >>> 24;

        int first;
        int sure;
        int source;
        if (wideMemory != 0) {
            first = wideMemory & RGB;
            sure = wideMemory >>> 24;
            source = 2;
        } else if (nearMemory != 0) {
            first = nearColour;
            sure = nearSure;
            source = 1;
        } else {
            first = a.w;
            sure = 0;
            source = 0;
        }
        int context = (((source * 16 + sure) * 2 + (shown == first ? 1 : 0)) * 8 + still) * 4
                + (nearColour == first ? 1 : 0)
                + (a.w == first ? 2 : 0);
        int pixel = first;
        if (coder.bit(expected, context, wanted == first ? 1 : 0) == 0) {
            pixel = other(coder, a, first, nearMemory != 0, nearColour, nearSure, shown, still, source, wanted);
        }
        near[nearAt] = remember(nearMemory, pixel);
        wide[wideAt] = remember(wideMemory, pixel);
        return pixel;
    }

    private static int slot(int sum) {
        int mixed = (sum ^ (sum >>> 15)) * 0x2C1B3C6D;
        return mixed >>> (32 - MEMORY_BITS);
    }

    private static int remember(int memory, int pixel) {
        int sure = memory >>> 24;
        if ((memory & RGB) == pixel && sure != 0) {
            return sure < SUREST ? memory + (1 << 24) : memory;
        }
        return sure > EASILY_CHANGED ? ((sure >> 1) << 24) | (memory & RGB) : (1 << 24) | pixel;
    }

    /** It is not the expected colour: one of the neighbours', a recent one, or a new one. */
    private int other(
            BitCoder coder,
            Surroundings a,
            int first,
            boolean hasNear,
            int nearColour,
            int nearSure,
            int shown,
            int still,
            int source,
            int wanted) {
        candidates[0] = hasNear ? nearColour : first;
        candidates[1] = a.w;
        candidates[2] = a.n;
        candidates[3] = shown;
        candidates[4] = a.ne;
        candidates[5] = a.nw;
        for (int i = 0; i < CANDIDATES; i++) {
            int colour = candidates[i];
            if (colour == first || isBefore(i, colour)) {
                continue; // it has been ruled out
            }
            int kind = i == 0 ? Math.min(3, nearSure / 3) : (colour == shown ? 1 : 0) + (colour == a.n ? 2 : 0);
            int context = ((i * 8 + still) * 4 + kind) * 2 + (source > 0 ? 1 : 0);
            if (coder.bit(candidate, context, wanted == colour ? 1 : 0) != 0) {
                return colour;
            }
        }
        return recent.colour(coder, photo, a, wanted);
    }

    private boolean isBefore(int count, int colour) {
        for (int i = 0; i < count; i++) {
            if (candidates[i] == colour) {
                return true;
            }
        }
        return false;
    }
}
