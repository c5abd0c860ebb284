package netseat.screen;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * The TILES command. On a link where bytes cost more than time each tile is as short as the models make it; on a faster one
 * they are left to pictures of a few tiles, such as a typed character, and all else is coded quickly. What there is no time
 * for waits for the next picture. Allocates nothing after its construction.
 */
final class CodedTiles extends TileWriter {
    /** A link with more bytes a second than this takes tiles faster than they could be made shorter. */
    private static final long FAST_LINK = 12_500_000;

    /** The most that one tile may add to the coded bits, by the least likely bits of {@link BitCoder}. */
    private static final int LONGEST_CODED = 24 * 1024;

    /** The most that one tile may add beside them, and what {@link BitWriter} writes over. */
    private static final int BESIDE = QuickTileWriter.LONGEST + Long.BYTES;

    /** Room for the head of the command. */
    private static final int HEAD = 8;

    private static final int CAPACITY = 256 * 1024;

    /** On a fast link the models draw pictures of so many tiles or fewer. */
    private static final int FEW = 16;

    /** The time that a picture may take: the better part of a frame at 60 Hz; */
    private static final long FRAME_NANOS = 13_000_000;

    /**
     * on a fast link, where a whole screen needs less than that, a few frames: only a very large one is sent in parts, and
     * one on a machine that has too much to do is not, for what moves is best found between whole pictures.
     */
    private static final long FRAMES_NANOS = 3 * FRAME_NANOS;

    private final boolean caches;
    private final LongSupplier clock;
    private final BitEncoder coder = new BitEncoder(CAPACITY);
    private final BitWriter side = new BitWriter(CAPACITY);
    private final QuickTileWriter quick = new QuickTileWriter();
    private final TileCoder models;
    private final TileIndex index;

    private long deadline;
    private boolean isFast;

    private ByteBuffer out = ByteBuffer.allocate(0);
    private int room;
    private int tileCount;

    /** Whether a tile has been written since {@link #begin}. */
    private boolean coding;

    /**
     * Nothing is remembered.
     *
     * @param caches whether the units keep what they drew
     * @param clock in nanoseconds
     */
    CodedTiles(boolean caches, LongSupplier clock) {
        this.caches = caches;
        this.clock = clock;
        models = new TileCoder();
        index = new TileIndex();
    }

    private CodedTiles(CodedTiles other) {
        caches = other.caches;
        clock = other.clock;
        models = new TileCoder(other.models);
        index = new TileIndex(other.index);
    }

    @Override
    TileWriter fork() {
        return new CodedTiles(this);
    }

    @Override
    void forget(ByteBuffer to) {
        forget();
        to.put((byte) DrawingCommand.FORGET);
    }

    @Override
    void forget() {
        models.forget();
        index.forget();
    }

    @Override
    void start(long now, long linkSpeed) {
        isFast = linkSpeed >= FAST_LINK;
        deadline = now + (isFast ? FRAMES_NANOS : FRAME_NANOS);
    }

    @Override
    void begin(ByteBuffer to) {
        out = to;
        room = Math.min(to.remaining(), CAPACITY) - HEAD;
        coding = false;
    }

    @Override
    boolean hasRoom() {
        return length() + LONGEST_CODED + BESIDE <= room;
    }

    @Override
    int length() {
        return coding ? coder.length() + side.length() : 0;
    }

    @Override
    boolean isLate() {
        return coding && clock.getAsLong() > deadline;
    }

    @Override
    void write(StagedTile tile, int count) {
        if (!coding) {
            coding = true;
            coder.start();
            side.start();
            models.tiles.start();
            tileCount = tile.count;
        }
        models.tiles.next(coder, tile.number, tileCount);
        draw(tile, isFast && count > FEW);
    }

    private void draw(StagedTile tile, boolean quickly) {
        if (tile.isOneColour()) {
            models.tiles.kind(coder, TilesModel.FILL);
            models.fill(coder, tile);
            return;
        }
        boolean kept = caches && tile.isWhole();
        long hash = kept ? index.hash(tile.pixels) : 0;
        int slot = kept ? index.find(hash) : -1;
        if (slot >= 0) {
            models.tiles.kind(coder, TilesModel.CACHED);
            models.tiles.slot(coder, slot);
            tile.show();
            return;
        }
        if (quickly) {
            quick(tile);
        } else {
            model(tile);
        }
        if (kept) {
            index.add(hash);
        }
    }

    /** Draws the tile as short as the models make it. */
    private void model(StagedTile tile) {
        if (!tile.isPhotograph()) {
            models.tiles.kind(coder, TilesModel.SCREEN);
            models.screen(coder, tile);
        } else if (isNoise(tile)) {
            beside(tile, TilesModel.LITERAL);
        } else {
            models.tiles.kind(coder, TilesModel.PHOTO);
            models.photo(coder, tile);
        }
    }

    /** Draws the tile quickly. */
    private void quick(StagedTile tile) {
        if (!tile.isPhotograph()) {
            quick.look(tile);
            beside(tile, TilesModel.RUNS);
        } else {
            beside(tile, isNoise(tile) ? TilesModel.LITERAL : TilesModel.DIFFERENCES);
        }
    }

    /** Looks at a tile, and whether nothing can be foretold of it. */
    private boolean isNoise(StagedTile tile) {
        quick.look(tile);
        quick.findDifferences();
        return !quick.areDifferencesShort(models.quick);
    }

    /** Draws the tile that was looked at. */
    private void beside(StagedTile tile, int kind) {
        models.tiles.kind(coder, kind);
        switch (kind) {
            case TilesModel.RUNS -> quick.runs(models.quick, side);
            case TilesModel.DIFFERENCES -> quick.differences(models.quick, side);
            default -> quick.literal(side);
        }
        tile.show();
    }

    @Override
    void end() {
        if (!coding) {
            return;
        }
        coding = false;
        models.tiles.next(coder, TilesModel.NONE, tileCount);
        int coded = coder.finish();
        out.put((byte) DrawingCommand.TILES);
        int sideLength = side.length();
        int length = sideLength;
        while (length >= 0x80) {
            out.put((byte) (length | 0x80));
            length >>>= 7;
        }
        out.put((byte) length).put(side.bytes(), 0, sideLength).put(coder.bytes(), 0, coded);
    }
}
