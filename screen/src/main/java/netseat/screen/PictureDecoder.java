package netseat.screen;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Draws the commands of a display's pictures, as a display unit does. Owned by one thread. */
public final class PictureDecoder {
    private final int[] palette = new int[16];
    private Framebuffer picture = new Framebuffer(1, 1);
    private CursorShape cursor = CursorShape.NONE;
    private int pointerX;
    private int pointerY;
    private boolean pointerVisible;

    /** What is drawn so far: 1x1 before the first MODE. The top byte of each pixel is 0. */
    public Framebuffer picture() {
        return picture;
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
                    case DrawingCommand.TWO -> two(commands);
                    case DrawingCommand.PALETTE -> palette(commands);
                    case DrawingCommand.LITERAL -> literal(commands);
                    case DrawingCommand.CURSOR -> cursor(commands);
                    case DrawingCommand.POINTER -> pointer(commands);
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
        for (int row = y; row < y + height; row++) {
            int from = row * picture.width() + x;
            Arrays.fill(picture.pixels(), from, from + width, colour);
        }
    }

    private void two(ByteBuffer in) throws BadPictureException {
        int column = u16(in);
        int row = u16(in);
        palette[0] = rgb(in);
        palette[1] = rgb(in);
        indexed(in, column, row, 1, 2);
    }

    private void palette(ByteBuffer in) throws BadPictureException {
        int column = u16(in);
        int row = u16(in);
        int colours = u8(in);
        if (colours < 3 || colours > palette.length) {
            throw new BadPictureException("a palette of " + colours);
        }
        for (int i = 0; i < colours; i++) {
            palette[i] = rgb(in);
        }
        indexed(in, column, row, colours <= 4 ? 2 : 4, colours);
    }

    private void indexed(ByteBuffer in, int column, int row, int bitsEach, int colours) throws BadPictureException {
        checkTile(column, row);
        int width = Tile.extent(column, picture.width());
        int height = Tile.extent(row, picture.height());
        int mask = (1 << bitsEach) - 1;
        int gathered = 0;
        int bits = 0;
        for (int y = 0; y < height; y++) {
            int to = (row * Tile.SIDE + y) * picture.width() + column * Tile.SIDE;
            for (int x = 0; x < width; x++) {
                if (bits == 0) {
                    gathered = u8(in);
                    bits = Byte.SIZE;
                }
                bits -= bitsEach;
                int index = gathered >> bits & mask;
                if (index >= colours) {
                    throw new BadPictureException("colour " + index + " of a palette of " + colours);
                }
                picture.pixels()[to + x] = palette[index];
            }
        }
    }

    private void literal(ByteBuffer in) throws BadPictureException {
        int column = u16(in);
        int row = u16(in);
        checkTile(column, row);
        int width = Tile.extent(column, picture.width());
        int height = Tile.extent(row, picture.height());
        for (int y = 0; y < height; y++) {
            int to = (row * Tile.SIDE + y) * picture.width() + column * Tile.SIDE;
            for (int x = 0; x < width; x++) {
                picture.pixels()[to + x] = rgb(in);
            }
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

    private void pointer(ByteBuffer in) {
        pointerX = in.getShort();
        pointerY = in.getShort();
        pointerVisible = u8(in) != 0;
    }

    private void checkTile(int column, int row) throws BadPictureException {
        if (column >= Tile.across(picture.width()) || row >= Tile.across(picture.height())) {
            throw new BadPictureException("tile " + column + "," + row + " outside the picture");
        }
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
