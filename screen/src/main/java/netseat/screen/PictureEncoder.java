package netseat.screen;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/**
 * Writes drawing commands that bring a display unit's picture up to date with a framebuffer. It remembers what the unit
 * shows, and all that the unit remembers, so that only what truly differs is sent, and that as briefly as the format
 * allows.
 *
 * <p>A picture takes at most about {@link #FRAME_NANOS} of time: what the models cannot do in it is sent plainly, which is
 * quick and long, or on a slow link left for the next picture.
 *
 * <p>Owned by one thread at a time; allocates on a new mode and when something moved.
 */
public final class PictureEncoder implements IntPredicate, PassingStage.Tiles {
    /** What {@link #encode} needs at least in a buffer. */
    public static final int MIN_BUFFER = 48 * 1024;

    /** The time that one picture may take: the better part of a frame at 60 Hz. */
    static final long FRAME_NANOS = 11_000_000;

    /** A picture without a bound on its length. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** A link with more bytes a second than this takes plain tiles faster than they could be made shorter. */
    private static final long FAST_LINK = 12_500_000;

    /** On a link with fewer bytes a second than this, what moves may be shown with loss for a moment. */
    private static final long SLOW_LINK = 2_500_000;

    /** The most that one tile may add to the coded bits, by the least likely bits of {@link BitCoder}. */
    private static final int LONGEST_CODED = 24 * 1024;

    /** The most bytes of a COPY command, and of a plain tile command. */
    private static final int COPY_LENGTH = 13;

    private static final int LONGEST_PLAIN = 6 + PlainTile.LONGEST;

    /** Room for the head of a TILES command. */
    private static final int TILES_HEAD = 8;

    private static final int CODED_CAPACITY = 256 * 1024;

    /** So many changed tiles are worth a search for what moved. */
    private static final int SEARCH_FROM = 12;

    /** After searches in vain so many pictures at most are not searched. */
    private static final int MOST_UNSEARCHED = 16;

    /** With more colours than this a tile is a photograph's. */
    private static final int PHOTO_COLOURS = 200;

    private final PictureFormat format;
    private final LongSupplier clock;
    private final int[] tile = new int[Tile.SIDE * Tile.SIDE];
    private final PlainTile plain = new PlainTile();
    private final QuickTile quick = new QuickTile();
    private final ColourCount colourCount = new ColourCount();
    private final BitEncoder coder = new BitEncoder(CODED_CAPACITY);
    private final ByteBuffer side = ByteBuffer.allocate(CODED_CAPACITY);
    private final TileCoder models;
    private final TileIndex index;
    private final Pace pace;
    private final List<Motion> copied = new ArrayList<>();

    private Framebuffer source = new Framebuffer(1, 1);

    /** What is drawn from: the source's pixels, or those that another encoder's units show. */
    private int[] pixels = source.pixels();

    private boolean following;
    private TileOrder order = new TileOrder(new Damage(1, 1));
    private int[] shown = new int[1];
    private int columns = 1;
    private MotionSearch motion = new MotionSearch(source, 0, shown);
    private PassingStage passing = new PassingStage(1, 1, false);
    private boolean forgets;
    private long linkSpeed = Long.MAX_VALUE;
    private int unsearched;
    private int pause;

    // Of the picture at hand: the tiles that differ, and how far it is.
    private int[] changed = new int[1];
    private int count;
    private int done;
    private boolean looked;
    private long deadline;
    private int lengthLeft;
    private boolean coding;

    // The FILL that was written last and may still grow to the right: where its width stands, and what would continue
    // it.
    private int fillWidthAt = -1;
    private int fillNextX;
    private int fillY;
    private int fillColour;

    /** An encoder for units of this format; it needs {@link #begin} first. */
    public PictureEncoder(PictureFormat format) {
        this(format, System::nanoTime);
    }

    /** With a clock of one's own, in nanoseconds. */
    PictureEncoder(PictureFormat format, LongSupplier clock) {
        this.format = format;
        this.clock = clock;
        models = new TileCoder();
        index = new TileIndex();
        pace = new Pace();
    }

