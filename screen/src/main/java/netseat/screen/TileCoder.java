package netseat.screen;

/**
 * All that both ends remember of a picture's tiles to code the next ones: the models, kept across pictures. Owned by one
 * thread; allocates nothing after its construction.
 */
final class TileCoder {
    final TilesModel tiles;
    final Surroundings around = new Surroundings();
    private final PhotoModel photo;
    private final RecentColours recent;
    private final ScreenModel screen;

    TileCoder() {
        tiles = new TilesModel();
        photo = new PhotoModel();
        recent = new RecentColours();
        screen = new ScreenModel(photo, recent);
        forget();
    }

    /** The same state, on its own from now on. */
    TileCoder(TileCoder other) {
        tiles = new TilesModel(other.tiles);
        photo = new PhotoModel(other.photo);
        recent = new RecentColours(other.recent);
        screen = new ScreenModel(other.screen, photo, recent);
    }

    void forget() {
        tiles.forget();
        photo.forget();
        recent.forget();
        screen.forget();
    }

    /** Codes a tile of one colour and draws it. */
    void fill(BitCoder coder, int[] picture, int width, int x, int y, int w, int h, int wanted) {
        around.stand(picture, width, x, y);
        int colour = recent.colour(coder, photo, around, wanted);
        for (int row = 0; row < h; row++) {
            int at = (y + row) * width + x;
            java.util.Arrays.fill(picture, at, at + w, colour);
        }
    }

    /** Codes a tile as {@link ScreenModel} does and draws it. */
    void screen(BitCoder coder, int[] picture, int width, int x, int y, int w, int h, int[] wanted) {
        screen.tile(coder, around, picture, width, x, y, w, h, wanted);
    }

    /** Codes a tile as {@link PhotoModel} does and draws it. */
    void photo(BitCoder coder, int[] picture, int width, int x0, int y0, int w, int h, int[] wanted) {
        for (int y = 0; y < h; y++) {
            around.stand(picture, width, x0, y0 + y);
            int at = (y0 + y) * width + x0;
            for (int x = 0; x < w; x++) {
                int pixel = photo.pixel(coder, around, wanted[y * Tile.SIDE + x]);
                picture[at + x] = pixel;
                around.step(pixel);
            }
        }
    }
}
