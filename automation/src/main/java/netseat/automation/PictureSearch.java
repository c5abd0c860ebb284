package netseat.automation;

import java.util.Optional;
import netseat.screen.Framebuffer;

/**
 * Finds a picture in another one. What is not opaque in the wanted picture is not looked at. Pure functions.
 *
 * @param wanted with the opacity in the top byte of each pixel, as {@link netseat.screen.PngReader} gives it
 * @param tolerance how far each channel of each pixel may be off, 0 (exact) to 255
 */
record PictureSearch(Framebuffer wanted, int tolerance) {
    /** Whether it is at this place. */
    boolean isAt(Framebuffer screen, int x, int y) {
        if (x < 0 || y < 0 || x + wanted.width() > screen.width() || y + wanted.height() > screen.height()) {
            return false;
        }
        int at = 0;
        for (int row = y; row < y + wanted.height(); row++) {
            int from = row * screen.width() + x;
            for (int column = 0; column < wanted.width(); column++) {
                if (!alike(wanted.pixels()[at++], screen.pixels()[from++])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The first place where it is, row by row. */
    Optional<Place> find(Framebuffer screen) {
        for (int y = 0; y <= screen.height() - wanted.height(); y++) {
            for (int x = 0; x <= screen.width() - wanted.width(); x++) {
                if (isAt(screen, x, y)) {
                    return Optional.of(new Place(x, y, wanted.width(), wanted.height()));
                }
            }
        }
        return Optional.empty();
    }

    private boolean alike(int one, int other) {
        return one >>> 24 != 0xFF
                || ((one ^ other) & 0xFFFFFF) == 0
                || (tolerance > 0 && near(one >> 16, other >> 16) && near(one >> 8, other >> 8) && near(one, other));
    }

    private boolean near(int one, int other) {
        return Math.abs((one & 0xFF) - (other & 0xFF)) <= tolerance;
    }
}