    /**
     * The same state, on its own from now on: what the unit shows and remembers, between two pictures.
     *
     * @param damage the damage of the new onlooker
     */
    private PictureEncoder(PictureEncoder other, Damage damage) {
        format = other.format;
        clock = other.clock;
        models = new TileCoder(other.models);
        index = new TileIndex(other.index);
        pace = new Pace(other.pace);
        source = other.source;
        pixels = source.pixels();
        order = new TileOrder(damage);
        passing = new PassingStage(other.passing);
        forgets = other.forgets;
        shown = other.shown.clone();
        columns = other.columns;
        motion = new MotionSearch(source, format.mask(), shown);
        changed = new int[other.changed.length];
        linkSpeed = other.linkSpeed;
    }

    /**
     * An encoder that goes on from here on its own, for units that have been fed by this one.
     *
     * @param itsDamage the damage of the same source that it is to look at; marked whole here, as what was marked in the
     *     damage of this one may be on its way still, and a tile that does not differ costs no byte
     */
    public PictureEncoder fork(Damage itsDamage) {
        itsDamage.markAll();
        return new PictureEncoder(this, itsDamage);
    }

    /**
     * Whether units that are fed by the other encoder may be fed by this one from now on, after a {@link #forget}: they
     * show the same. Both encoders' threads stand still meanwhile.
     */
    public boolean isInStepWith(PictureEncoder other) {
        return source == other.source
                && format.equals(other.format)
                && passing.isUncovered()
                && other.passing.isUncovered()
                && Arrays.equals(shown, other.shown);
    }

    /**
     * The units no longer remember the same, though they show the same: the next update begins with a command that makes
     * them all forget.
     */
    public void forget() {
        forgets = format.models();
    }

    /** Whether no tile is marked that is yet to be looked at, and none is shown with loss that stands still. */
    public boolean isUpToDate() {
        return order.isEmpty() && (passing.isUncovered() || untilRefined() > 0);
    }

    /** In how many nanoseconds something that is shown with loss will stand still, and is to be drawn exactly. */
    public long untilRefined() {
        return passing.untilStill(clock.getAsLong());
    }

    /** Whether so many tiles or fewer are to be looked at, and none was left over by the last update. */
    public boolean isBehindByAtMost(int tiles) {
        return order.isAtMost(tiles);
    }

    public PictureFormat format() {
        return format;
    }

    /** How fast the unit's link is, in bytes a second: what is slow to send is worth more time to make it shorter. */
    public void linkSpeed(long bytesPerSecond) {
        linkSpeed = bytesPerSecond;
    }

    /**
     * Starts a new picture from nothing: MODE, and everything is to be sent.
     *
     * @param onlooker the damage of that source; marked whole here
     * @param out with at least 5 bytes left
     */
    public void begin(Framebuffer from, Damage onlooker, ByteBuffer out) {
        source = from;
        pixels = from.pixels();
        order = new TileOrder(onlooker);
        if (shown.length != from.pixels().length || columns != onlooker.columns()) {
            shown = new int[from.pixels().length];
            columns = onlooker.columns();
            changed = new int[onlooker.columns() * onlooker.rows()];
        } else {
            Arrays.fill(shown, 0);
        }
        motion = new MotionSearch(from, format.mask(), shown);
        passing = new PassingStage(from.width(), from.height(), format.passes());
        forgets = false;
        models.forget();
        index.forget();
        // From black nothing moved.
        pause = 1;
        unsearched = 0;
        onlooker.markAll();
        out.put((byte) DrawingCommand.MODE);
        out.putShort((short) from.width()).putShort((short) from.height());
        start(UNLIMITED);
    }

    /**
     * Starts the next update of the same picture.
     *
     * @param mostBytes when so many or more are written no further tile is begun: it waits for the next update
     */
    public void start(int mostBytes) {
        looked = false;
        lengthLeft = mostBytes;
        fillWidthAt = -1;
        deadline = clock.getAsLong() + FRAME_NANOS;
        pixels = source.pixels();
        following = false;
    }

    /** Whether {@link #follow} can bring the units to what those of the other encoder show. */
    public boolean canFollow(PictureEncoder other) {
        return source == other.source
                && format.equals(other.format)
                && passing.isUncovered()
                && other.passing.isUncovered();
    }

