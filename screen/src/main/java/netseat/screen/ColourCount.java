package netseat.screen;

/** Counts the colours of a tile. Owned by one thread; allocates nothing. */
final class ColourCount {
    private static final int BITS = 10;

    private final int[] colours = new int[1 << BITS];
    private final int[] rounds = new int[1 << BITS];
    private int round;

    /** How many colours the tile has. */
    int of(int[] tile, int width, int height) {
        round++;
        int count = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int pixel = tile[y * Tile.SIDE + x];
                int at = (pixel * 0x2C1B3C6D) >>> (32 - BITS);
                while (rounds[at] == round && colours[at] != pixel) {
                    at = (at + 1) & (colours.length - 1);
                }
                if (rounds[at] != round) {
                    rounds[at] = round;
                    colours[at] = pixel;
                    count++;
                }
            }
        }
        return count;
    }
}
