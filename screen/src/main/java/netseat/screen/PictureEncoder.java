package netseat.screen;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes drawing commands that bring the picture of display units up to date with a framebuffer. It remembers what they
 * show, so that only what truly differs is sent. It feeds one unit, or several that get the same bytes. One thread at a
 * time; allocates only on a new mode.
 */
public final class PictureEncoder {
    private static final int PIXELS = Tile.SIDE * Tile.SIDE;
    private static final int MAX_COLOURS = 16;

    /** The longest tile command: code, tile, and each pixel's three bytes. */
    private static final int LONGEST_TILE = 5 + 3 * PIXELS;

    /** A picture without a bound on its length. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private final PictureFormat format;
    private final int[] tile = new int[PIXELS];
    private final byte[] index = new byte[PIXELS];
    private final int[] palette = new int[MAX_COLOURS];

    private Framebuffer source = new Framebuffer(1, 1);
    private Damage damage = new Damage(1, 1);
    private TileOrder order = new TileOrder(damage);
    private int[] shown = new int[1];
    private int budget = UNLIMITED;
    private int written;

    // The FILL that was written last and may still grow to the right: where its width stands, and what would continue
    // it.
    private int fillWidthAt = -1;
    private int fillNextX;
    private int fillY;
    private int fillColour;

    /** An encoder for units of this format. */
    public PictureEncoder(PictureFormat format) {
        this.format = format;
    }

    /**
     * Starts a new picture from nothing: MODE, and everything is to be sent.
     *
     * @param damage the onlooker's damage of that source; marked whole here
     * @param out with at least 5 bytes left
     */
    public void begin(Framebuffer source, Damage damage, ByteBuffer out) {
        this.source = source;
        this.damage = damage;
        order = new TileOrder(damage);
        if (shown.length != source.pixels().length) {
            shown = new int[source.pixels().length];
        } else {
            Arrays.fill(shown, 0);
        }
        damage.markAll();
        out.put((byte) DrawingCommand.MODE);
        out.putShort((short) source.width()).putShort((short) source.height());
        start(UNLIMITED);
    }

    /**
     * Starts the next update of the same picture.
     *
     * @param mostBytes when so many or more are written no further tile is begun: it waits for the next update
     */
    public void start(int mostBytes) {
        budget = mostBytes;
        written = 0;
        order.start();
        fillWidthAt = -1;
    }

    /** The source that {@link #begin} named. */
    public Framebuffer source() {
        return source;
    }

    /** Whether no tile is marked that is yet to be looked at. */
    public boolean isUpToDate() {
        return order.isEmpty();
    }

    /**
     * Whether units that are fed by the other encoder may be fed by this one from now on: they show the same and remember
     * the same. Both encoders' threads stand still meanwhile.
     */
    public boolean isInStepWith(PictureEncoder other) {
        return source == other.source && format.equals(other.format) && Arrays.equals(shown, other.shown);
    }

    /**
     * An encoder that goes on from here on its own, for units that have been fed by this one.
     *
     * @param itsDamage the damage of the same source that it is to look at; marked whole here, as what was marked in the
     *     damage of this one may be on its way still, and a tile that does not differ costs no byte
     */
    public PictureEncoder fork(Damage itsDamage) {
        PictureEncoder fork = new PictureEncoder(format);
        fork.source = source;
        fork.damage = itsDamage;
        fork.order = new TileOrder(itsDamage);
        fork.shown = shown.clone();
        itsDamage.markAll();
        return fork;
    }

    /**
     * Writes commands for the marked tiles, each once, as far as the budget reaches.
     *
     * @return true when the update is complete, false when {@code out} is full and this is to be called again with
     *     another buffer
     */
    public boolean encode(ByteBuffer out) {
        int start = out.position();
        boolean complete = encodeTiles(start, out);
        written += out.position() - start;
        fillWidthAt = -1;
        return complete;
    }

    private boolean encodeTiles(int start, ByteBuffer out) {
        for (int at = order.peek(); at >= 0; at = order.peek()) {
            if (written + out.position() - start >= budget) {
                order.cut();
                return true;
            }
            if (out.remaining() < LONGEST_TILE) {
                return false;
            }
            order.take(at);
            encodeTile(at % damage.columns(), at / damage.columns(), out);
        }
        return true;
    }