    /**
     * Starts an update of another kind: it draws what the units of another encoder show in place of what the source is.
     * When it is complete, {@link #isInStepWith} is true, unless the budget or the time did not suffice; then all damage is
     * to be marked. The other encoder's thread stands still until then.
     */
    public void follow(PictureEncoder other, int mostBytes) {
        start(mostBytes);
        pixels = other.shown;
        following = true;
    }

    /** The source that {@link #begin} named. */
    public Framebuffer source() {
        return source;
    }

    /**
     * Writes commands for what differs.
     *
     * @param out with {@link #MIN_BUFFER} bytes or more left
     * @return true when the update is complete, false when {@code out} is full and this is to be called again with
     *     another buffer
     */
    public boolean encode(ByteBuffer out) {
        int from = out.position();
        if (!looked) {
            if (forgets) {
                forgets = false;
                models.forget();
                index.forget();
                out.put((byte) DrawingCommand.FORGET);
            }
            if (following) {
                lookAtAll();
            } else {
                look(out);
            }
            done = 0;
            looked = true;
        }
        boolean all = format.models() ? drawCoded(out) : drawPlain(out);
        fillWidthAt = -1;
        lengthLeft -= out.position() - from;
        return all;
    }

    private void look(ByteBuffer out) {
        count = order.gather(changed, this);
        if (format.copies() && count >= SEARCH_FROM) {
            search(out);
        }
        if (passing.isPossible()) {
            long now = clock.getAsLong();
            count = passing.cover(changed, count, linkSpeed < SLOW_LINK, source, this, now, out);
            count = passing.refine(changed, count, now);
        }
    }

    private void lookAtAll() {
        count = 0;
        for (int at = 0; at < changed.length; at++) {
            if (test(at)) {
                changed[count++] = at;
            }
        }
    }

    private void search(ByteBuffer out) {
        if (unsearched < pause) {
            unsearched++;
            return;
        }
        unsearched = 0;
        copied.clear();
        boolean found = motion.search(changed, count, moved -> copy(moved, out));
        pause = found ? 0 : Math.min(MOST_UNSEARCHED, pause == 0 ? 1 : 2 * pause);
        copied.forEach(this::lookAgain);
    }

    /** What was copied may have been the source of the next copy: whatever it touched and now differs is to be drawn. */
    private void lookAgain(Motion moved) {
        for (int row = moved.y() / Tile.SIDE; row * Tile.SIDE < moved.y() + moved.height(); row++) {
            for (int column = moved.x() / Tile.SIDE; column * Tile.SIDE < moved.x() + moved.width(); column++) {
                int at = row * columns + column;
                passing.uncover(at);
                if (!motion.hasChanged(at) && count < changed.length && test(at)) {
                    motion.addChanged(at);
                    changed[count++] = at;
                }
            }
        }
    }

    private void copy(Motion moved, ByteBuffer out) {
        if (out.remaining() < COPY_LENGTH) {
            return;
        }
        out.put((byte) DrawingCommand.COPY);
        out.putShort((short) (moved.x() - moved.right())).putShort((short) (moved.y() - moved.down()));
        out.putShort((short) moved.width()).putShort((short) moved.height());
        out.putShort((short) moved.x()).putShort((short) moved.y());
        copied.add(moved);
        Rectangles.copy(
                shown,
                source.width(),
                moved.x() - moved.right(),
                moved.y() - moved.down(),
                moved.width(),
                moved.height(),
                moved.x(),
                moved.y());
    }

    private boolean drawPlain(ByteBuffer out) {
        int first = out.position();
        for (; done < count; done++) {
            if (out.remaining() < LONGEST_PLAIN) {
                return false;
            }
            if (out.position() - first > lengthLeft) {
                order.postpone(changed, done, count);
                break;
            }
            int at = changed[done];
            boolean differs = stage(at);
            if (passing.uncover(at) || differs) {
                plainTile(at % columns, at / columns, out);
            }
        }
        return true;
    }

