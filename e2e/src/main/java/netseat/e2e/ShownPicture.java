package netseat.e2e;

import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;
import netseat.screen.PictureDecoder;

/** Says in a line what a display unit shows, as {@code docs/vectors/pictures.txt} explains. Pure functions. */
public final class ShownPicture {
    private static final int FNV_START = 0x811C9DC5;
    private static final int FNV_FACTOR = 0x01000193;

    private ShownPicture() {}

    /** Size and pixels. */
    public static String of(Framebuffer picture, int mask) {
        int hash = FNV_START;
        for (int each : picture.pixels()) {
            int pixel = each & mask;
            hash = hashed(hashed(hashed(hash, pixel >> 16), pixel >> 8), pixel);
        }
        return "%dx%d %08x".formatted(picture.width(), picture.height(), hash);
    }

    /** Size and pixels, the pointer's shape and its place. */
    public static String of(PictureDecoder unit) {
        CursorShape cursor = unit.cursor();
        int shape = FNV_START;
        for (int pixel : cursor.argb()) {
            shape = hashed(hashed(hashed(hashed(shape, pixel >> 16), pixel >> 8), pixel), pixel >> 24);
        }
        String place = unit.pointerVisible() ? "at " + unit.pointerX() + "," + unit.pointerY() : "hidden";
        return "%s pointer %dx%d+%d+%d %08x %s"
                .formatted(
                        of(unit.picture(), -1),
                        cursor.width(),
                        cursor.height(),
                        cursor.hotX(),
                        cursor.hotY(),
                        shape,
                        place);
    }

    private static int hashed(int hash, int octet) {
        return (hash ^ (octet & 0xFF)) * FNV_FACTOR;
    }
}
