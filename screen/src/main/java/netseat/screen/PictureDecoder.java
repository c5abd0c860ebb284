package netseat.screen;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Draws the commands of a display's pictures, as a display unit does. Owned by one thread. */
public final class PictureDecoder {
    private final PictureFormat format;
    private final int[] palette = new int[PlainTile.MAX_COLOURS];
    private final BitReader plain = new BitReader();
    private final QuickTileReader quick = new QuickTileReader();
    private final BitDecoder coder = new BitDecoder();
    private final TileCoder models = new TileCoder();
    private final TileCache cache = new TileCache();
    private Framebuffer picture = new Framebuffer(1, 1);

    /** The tile that is drawn. */
    private StagedTile tile = new StagedTile(picture, 0, picture.pixels());

    /** What JPEG showed over the picture, and which tiles of it are to be seen; none before the first JPEG. */
    private @Nullable Framebuffer cover;

    private boolean[] covered = new boolean[1];
    private @Nullable JpegLibrary jpeg;
    private CursorShape cursor = CursorShape.NONE;
    private int pointerX;
    private int pointerY;
    private boolean pointerVisible;

    /** A unit that understands everything. */
    public PictureDecoder() {
        this(PictureFormat.FULL);
    }

    /** A unit of this format. */
    public PictureDecoder(PictureFormat format) {
        this.format = format;
    }

    /** Whether these commands draw a picture from its very beginning, and need nothing that was drawn before. */
    public static boolean isBeginning(ByteBuffer commands) {
        return commands.hasRemaining() && commands.get(commands.position()) == DrawingCommand.MODE;
    }

    /** What is drawn so far: 1x1 before the first MODE. The top byte of each pixel is 0. */
    public Framebuffer picture() {
        return picture;
    }

    /** What is to be seen: the picture, with what passes over it where that covers it. A copy. */
    public Framebuffer seen() {
        Framebuffer seen = picture.copy();
        Framebuffer over = cover;
        if (over != null) {
            for (int y = 0; y < picture.height(); y++) {
                for (int x = 0; x < picture.width(); x++) {
                    if (covered[y / Tile.SIDE * columns() + x / Tile.SIDE]) {
                        seen.pixels()[y * picture.width() + x] = over.pixels()[y * picture.width() + x];
                    }
                }
            }
        }
        return seen;
    }

    /**
     * A row of what is to be seen, without a copy of the rest.
     *
     * @param into room for the picture's width
     */
    public void seen(int y, int[] into) {
        int from = y * picture.width();
        System.arraycopy(picture.pixels(), from, into, 0, picture.width());
        Framebuffer over = cover;
        if (over != null) {
            int firstTile = y / Tile.SIDE * columns();
            for (int x = 0; x < picture.width(); x += Tile.SIDE) {
                if (covered[firstTile + x / Tile.SIDE]) {
                    int length = Math.min(Tile.SIDE, picture.width() - x);
                    System.arraycopy(over.pixels(), from + x, into, x, length);
                }
            }
        }
    }

    /** The pointer's shape. */
    public CursorShape cursor() {
        return cursor;
    }

    public int pointerX() {
        return pointerX;
    }

    public int pointerY() {
        return pointerY;
    }

    public boolean pointerVisible() {
        return pointerVisible;
    }

    /**
     * Draws every command from position to limit.
     *
     * @throws BadPictureException when one is unknown, cut short or reaches outside the picture
     */
    public void decode(ByteBuffer commands) throws BadPictureException {
        try {
            while (commands.hasRemaining()) {
                int command = u8(commands);
                switch (command) {
                    case DrawingCommand.MODE -> mode(commands);
                    case DrawingCommand.FILL -> fill(commands);
                    case DrawingCommand.COPY -> copy(commands);
                    case DrawingCommand.TWO -> two(commands);
                    case DrawingCommand.PALETTE -> palette(commands);
                    case DrawingCommand.LITERAL -> literal(commands);
                    case DrawingCommand.CURSOR -> cursor(commands);
                    case DrawingCommand.POINTER -> pointer(commands);
                    case DrawingCommand.TILES -> tiles(commands);
                    case DrawingCommand.FORGET -> forget();
                    case DrawingCommand.JPEG -> jpeg(commands);
                    default -> throw new BadPictureException("unknown drawing command " + command);
                }
            }
        } catch (BufferUnderflowException e) {
            throw new BadPictureException("a drawing command cut short");
        }
    }

