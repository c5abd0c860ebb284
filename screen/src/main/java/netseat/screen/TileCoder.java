package netseat.screen;

import java.util.Arrays;

/**
 * All that both ends remember of a picture's tiles to code the next ones: the models, kept across pictures. A tile is coded
 * and drawn in what is shown; the encoder's is staged, the decoder's only stands at its place. Owned by one thread; allocates
 * nothing after its construction.
 */
final class TileCoder {
    final TilesModel tiles;
    final QuickModel quick;
    private final Surroundings around = new Surroundings();
    private final PhotoModel photo;
    private final RecentColours recent;
    private final ScreenModel screen;

    TileCoder() {
        tiles = new TilesModel();
        quick = new QuickModel();
        photo = new PhotoModel();
        recent = new RecentColours();
        screen = new ScreenModel(photo, recent);
        forget();
    }

    /** The same state, on its own from now on. */
    TileCoder(TileCoder other) {
        tiles = new TilesModel(other.tiles);
        quick = new QuickModel(other.quick);
        photo = new PhotoModel(other.photo);
        recent = new RecentColours(other.recent);
        screen = new ScreenModel(other.screen, photo, recent);
    }

    void forget() {
        tiles.forget();
        quick.forget();
        photo.forget();
        recent.forget();
        screen.forget();
    }

    /** Codes a tile of one colour. */
    void fill(BitCoder coder, StagedTile tile) {
        around.stand(tile.shown, tile.stride, tile.x, tile.y);
        int colour = recent.colour(coder, photo, around, tile.pixels[0]);
        for (int row = 0; row < tile.height; row++) {
            int at = (tile.y + row) * tile.stride + tile.x;
            Arrays.fill(tile.shown, at, at + tile.width, colour);
        }
    }

    /** Codes a tile as {@link ScreenModel} does. */
    void screen(BitCoder coder, StagedTile tile) {
        screen.tile(coder, around, tile);
    }

    /** Codes a tile as {@link PhotoModel} does. */
    void photo(BitCoder coder, StagedTile tile) {
        for (int row = 0; row < tile.height; row++) {
            around.stand(tile.shown, tile.stride, tile.x, tile.y + row);
            int at = (tile.y + row) * tile.stride + tile.x;
            for (int column = 0; column < tile.width; column++) {
                int pixel = photo.pixel(coder, around, tile.pixels[row * Tile.SIDE + column]);
                tile.shown[at + column] = pixel;
                around.step(pixel);
            }
        }
    }
}
