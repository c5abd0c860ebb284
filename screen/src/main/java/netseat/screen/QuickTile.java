package netseat.screen;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One tile's pixels in the chunks of the QOI format without its head, alpha and end: half as long as the pixels themselves,
 * and as quick as copying them. See docs/protocol.md, "Quick pixels". Owned by one thread; allocates nothing.
 */
final class QuickTile {
    /** The longest tile: each pixel's chunk and three bytes. */
    static final int LONGEST = 4 * Tile.SIDE * Tile.SIDE;

    private static final int DIFFERENCE = 0x40;
    private static final int LUMA = 0x80;
    private static final int RUN = 0xC0;
    private static final int MOST_RUN = 62;
    private static final int RGB = 0xFE;

    private final int[] seen = new int[64];

    private void start() {
        Arrays.fill(seen, 0);
    }

    private static int place(int pixel) {
        return (((pixel >> 16) & 0xFF) * 3 + ((pixel >> 8) & 0xFF) * 5 + (pixel & 0xFF) * 7 + 255 * 11) & 63;
    }

    /**
     * Writes a tile.
     *
     * @param tile rows {@link Tile#SIDE} apart
     */
    void write(int[] tile, int width, int height, ByteBuffer out) {
        start();
        int before = 0;
        int run = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int pixel = tile[y * Tile.SIDE + x];
                if (pixel == before && run < MOST_RUN) {
                    run++;
                    continue;
                }
                if (run > 0) {
                    out.put((byte) (RUN + run - 1));
                    run = 0;
                }
                if (pixel == before) {
                    run = 1;
                    continue;
                }
                write(pixel, before, out);
                before = pixel;
            }
        }
        if (run > 0) {
            out.put((byte) (RUN + run - 1));
        }
    }

    private void write(int pixel, int before, ByteBuffer out) {
        int place = place(pixel);
        if (seen[place] == pixel) {
            out.put((byte) place);
            return;
        }
        seen[place] = pixel;
        int red = (byte) ((pixel >> 16) - (before >> 16));
        int green = (byte) ((pixel >> 8) - (before >> 8));
        int blue = (byte) (pixel - before);
        int redBeyond = red - green;
        int blueBeyond = blue - green;
        if (isWithin(red, 2) && isWithin(green, 2) && isWithin(blue, 2)) {
            out.put((byte) (DIFFERENCE | ((red + 2) << 4) | ((green + 2) << 2) | (blue + 2)));
        } else if (isWithin(green, 32) && isWithin(redBeyond, 8) && isWithin(blueBeyond, 8)) {
            out.put((byte) (LUMA | (green + 32))).put((byte) (((redBeyond + 8) << 4) | (blueBeyond + 8)));
        } else {
            out.put((byte) RGB);
            PlainTile.rgb(pixel, out);
        }
    }

    private static boolean isWithin(int difference, int bound) {
        return difference >= -bound && difference < bound;
    }

    /**
     * Draws a tile at a place in a picture.
     *
     * @throws BufferUnderflowException when it is cut short
     * @throws BadPictureException when a run goes beyond the tile, or a chunk is of no kind
     */
    void read(ByteBuffer in, int[] picture, int stride, int at, int width, int height) throws BadPictureException {
        start();
        int pixel = 0;
        int run = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (run > 0) {
                    run--;
                } else {
                    int chunk = Byte.toUnsignedInt(in.get());
                    if (chunk >= RUN && chunk < RGB) {
                        run = chunk - RUN;
                    } else {
                        pixel = read(chunk, pixel, in);
                    }
                }
                picture[at + y * stride + x] = pixel;
            }
        }
        if (run > 0) {
            throw new BadPictureException("a run beyond its tile");
        }
    }

    private int read(int chunk, int before, ByteBuffer in) throws BadPictureException {
        if (chunk < DIFFERENCE) {
            return seen[chunk];
        }
        int pixel;
        if (chunk < LUMA) {
            pixel = add(before, ((chunk >> 4) & 3) - 2, ((chunk >> 2) & 3) - 2, (chunk & 3) - 2);
        } else if (chunk < RUN) {
            int green = (chunk & 0x3F) - 32;
            int beyond = Byte.toUnsignedInt(in.get());
            pixel = add(before, green + (beyond >> 4) - 8, green, green + (beyond & 0xF) - 8);
        } else if (chunk == RGB) {
            pixel = (Byte.toUnsignedInt(in.get()) << 16)
                    | (Byte.toUnsignedInt(in.get()) << 8)
                    | Byte.toUnsignedInt(in.get());
        } else {
            throw new BadPictureException("an unknown chunk of pixels");
        }
        seen[place(pixel)] = pixel;
        return pixel;
    }

    private static int add(int pixel, int red, int green, int blue) {
        return ((((pixel >> 16) + red) & 0xFF) << 16)
                | ((((pixel >> 8) + green) & 0xFF) << 8)
                | ((pixel + blue) & 0xFF);
    }
}