    private void mode(ByteBuffer in) throws BadPictureException {
        int width = u16(in);
        int height = u16(in);
        if (!Framebuffer.fits(width, height)) {
            throw new BadPictureException("a picture of " + width + "x" + height);
        }
        picture = new Framebuffer(width, height);
        tile = new StagedTile(picture, 0, picture.pixels());
        cover = null;
        covered = new boolean[tile.count];
        forget();
    }

    /** Shows a picture over the picture, which stays as it is below. */
    private void jpeg(ByteBuffer in) throws BadPictureException {
        int x = u16(in);
        int y = u16(in);
        int width = u16(in);
        int height = u16(in);
        int length = in.getInt();
        boolean inside = x % Tile.SIDE == 0
                && y % Tile.SIDE == 0
                && width > 0
                && height > 0
                && x + width <= picture.width()
                && y + height <= picture.height()
                && width * height <= JpegLibrary.MAX_PIXELS;
        if (!inside || length < 0 || length > in.remaining()) {
            throw new BadPictureException("a passing picture outside the picture or the frame");
        }
        if (jpeg == null) {
            jpeg = JpegLibrary.find().orElseThrow(() -> new BadPictureException("JPEG is not known here"));
        }
        if (cover == null) {
            cover = new Framebuffer(picture.width(), picture.height());
        }
        ByteBuffer coded = in.slice(in.position(), length);
        in.position(in.position() + length);
        if (!jpeg.decompress(coded, cover.pixels(), picture.width(), x, y, width, height)) {
            throw new BadPictureException("a passing picture that is no JPEG of its size");
        }
        mark(x, y, width, height, true);
    }

    private void mark(int x, int y, int width, int height, boolean cover) {
        if (this.cover == null || width == 0 || height == 0) {
            return;
        }
        for (int row = y / Tile.SIDE; row <= (y + height - 1) / Tile.SIDE; row++) {
            for (int column = x / Tile.SIDE; column <= (x + width - 1) / Tile.SIDE; column++) {
                covered[row * columns() + column] = cover;
            }
        }
    }

    private void forget() {
        models.forget();
        cache.forget();
    }

    private void fill(ByteBuffer in) throws BadPictureException {
        int x = u16(in);
        int y = u16(in);
        int width = u16(in);
        int height = u16(in);
        int colour = rgb(in);
        if (x + width > picture.width() || y + height > picture.height()) {
            throw new BadPictureException("a fill outside the picture");
        }
        mark(x, y, width, height, false);
        for (int row = y; row < y + height; row++) {
            int from = row * picture.width() + x;
            Arrays.fill(picture.pixels(), from, from + width, colour);
        }
    }

    private void copy(ByteBuffer in) throws BadPictureException {
        int fromX = u16(in);
        int fromY = u16(in);
        int width = u16(in);
        int height = u16(in);
        int toX = u16(in);
        int toY = u16(in);
        if (Math.max(fromX, toX) + width > picture.width() || Math.max(fromY, toY) + height > picture.height()) {
            throw new BadPictureException("a copy outside the picture");
        }
        mark(toX, toY, width, height, false);
        Rectangles.copy(picture.pixels(), picture.width(), fromX, fromY, width, height, toX, toY);
    }

    private void two(ByteBuffer in) throws BadPictureException {
        standAt(in);
        indexed(in, 2);
    }

    private void palette(ByteBuffer in) throws BadPictureException {
        standAt(in);
        int colours = u8(in);
        if (colours < 3 || colours > PlainTile.MAX_COLOURS) {
            throw new BadPictureException("a palette of " + colours);
        }
        indexed(in, colours);
    }

    private void indexed(ByteBuffer in, int colours) throws BadPictureException {
        for (int i = 0; i < colours; i++) {
            palette[i] = rgb(in);
        }
        int bitsEach = PlainTile.bitsEach(colours);
        int mask = (1 << bitsEach) - 1;
        int gathered = 0;
        int bits = 0;
        for (int y = 0; y < tile.height; y++) {
            int to = (tile.y + y) * tile.stride + tile.x;
            for (int x = 0; x < tile.width; x++) {
                if (bits == 0) {
                    gathered = u8(in);
                    bits = Byte.SIZE;
                }
                bits -= bitsEach;
                int index = (gathered >> bits) & mask;
                if (index >= colours) {
                    throw new BadPictureException("colour " + index + " of a palette of " + colours);
                }
                tile.shown[to + x] = palette[index];
            }
        }
    }

