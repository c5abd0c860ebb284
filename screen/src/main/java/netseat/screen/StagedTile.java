package netseat.screen;

import java.util.function.IntPredicate;

/**
 * One tile at a time of what a picture is drawn from, and what the unit shows in its place. The pixels drawn from may change
 * while they are read: what was staged is a copy, and from then on only the copy counts. Owned by one thread; allocates
 * nothing.
 */
final class StagedTile implements IntPredicate, PassingStage.Tiles {
    /** Of the table of colours: roomy for as many as a tile has pixels. */
    private static final int TABLE_BITS = 10;

    // Of every fourth row, a photograph's pixels have so many colours of so many pixels.
    private static final int FIRST_LOOKED_AT = 1;
    private static final int LOOK_EACH = 4;
    private static final int PHOTOGRAPH = 3;
    private static final int PHOTOGRAPH_OF = 4;

    /** The staged pixels, rows {@link Tile#SIDE} apart. */
    final int[] pixels = new int[Tile.SIDE * Tile.SIDE];

    /** What the unit shows: the whole picture. */
    final int[] shown;

    /** The whole picture's width in pixels. */
    final int stride;

    /** How many tiles the whole picture has. */
    final int count;

    /** The staged tile, as {@code row * columns + column}. */
    int number;

    /** Its place and size in pixels. */
    int x;

    int y;
    int width;
    int height;

    private final int columns;
    private final int pictureHeight;
    private final int mask;
    private final ColourCount colours = new ColourCount(TABLE_BITS);
    private int[] from;

    /**
     * Of a source's tiles.
     *
     * @param mask the bits of a pixel that count
     */
    StagedTile(Framebuffer source, int mask, int[] shown) {
        this.shown = shown;
        this.mask = mask;
        stride = source.width();
        pictureHeight = source.height();
        columns = Tile.across(stride);
        count = columns * Tile.across(pictureHeight);
        from = source.pixels();
    }

    /** Other pixels of the same size are drawn from now on. */
    void drawFrom(int[] other) {
        from = other;
    }

    /** Stands at a tile: only its place is known then. */
    void stand(int tile) {
        number = tile;
        int column = tile % columns;
        int row = tile / columns;
        x = column * Tile.SIDE;
        y = row * Tile.SIDE;
        width = Tile.extent(column, stride);
        height = Tile.extent(row, pictureHeight);
    }

    /** Whether a tile in what is drawn from differs from what is shown. */
    @Override
    public boolean test(int tile) {
        stand(tile);
        for (int row = 0; row < height; row++) {
            int line = (y + row) * stride + x;
            int difference = 0;
            for (int column = 0; column < width; column++) {
                difference |= (from[line + column] & mask) ^ shown[line + column];
            }
            if (difference != 0) {
                return true;
            }
        }
        return false;
    }

    /** Copies a tile from what is drawn from; false when the unit shows it already. */
    boolean stage(int tile) {
        stand(tile);
        int difference = 0;
        for (int row = 0; row < height; row++) {
            int line = (y + row) * stride + x;
            int to = row * Tile.SIDE;
            for (int column = 0; column < width; column++) {
                int pixel = from[line + column] & mask;
                difference |= pixel ^ shown[line + column];
                pixels[to + column] = pixel;
            }
        }
        return difference != 0;
    }

    @Override
    public int colours(int tile) {
        boolean _ = stage(tile);
        return colours();
    }

    /** How many colours the staged tile has. */
    int colours() {
        colours.start();
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int _ = colours.number(pixels[row * Tile.SIDE + column]);
            }
        }
        return colours.count();
    }

    /** Whether the staged tile has one colour. */
    boolean isOneColour() {
        int difference = 0;
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                difference |= pixels[row * Tile.SIDE + column] ^ pixels[0];
            }
        }
        return difference == 0;
    }

    /** Whether the staged tile is a photograph's: nearly each pixel of some rows has a colour of its own. */
    boolean isPhotograph() {
        colours.start();
        int looked = 0;
        for (int row = FIRST_LOOKED_AT; row < height; row += LOOK_EACH) {
            for (int column = 0; column < width; column++) {
                int _ = colours.number(pixels[row * Tile.SIDE + column]);
            }
            looked += width;
        }
        return colours.count() * PHOTOGRAPH_OF > looked * PHOTOGRAPH;
    }

    /** Whether it is as large as tiles are: none of the right or bottom edge. */
    boolean isWhole() {
        return width == Tile.SIDE && height == Tile.SIDE;
    }

    /** Notes that the unit shows the staged tile. */
    void show() {
        for (int row = 0; row < height; row++) {
            System.arraycopy(pixels, row * Tile.SIDE, shown, (y + row) * stride + x, width);
        }
    }
}