    /** Writes a pointer shape; {@link #cursorLength} bytes. */
    public static void cursor(CursorShape shape, ByteBuffer out) {
        out.put((byte) DrawingCommand.CURSOR);
        out.putShort((short) shape.width()).putShort((short) shape.height());
        out.putShort((short) shape.hotX()).putShort((short) shape.hotY());
        for (int argb : shape.argb()) {
            out.putInt(argb << 8 | argb >>> 24);
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

    private void encodeTile(int column, int row, ByteBuffer out) {
        int width = Tile.extent(column, source.width());
        int height = Tile.extent(row, source.height());
        int from = row * Tile.SIDE * source.width() + column * Tile.SIDE;
        if (!copy(from, width, height)) {
            return;
        }
        // The pixels may change while they are read; from here on only the copy counts.
        int colours = countColours(width * height);
        if (colours == 1) {
            fill(column * Tile.SIDE, row * Tile.SIDE, width, height, tile[0], out);
            return;
        }
        fillWidthAt = -1;
        if (colours == 2) {
            tileHead(DrawingCommand.TWO, column, row, out);
            rgb(palette[0], out);
            rgb(palette[1], out);
            pack(width * height, 1, out);
        } else if (colours <= MAX_COLOURS) {
            tileHead(DrawingCommand.PALETTE, column, row, out);
            out.put((byte) colours);
            for (int i = 0; i < colours; i++) {
                rgb(palette[i], out);
            }
            pack(width * height, colours <= 4 ? 2 : 4, out);
        } else {
            tileHead(DrawingCommand.LITERAL, column, row, out);
            for (int i = 0; i < width * height; i++) {
                rgb(tile[i], out);
            }
        }
    }

    /** Copies the tile from the source into {@link #tile} and {@link #shown}; false when the unit shows it already. */
    private boolean copy(int from, int width, int height) {
        int[] pixels = source.pixels();
        int stride = source.width();
        boolean differs = false;
        int to = 0;
        for (int y = 0; y < height; y++) {
            int line = from + y * stride;
            for (int x = 0; x < width; x++) {
                int pixel = pixels[line + x] & format.mask();
                differs |= pixel != shown[line + x];
                shown[line + x] = pixel;
                tile[to++] = pixel;
            }
        }
        return differs;
    }

    /** Fills {@link #palette} and {@link #index}; more than {@link #MAX_COLOURS} counts as one more than it. */
    private int countColours(int pixels) {
        int colours = 0;
        int last = 0;
        for (int i = 0; i < pixels; i++) {
            int pixel = tile[i];
            if (colours == 0 || palette[last] != pixel) {
                last = 0;
                while (last < colours && palette[last] != pixel) {
                    last++;
                }
                if (last == colours) {
                    if (colours == MAX_COLOURS) {
                        return MAX_COLOURS + 1;
                    }
                    palette[colours++] = pixel;
                }
            }
            index[i] = (byte) last;
        }
        return colours;
    }

    private void fill(int x, int y, int width, int height, int colour, ByteBuffer out) {
        if (fillWidthAt >= 0 && fillNextX == x && fillY == y && fillColour == colour) {
            out.putShort(fillWidthAt, (short) (out.getShort(fillWidthAt) + width));
        } else {
            out.put((byte) DrawingCommand.FILL).putShort((short) x).putShort((short) y);
            fillWidthAt = out.position();
            out.putShort((short) width).putShort((short) height);
            rgb(colour, out);
            fillY = y;
            fillColour = colour;
        }
        fillNextX = x + width;
    }

    private static void tileHead(int command, int column, int row, ByteBuffer out) {
        out.put((byte) command).putShort((short) column).putShort((short) row);
    }

    private void pack(int pixels, int bitsEach, ByteBuffer out) {
        int gathered = 0;
        int bits = 0;
        for (int i = 0; i < pixels; i++) {
            gathered = gathered << bitsEach | index[i];
            bits += bitsEach;
            if (bits == Byte.SIZE) {
                out.put((byte) gathered);
                gathered = 0;
                bits = 0;
            }
        }
        if (bits > 0) {
            out.put((byte) (gathered << (Byte.SIZE - bits)));
        }
    }

    private static void rgb(int pixel, ByteBuffer out) {
        out.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
    }
}
