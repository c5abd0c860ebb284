package netseat.screen;

/** The grid of tiles that damage and drawing commands count in. */
public final class Tile {
    /** Width and height of a tile in pixels; those at the right and bottom edge are as small as what is left. */
    public static final int SIDE = 16;

    private Tile() {}

    /** How many tiles cover so many pixels. */
    public static int across(int pixels) {
        return (pixels + SIDE - 1) / SIDE;
    }

    /** How many tiles end within so many pixels of a picture, whose last tile may be a smaller one. */
    static int upTo(int pixels, int ofAll) {
        return pixels >= ofAll ? across(ofAll) : pixels / SIDE;
    }

    /** The pixels of the tile at this index that lie within a picture of this many. */
    static int extent(int index, int pixels) {
        return Math.min(SIDE, pixels - index * SIDE);
    }
}
