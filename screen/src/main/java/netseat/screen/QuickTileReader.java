package netseat.screen;

/** Draws the tiles of a {@link QuickTileWriter}. Owned by one thread; allocates nothing. */
final class QuickTileReader {
    private static final int RGB = 0xFFFFFF;
    private static final int PIXEL_BITS = 24;

    /** The run's symbol is the next one. */
    private static final int NONE = -1;

    /** All that are left: more than a tile has pixels. */
    private static final int ALL_LEFT = 1 << 16;

    private final Surroundings around = new Surroundings();

    /** Draws a tile of runs, and of what was not expected. */
    void runs(QuickModel model, BitReader in, StagedTile tile) throws BadPictureException {
        int run = NONE;
        for (int y = 0; y < tile.height; y++) {
            around.stand(tile.shown, tile.stride, tile.x, tile.y + y);
            int to = (tile.y + y) * tile.stride + tile.x;
            for (int x = 0; x < tile.width; x++) {
                if (run == NONE) {
                    run = run(model, in);
                }
                int place = QuickModel.place(around.w, around.n, around.nw, around.ne, around.ww, around.nn);
                int known = model.memory[place];
                int pixel;
                if (run > 0) {
                    run--;
                    pixel = (around.w + (known >> 1)) & RGB;
                    model.memory[place] = known | 1;
                } else {
                    run = NONE;
                    pixel = miss(model, in);
                    model.memory[place] = QuickModel.learned(known, pixel - around.w);
                }
                tile.shown[to + x] = pixel;
                around.step(pixel);
            }
        }
        if (run != NONE && run < ALL_LEFT / 2) {
            throw new BadPictureException("a run beyond its tile");
        }
    }

    private static int run(QuickModel model, BitReader in) throws BadPictureException {
        int symbol = model.runs.take(in);
        if (symbol == QuickModel.ALL) {
            return ALL_LEFT;
        }
        int bits = QuickModel.runBits(symbol);
        return bits == 0 ? symbol : 1 << bits | in.take(bits);
    }

    private int miss(QuickModel model, BitReader in) throws BadPictureException {
        int symbol = model.misses.take(in);
        int pixel = symbol < QuickModel.NEW ? model.colour(symbol) : pixel(symbol - QuickModel.NEW, in);
        int _ = model.note(pixel);
        return pixel;
    }

    /** Draws a tile of differences. */
    void differences(QuickModel model, BitReader in, StagedTile tile) throws BadPictureException {
        for (int y = 0; y < tile.height; y++) {
            around.stand(tile.shown, tile.stride, tile.x, tile.y + y);
            int to = (tile.y + y) * tile.stride + tile.x;
            for (int x = 0; x < tile.width; x++) {
                int pixel = pixel(model.differences.take(in), in);
                tile.shown[to + x] = pixel;
                around.step(pixel);
            }
        }
    }

    /** The pixel that differs so from its guess. */
    private int pixel(int symbol, BitReader in) throws BadPictureException {
        int ofGreen = QuickModel.greenBits(symbol);
        int ofEach = QuickModel.otherBits(symbol);
        int green = (symbol < QuickModel.SIZES ? 0 : 1 << ofGreen) | in.take(ofGreen);
        int red = in.take(ofEach);
        int blue = in.take(ofEach);
        int off = QuickModel.unfolded(green);
        return channel(off, 8)
                | channel(QuickModel.unfolded(red) + off, 16)
                | channel(QuickModel.unfolded(blue) + off, 0);
    }

    private int channel(int off, int shift) {
        return ((QuickModel.guess(around.w, around.n, around.nw, shift) + off) & 0xFF) << shift;
    }

    /** Draws a tile of pixels as they are. */
    void literal(BitReader in, StagedTile tile) throws BadPictureException {
        for (int y = 0; y < tile.height; y++) {
            int to = (tile.y + y) * tile.stride + tile.x;
            for (int x = 0; x < tile.width; x++) {
                tile.shown[to + x] = in.take(PIXEL_BITS);
            }
        }
    }
}
