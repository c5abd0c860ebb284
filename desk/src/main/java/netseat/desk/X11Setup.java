package netseat.desk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What an X server says of itself when a program is let in. X Window System Protocol, section 8.
 *
 * @param idBase the first identifier that the program may give
 * @param mostBytes that a request may have
 * @param root the window that all others lie in
 * @param width of the root, in pixels
 * @param height of the root, in pixels
 * @param pixelOrder of the bytes of a pixel
 */
record X11Setup(int idBase, int mostBytes, int root, int width, int height, ByteOrder pixelOrder) {
    /** Of any answer: its length is 16 bits, in units of four. */
    static final int MOST_SETUP = 4 * 0xFFFF;

    static final int DEPTH = 24;

    private static final int PIXEL_BITS = 32;
    private static final int VENDOR_LENGTH = 16;
    private static final int LONGEST_REQUEST = 18;
    private static final int SCREENS = 20;
    private static final int FORMATS = 21;
    private static final int IMAGE_ORDER = 22;
    private static final int FIXED = 32;
    private static final int FORMAT_SIZE = 8;
    private static final int SCREEN_SIZE = 40;
    private static final int DEPTH_SIZE = 8;
    private static final int VISUAL_SIZE = 24;
    private static final int LEAST_REQUEST = 4096;
    private static final int TRUE_COLOR = 4;

    /**
     * Reads what comes after the first eight bytes.
     *
     * @param in in the order of bytes that the program asked for, from 0 to its limit
     * @throws IOException when it makes no sense, or the screen has no pixels of the kind that pictures have
     */
    static X11Setup parse(ByteBuffer in, int screen) throws IOException {
        try {
            return parseWhole(in, screen);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("the X server's answer is cut off", e);
        }
    }

    private static X11Setup parseWhole(ByteBuffer in, int screen) throws IOException {
        int most = u16(in, LONGEST_REQUEST);
        int formats = FIXED + padded(u16(in, VENDOR_LENGTH));
        int count = u8(in, FORMATS);
        if (most < LEAST_REQUEST) {
            throw new IOException("the X server takes requests of only " + most + " words");
        }
        if (screen >= u8(in, SCREENS)) {
            throw new IOException("the X server has no screen " + screen);
        }
        boolean drawn = false;
        for (int i = 0; i < count; i++) {
            int at = formats + i * FORMAT_SIZE;
            drawn |= u8(in, at) == DEPTH && u8(in, at + 1) == PIXEL_BITS && u8(in, at + 2) == PIXEL_BITS;
        }
        int at = formats + count * FORMAT_SIZE;
        for (int i = 0; i < screen; i++) {
            at = afterScreen(in, at);
        }
        if (!drawn || u8(in, at + 38) != DEPTH || !hasTrueColor(in, at)) {
            throw new IOException("its screen does not have 24 bits a pixel, in 32, red first");
        }
        return new X11Setup(
                in.getInt(4),
                4 * most,
                in.getInt(at),
                u16(in, at + 20),
                u16(in, at + 22),
                u8(in, IMAGE_ORDER) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    private static int afterScreen(ByteBuffer in, int screen) {
        int at = screen + SCREEN_SIZE;
        for (int depths = u8(in, screen + 39); depths > 0; depths--) {
            at += DEPTH_SIZE + u16(in, at + 2) * VISUAL_SIZE;
        }
        return at;
    }

    /** Whether the visual that windows have by default shows {@code 0x00RRGGBB} as it is. */
    private static boolean hasTrueColor(ByteBuffer in, int screen) {
        int end = afterScreen(in, screen);
        int wanted = in.getInt(screen + 32);
        int at = screen + SCREEN_SIZE;
        while (at < end) {
            int first = at + DEPTH_SIZE;
            int visuals = u16(in, at + 2);
            for (int i = 0; i < visuals; i++) {
                int visual = first + i * VISUAL_SIZE;
                if (in.getInt(visual) == wanted) {
                    return u8(in, visual + 4) == TRUE_COLOR
                            && in.getInt(visual + 8) == 0xFF0000
                            && in.getInt(visual + 12) == 0xFF00
                            && in.getInt(visual + 16) == 0xFF;
                }
            }
            at = first + visuals * VISUAL_SIZE;
        }
        return false;
    }

    private static int u8(ByteBuffer in, int at) {
        return Byte.toUnsignedInt(in.get(at));
    }

    private static int u16(ByteBuffer in, int at) {
        return Short.toUnsignedInt(in.getShort(at));
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }
}