    private void literal(ByteBuffer in) throws BadPictureException {
        standAt(in);
        for (int y = 0; y < tile.height; y++) {
            int to = (tile.y + y) * tile.stride + tile.x;
            for (int x = 0; x < tile.width; x++) {
                tile.shown[to + x] = rgb(in);
            }
        }
    }

    /** Everything up to the limit: what is plain, then what is coded. */
    private void tiles(ByteBuffer in) throws BadPictureException {
        int length = 0;
        int shift = 0;
        int part;
        do {
            part = u8(in);
            length |= (part & 0x7F) << shift;
            shift += 7;
        } while (part >= 0x80 && shift <= 14);
        if (part >= 0x80 || length > in.remaining()) {
            throw new BadPictureException("a length beyond the frame");
        }
        plain.start(in.slice(in.position(), length));
        in.position(in.position() + length);
        coder.start(in);
        models.tiles.start();
        int drawn = 0;
        int next = models.tiles.next(coder, TilesModel.NONE, tile.count);
        while (next != TilesModel.NONE) {
            if (next >= tile.count) {
                throw new BadPictureException("tile " + next + " outside the picture");
            }
            if (drawn++ >= tile.count) {
                throw new BadPictureException("more tiles than the picture has");
            }
            standAt(next);
            coded();
            next = models.tiles.next(coder, TilesModel.NONE, tile.count);
        }
        if (plain.hasByte()) {
            throw new BadPictureException("plain bits of no tile");
        }
        in.position(in.limit());
    }

    private void coded() throws BadPictureException {
        boolean kept = format.caches() && tile.isWhole();
        int kind = models.tiles.kind(coder, 0);
        switch (kind) {
            case TilesModel.FILL -> models.fill(coder, tile);
            case TilesModel.CACHED -> {
                int slot = models.tiles.slot(coder, 0);
                if (!kept) {
                    throw new BadPictureException("a cached tile at the edge");
                }
                cache.draw(slot, tile.shown, tile.stride, tile.x, tile.y);
            }
            case TilesModel.SCREEN -> models.screen(coder, tile);
            case TilesModel.PHOTO -> models.photo(coder, tile);
            case TilesModel.RUNS -> quick.runs(models.quick, plain, tile);
            case TilesModel.DIFFERENCES -> quick.differences(models.quick, plain, tile);
            default -> quick.literal(plain, tile);
        }
        if (kept && kind >= TilesModel.SCREEN) {
            cache.add(tile.shown, tile.stride, tile.x, tile.y);
        }
    }

    private void cursor(ByteBuffer in) throws BadPictureException {
        int width = u16(in);
        int height = u16(in);
        int hotX = u16(in);
        int hotY = u16(in);
        if (width > CursorShape.MAX_SIDE || height > CursorShape.MAX_SIDE) {
            throw new BadPictureException("a pointer of " + width + "x" + height);
        }
        int[] argb = new int[width * height];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = Integer.rotateRight(in.getInt(), 8);
        }
        try {
            cursor = new CursorShape(width, height, hotX, hotY, argb);
        } catch (IllegalArgumentException e) {
            throw new BadPictureException(String.valueOf(e.getMessage()));
        }
    }

    private void pointer(ByteBuffer in) throws BadPictureException {
        pointerX = in.getShort();
        pointerY = in.getShort();
        int visible = u8(in);
        if (visible > 1) {
            throw new BadPictureException("a flag of " + visible);
        }
        pointerVisible = visible == 1;
    }

    /** Reads a tile's place and stands there. */
    private void standAt(ByteBuffer in) throws BadPictureException {
        int column = u16(in);
        int row = u16(in);
        if (column >= columns() || row >= Tile.across(picture.height())) {
            throw new BadPictureException("tile " + column + "," + row + " outside the picture");
        }
        standAt(row * columns() + column);
    }

    /** The next pixels are those of this tile. */
    private void standAt(int number) {
        tile.stand(number);
        covered[number] = false;
    }

    private int columns() {
        return Tile.across(picture.width());
    }

    private static int u8(ByteBuffer in) {
        return Byte.toUnsignedInt(in.get());
    }

    private static int u16(ByteBuffer in) {
        return Short.toUnsignedInt(in.getShort());
    }

    private static int rgb(ByteBuffer in) {
        return u8(in) << 16 | u8(in) << 8 | u8(in);
    }
}
