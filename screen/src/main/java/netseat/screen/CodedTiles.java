package netseat.screen;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * The TILES command: each tile in the shortest way that time allows. What the models cannot do in time goes plainly beside
 * the coded bits on a fast link; on a slower one it waits for the next picture. Allocates nothing after its construction.
 */
final class CodedTiles extends TileWriter {
    /** A link with more bytes a second than this takes plain tiles faster than they could be made shorter. */
    private static final long FAST_LINK = 12_500_000;

    /** The most that one tile may add to the coded bits, by the least likely bits of {@link BitCoder}. */
    private static final int LONGEST_CODED = 24 * 1024;

    /** The most that one tile may add beside them, and what {@link PackedTile} writes over. */
    private static final int BESIDE = 1 + PackedTile.LONGEST + Long.BYTES;

    /** Room for the head of the command. */
    private static final int HEAD = 8;

    private static final int CAPACITY = 256 * 1024;

    /** In place of a number of colours: how the pixels of a plain tile follow. */
    static final byte PACKED = 0;

    static final byte LITERAL = 1;

    /** With more colours than this a tile is a photograph's. */
    private static final int PHOTO_COLOURS = 200;

    private final boolean caches;
    private final LongSupplier clock;
    private final PlainTile plain = new PlainTile();
    private final PackedTile packed = new PackedTile();
    private final BitEncoder coder = new BitEncoder(CAPACITY);
    private final ByteBuffer side = ByteBuffer.allocate(CAPACITY);
    private final TileCoder models;
    private final TileIndex index;
    private final Pace pace;

    private long deadline;
    private long linkSpeed;

    /** When the last tile was done. */
    private long lastAt;

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
        pace = new Pace();
    }

    private CodedTiles(CodedTiles other) {
        caches = other.caches;
        clock = other.clock;
        models = new TileCoder(other.models);
        index = new TileIndex(other.index);
        pace = new Pace(other.pace);
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
    void start(long until, long bytesPerSecond) {
        deadline = until;
        linkSpeed = bytesPerSecond;
    }

    @Override
    void begin(ByteBuffer to) {
        out = to;
        room = Math.min(to.remaining(), CAPACITY) - HEAD;
        coding = false;
        lastAt = clock.getAsLong();
    }

    @Override
    boolean hasRoom() {
        return length() + LONGEST_CODED + BESIDE <= room;
    }

    @Override
    int length() {
        return coding ? coder.length() + side.position() : 0;
    }

    @Override
    boolean isLate() {
        return linkSpeed < FAST_LINK && clock.getAsLong() > deadline;
    }

    @Override
    void write(StagedTile tile, int left) {
        if (!coding) {
            coding = true;
            coder.start();
            side.clear();
            models.tiles.start();
            tileCount = tile.count;
        }
        models.tiles.next(coder, tile.number, tileCount);
        int kind = draw(tile, left);
        long now = clock.getAsLong();
        if (kind != TilesModel.FILL && kind != TilesModel.CACHED) {
            pace.took(kind, now - lastAt);
        }
        lastAt = now;
    }

    /** Draws the tile; returns in which of the kinds of {@link TilesModel}. */
    private int draw(StagedTile tile, int left) {
        int colours = plain.count(tile.pixels, tile.width, tile.height);
        if (colours == 1) {
            models.tiles.kind(coder, TilesModel.FILL);
            models.fill(coder, tile);
            return TilesModel.FILL;
        }
        boolean kept = caches && tile.isWhole();
        long hash = kept ? index.hash(tile.pixels) : 0;
        int slot = kept ? index.find(hash) : -1;
        if (slot >= 0) {
            models.tiles.kind(coder, TilesModel.CACHED);
            models.tiles.slot(coder, slot);
            tile.show();
            return TilesModel.CACHED;
        }
        int kind = kind(tile, colours, left);
        models.tiles.kind(coder, kind);
        switch (kind) {
            case TilesModel.SCREEN -> models.screen(coder, tile);
            case TilesModel.PHOTO -> models.photo(coder, tile);
            default -> beside(tile, colours);
        }
        if (kept) {
            index.add(hash);
        }
        return kind;
    }

    private int kind(StagedTile tile, int colours, int left) {
        boolean fast = linkSpeed >= FAST_LINK;
        long rest = fast ? deadline - lastAt - pace.of(TilesModel.PLAIN) * left : Long.MAX_VALUE;
        if (rest < pace.of(TilesModel.SCREEN)) {
            return TilesModel.PLAIN;
        }
        boolean photo = colours > PlainTile.MAX_COLOURS && tile.colours() > PHOTO_COLOURS;
        int best = photo ? TilesModel.PHOTO : TilesModel.SCREEN;
        return rest < pace.of(best) ? TilesModel.PLAIN : best;
    }

    private void beside(StagedTile tile, int colours) {
        if (colours <= PlainTile.MAX_COLOURS) {
            side.put((byte) colours);
            plain.indexed(tile.width * tile.height, side);
        } else {
            int from = side.position();
            side.put(PACKED);
            packed.write(tile.pixels, tile.width, tile.height, side);
            if (side.position() - from > 1 + 3 * tile.width * tile.height) {
                side.position(from).put(LITERAL);
                PlainTile.literal(tile.pixels, tile.width, tile.height, side);
            }
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
        int sideLength = side.flip().limit();
        while (sideLength >= 0x80) {
            out.put((byte) (sideLength | 0x80));
            sideLength >>>= 7;
        }
        out.put((byte) sideLength).put(side).put(coder.bytes(), 0, coded);
    }
}