    private void plainTile(int column, int row, ByteBuffer out) {
        int width = Tile.extent(column, source.width());
        int height = Tile.extent(row, source.height());
        int colours = plain.count(tile, width, height);
        show(column, row, width, height);
        if (colours == 1) {
            fill(column * Tile.SIDE, row * Tile.SIDE, width, height, tile[0], out);
            return;
        }
        fillWidthAt = -1;
        if (colours == 2) {
            tileHead(DrawingCommand.TWO, column, row, out);
            plain.indexed(width * height, out);
        } else if (colours <= PlainTile.MAX_COLOURS) {
            tileHead(DrawingCommand.PALETTE, column, row, out);
            out.put((byte) colours);
            plain.indexed(width * height, out);
        } else {
            tileHead(DrawingCommand.LITERAL, column, row, out);
            PlainTile.literal(tile, width, height, out);
        }
    }

    /** One TILES command with as many tiles as go in. */
    private boolean drawCoded(ByteBuffer out) {
        int room = Math.min(out.remaining(), CODED_CAPACITY) - TILES_HEAD;
        int first = out.position();
        coding = false;
        for (; done < count; done++) {
            int length = coding ? coder.length() + side.position() : 0;
            if (length + LONGEST_CODED + QuickTile.LONGEST > room) {
                finish(out);
                return false;
            }
            if (out.position() - first + length > lengthLeft || isLateOnSlowLink()) {
                order.postpone(changed, done, count);
                break;
            }
            int at = changed[done];
            boolean differs = stage(at);
            if (passing.uncover(at) || differs) {
                codedTile(at);
            }
        }
        finish(out);
        return true;
    }

    private boolean isLateOnSlowLink() {
        return linkSpeed < FAST_LINK && clock.getAsLong() > deadline;
    }

    private void finish(ByteBuffer out) {
        if (!coding) {
            return;
        }
        models.tiles.next(coder, TilesModel.NONE, changed.length);
        int coded = coder.finish();
        out.put((byte) DrawingCommand.TILES);
        int sideLength = side.flip().limit();
        while (sideLength >= 0x80) {
            out.put((byte) (sideLength | 0x80));
            sideLength >>>= 7;
        }
        out.put((byte) sideLength).put(side).put(coder.bytes(), 0, coded);
        coding = false;
    }

    private void codedTile(int at) {
        if (!coding) {
            coding = true;
            coder.start();
            side.clear();
            models.tiles.start();
        }
        int column = at % columns;
        int row = at / columns;
        int x = column * Tile.SIDE;
        int y = row * Tile.SIDE;
        int width = Tile.extent(column, source.width());
        int height = Tile.extent(row, source.height());
        models.tiles.next(coder, at, changed.length);
        int colours = plain.count(tile, width, height);
        if (colours == 1) {
            models.tiles.kind(coder, TilesModel.FILL);
            models.fill(coder, shown, source.width(), x, y, width, height, tile[0]);
            return;
        }
        boolean whole = width == Tile.SIDE && height == Tile.SIDE && format.caches();
        long hash = whole ? index.hash(tile) : 0;
        int slot = whole ? index.find(hash) : -1;
        if (slot >= 0) {
            models.tiles.kind(coder, TilesModel.CACHED);
            models.tiles.slot(coder, slot);
            show(column, row, width, height);
            return;
        }
        int kind = kind(colours, width, height);
        models.tiles.kind(coder, kind);
        long started = clock.getAsLong();
        switch (kind) {
            case TilesModel.SCREEN -> models.screen(coder, shown, source.width(), x, y, width, height, tile);
            case TilesModel.PHOTO -> models.photo(coder, shown, source.width(), x, y, width, height, tile);
            default -> {
                side.put((byte) (colours <= PlainTile.MAX_COLOURS ? colours : 0));
                if (colours <= PlainTile.MAX_COLOURS) {
                    plain.indexed(width * height, side);
                } else {
                    quick.write(tile, width, height, side);
                }
                show(column, row, width, height);
            }
        }
        pace.took(kind, clock.getAsLong() - started);
        if (whole) {
            index.add(hash);
        }
    }

