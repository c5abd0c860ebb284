package netseat.screen;

/**
 * One rectangle of the new picture that stood elsewhere in the one before.
 *
 * @param x where it stands now, in pixels
 * @param right how far it went to the right, negative to the left
 * @param down how far it went down
 */
record Motion(int x, int y, int width, int height, int right, int down) {
    /** Whether a tile of this picture stands in it whole now. */
    boolean hasWhole(int column, int row, Framebuffer picture) {
        int left = column * Tile.SIDE;
        int top = row * Tile.SIDE;
        return left >= x
                && top >= y
                && left + Tile.extent(column, picture.width()) <= x + width
                && top + Tile.extent(row, picture.height()) <= y + height;
    }
}
