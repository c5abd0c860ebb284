package netseat.screen;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tiles that a unit drew last, by slot: the oldest makes room for the newest. Grows as it is filled, to 16 MiB. Owned
 * by one thread.
 */
final class TileCache {
    /** How many tiles there are at most. */
    static final int TILES = 1 << 14;

    private final int[] @Nullable [] slots = new int[TILES][];
    private int next;

    void forget() {
        next = 0;
        Arrays.fill(slots, null);
    }

    /** Keeps a whole tile of a picture. */
    void add(int[] picture, int width, int x, int y) {
        int[] pixels = slots[next];
        if (pixels == null) {
            pixels = new int[Tile.SIDE * Tile.SIDE];
            slots[next] = pixels;
        }
        for (int row = 0; row < Tile.SIDE; row++) {
            System.arraycopy(picture, (y + row) * width + x, pixels, row * Tile.SIDE, Tile.SIDE);
        }
        next = (next + 1) % TILES;
    }

    /**
     * Draws a whole tile.
     *
     * @throws BadPictureException when there is none in this slot
     */
    void draw(int slot, int[] picture, int width, int x, int y) throws BadPictureException {
        int[] pixels = slot >= 0 && slot < TILES ? slots[slot] : null;
        if (pixels == null) {
            throw new BadPictureException("no tile in slot " + slot);
        }
        for (int row = 0; row < Tile.SIDE; row++) {
            System.arraycopy(pixels, row * Tile.SIDE, picture, (y + row) * width + x, Tile.SIDE);
        }
    }
}