    private int kind(int colours, int width, int height) {
        boolean fast = linkSpeed >= FAST_LINK;
        long rest = fast ? deadline - clock.getAsLong() - pace.of(TilesModel.PLAIN) * (count - done) : Long.MAX_VALUE;
        if (rest < pace.of(TilesModel.SCREEN)) {
            return TilesModel.PLAIN;
        }
        boolean photo = colours > PlainTile.MAX_COLOURS && colourCount.of(tile, width, height) > PHOTO_COLOURS;
        int best = photo ? TilesModel.PHOTO : TilesModel.SCREEN;
        return rest < pace.of(best) ? TilesModel.PLAIN : best;
    }

    /** Whether the tile in what is drawn from differs from what is shown. */
    @Override
    public boolean test(int at) {
        int column = at % columns;
        int row = at / columns;
        int width = Tile.extent(column, source.width());
        int height = Tile.extent(row, source.height());
        int stride = source.width();
        int mask = format.mask();
        for (int y = 0; y < height; y++) {
            int line = (row * Tile.SIDE + y) * stride + column * Tile.SIDE;
            int difference = 0;
            for (int x = 0; x < width; x++) {
                difference |= (pixels[line + x] & mask) ^ shown[line + x];
            }
            if (difference != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int colours(int at) {
        boolean _ = stage(at);
        return colourCount.of(
                tile, Tile.extent(at % columns, source.width()), Tile.extent(at / columns, source.height()));
    }

    /**
     * Copies the tile from the source: the pixels may change while they are read, and from here on only the copy
     * counts.
     *
     * @return false when the unit shows it already
     */
    private boolean stage(int at) {
        int column = at % columns;
        int row = at / columns;
        int width = Tile.extent(column, source.width());
        int height = Tile.extent(row, source.height());
        int stride = source.width();
        int mask = format.mask();
        int difference = 0;
        for (int y = 0; y < height; y++) {
            int line = (row * Tile.SIDE + y) * stride + column * Tile.SIDE;
            int to = y * Tile.SIDE;
            for (int x = 0; x < width; x++) {
                int pixel = pixels[line + x] & mask;
                difference |= pixel ^ shown[line + x];
                tile[to + x] = pixel;
            }
        }
        return difference != 0;
    }

    /** Notes that the unit shows the staged tile. */
    private void show(int column, int row, int width, int height) {
        for (int y = 0; y < height; y++) {
            System.arraycopy(
                    tile, y * Tile.SIDE, shown, (row * Tile.SIDE + y) * source.width() + column * Tile.SIDE, width);
        }
    }

    private void fill(int x, int y, int width, int height, int colour, ByteBuffer out) {
        if (fillWidthAt >= 0 && fillNextX == x && fillY == y && fillColour == colour) {
            out.putShort(fillWidthAt, (short) (out.getShort(fillWidthAt) + width));
        } else {
            out.put((byte) DrawingCommand.FILL).putShort((short) x).putShort((short) y);
            fillWidthAt = out.position();
            out.putShort((short) width).putShort((short) height);
            PlainTile.rgb(colour, out);
            fillY = y;
            fillColour = colour;
        }
        fillNextX = x + width;
    }

    private static void tileHead(int command, int column, int row, ByteBuffer out) {
        out.put((byte) command).putShort((short) column).putShort((short) row);
    }

    /** Writes a pointer shape; {@link #cursorLength} bytes. */
    public static void cursor(CursorShape shape, ByteBuffer out) {
        out.put((byte) DrawingCommand.CURSOR);
        out.putShort((short) shape.width()).putShort((short) shape.height());
        out.putShort((short) shape.hotX()).putShort((short) shape.hotY());
        for (int argb : shape.argb()) {
            out.putInt((argb << 8) | (argb >>> 24));
        }
    }

    /** The length of a pointer shape's command. */
    public static int cursorLength(CursorShape shape) {
        return 9 + 4 * shape.argb().length;
    }

    /** Writes the pointer's place, each clamped to what fits; 6 bytes. */
    public static void pointer(int x, int y, boolean visible, ByteBuffer out) {
        out.put((byte) DrawingCommand.POINTER);
        out.putShort((short) Math.clamp(x, Short.MIN_VALUE, Short.MAX_VALUE));
        out.putShort((short) Math.clamp(y, Short.MIN_VALUE, Short.MAX_VALUE));
        out.put((byte) (visible ? 1 : 0));
    }
}
