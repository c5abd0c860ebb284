package netseat.controller;

import netseat.screen.Framebuffer;

/**
 * An opaque rectangle that is drawn over a picture.
 *
 * @param x the left edge, in pixels of the picture
 * @param y the top
 * @param pixels what it shows; not written any more
 */
record Plate(int x, int y, Framebuffer pixels) {
    int right() {
        return x + pixels.width();
    }

    int bottom() {
        return y + pixels.height();
    }

    boolean hasSamePlaceAs(Plate other) {
        return x == other.x && y == other.y && right() == other.right() && bottom() == other.bottom();
    }

    /** Writes all of it that lies within the picture. */
    void drawOn(Framebuffer picture) {
        int columns = Math.min(pixels.width(), picture.width() - x);
        for (int row = 0; row < Math.min(pixels.height(), picture.height() - y); row++) {
            System.arraycopy(
                    pixels.pixels(),
                    row * pixels.width(),
                    picture.pixels(),
                    (y + row) * picture.width() + x,
                    Math.max(0, columns));
        }
    }
}
