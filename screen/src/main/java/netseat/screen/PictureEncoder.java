package netseat.screen;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Writes drawing commands that bring a display unit's picture up to date with a framebuffer. It remembers what the unit
 * shows, and all that the unit remembers, so that only what truly differs is sent, and that as briefly as the format
 * allows.
 *
 * <p>A picture takes no more than about a frame's time, and a few frames' when it is very large and the link fast: what has no
 * time in it is left for the next picture.
 *
 * <p>Owned by one thread at a time; allocates on a new mode and when something moved.
 */
public final class PictureEncoder {
    /** What {@link #encode} needs at least in a buffer. */
    public static final int MIN_BUFFER = 48 * 1024;

    /** A picture without a bound on its length. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** On a link with fewer bytes a second than this, what moves may be shown with loss for a moment. */
    private static final long SLOW_LINK = 2_500_000;

    private static final int COPY_LENGTH = 13;

    /** So many changed tiles are worth a search for what moved. */
    private static final int SEARCH_FROM = 12;

    /** A search was worth it when it found more than one in so many of them. */
    private static final int WORTH = 8;

    /** After searches in vain so many pictures at most are not searched. */
    private static final int MOST_UNSEARCHED = 16;

    private final PictureFormat format;
    private final LongSupplier clock;
    private final TileWriter writer;
    private final List<Motion> copied = new ArrayList<>();

    private Framebuffer source = new Framebuffer(1, 1);

    private boolean following;
    private TileOrder order = new TileOrder(new Damage(1, 1));
    private int[] shown = new int[1];
    private StagedTile tile = new StagedTile(source, 0, shown);
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
    private int lengthLeft;

    /** An encoder for units of this format; it needs {@link #begin} first. */
    public PictureEncoder(PictureFormat format) {
        this(format, System::nanoTime);
    }

    /** With a clock of one's own, in nanoseconds. */
    PictureEncoder(PictureFormat format, LongSupplier clock) {
        this.format = format;
        this.clock = clock;
        writer = format.models() ? new CodedTiles(format.caches(), clock) : new PlainCommands();
    }

    /**
     * The same state, on its own from now on: what the unit shows and remembers, between two pictures.
     *
     * @param damage the damage of the new onlooker
     */
    private PictureEncoder(PictureEncoder other, Damage damage) {
        format = other.format;
        clock = other.clock;
        writer = other.writer.fork();
        source = other.source;
        order = new TileOrder(damage);
        passing = new PassingStage(other.passing);
        forgets = other.forgets;
        shown = other.shown.clone();
        tile = new StagedTile(source, format.mask(), shown);
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
        forgets = true;
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

    /** How fast the unit's link is, in bytes a second: what is slow to send is worth the time to make it shorter. */
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
        order = new TileOrder(onlooker);
        if (shown.length != from.pixels().length) {
            shown = new int[from.pixels().length];
        } else {
            Arrays.fill(shown, 0);
        }
        tile = new StagedTile(from, format.mask(), shown);
        if (changed.length != tile.count) {
            changed = new int[tile.count];
        }
        motion = new MotionSearch(from, format.mask(), shown);
        passing = new PassingStage(from.width(), from.height(), format.passes());
        forgets = false;
        writer.forget();
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
        writer.start(clock.getAsLong(), linkSpeed);
        tile.drawFrom(source.pixels());
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
        tile.drawFrom(other.shown);
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
                writer.forget(out);
            }
            if (following) {
                lookAtAll();
            } else {
                look(out);
            }
            done = 0;
            looked = true;
        }
        boolean all = draw(out);
        lengthLeft -= out.position() - from;
        return all;
    }

    private void look(ByteBuffer out) {
        count = order.gather(changed, tile);
        if (format.copies() && count >= SEARCH_FROM) {
            search(out);
        }
        if (passing.isPossible()) {
            long now = clock.getAsLong();
            count = passing.cover(changed, count, linkSpeed < SLOW_LINK, source, tile, now, out);
            count = passing.refine(changed, count, now);
        }
    }

    private void lookAtAll() {
        count = 0;
        for (int at = 0; at < changed.length; at++) {
            if (tile.test(at)) {
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
        int found = motion.search(changed, count, moved -> copy(moved, out));
        pause = found > count / WORTH ? 0 : Math.min(MOST_UNSEARCHED, pause == 0 ? 1 : 2 * pause);
        copied.forEach(this::lookAgain);
        if (copied.size() == 1) {
            leaveOut(copied.getFirst());
        }
    }

    /** What was copied, and by nothing else, is as it should be: the search has just compared it. */
    private void leaveOut(Motion moved) {
        int columns = Tile.across(source.width());
        int left = count;
        count = 0;
        for (int i = 0; i < left; i++) {
            if (!moved.hasWhole(changed[i] % columns, changed[i] / columns, source)) {
                changed[count++] = changed[i];
            }
        }
    }

    /** What was copied may have been the source of the next copy: whatever it touched and now differs is to be drawn. */
    private void lookAgain(Motion moved) {
        for (int row = moved.y() / Tile.SIDE; row * Tile.SIDE < moved.y() + moved.height(); row++) {
            for (int column = moved.x() / Tile.SIDE; column * Tile.SIDE < moved.x() + moved.width(); column++) {
                int at = row * Tile.across(source.width()) + column;
                passing.uncover(at);
                if (!motion.hasChanged(at) && count < changed.length && tile.test(at)) {
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

    /** Draws as many tiles as go into the buffer and the picture; returns whether no more are to be drawn. */
    private boolean draw(ByteBuffer out) {
        writer.begin(out);
        for (; done < count; done++) {
            if (!writer.hasRoom()) {
                writer.end();
                return false;
            }
            if (writer.length() > lengthLeft || writer.isLate()) {
                order.postpone(changed, done, count);
                break;
            }
            int at = changed[done];
            boolean differs = tile.stage(at);
            if (passing.uncover(at) || differs) {
                writer.write(tile, count);
            }
        }
        writer.end();
        return true;
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
