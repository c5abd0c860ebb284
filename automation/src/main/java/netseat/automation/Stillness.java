package netseat.automation;

import netseat.screen.Framebuffer;
import org.jspecify.annotations.Nullable;

/** For how long a picture has stood still. What changes within a small square, such as a cursor that blinks, is no change. */
final class Stillness {
    private final int small;
    private @Nullable Framebuffer reference;
    private long since;

    /** @param small the side of the square in pixels */
    Stillness(int small) {
        this.small = small;
    }

    /**
     * Takes the present picture.
     *
     * @param now nanoseconds of a clock that never goes back
     * @return for how many nanoseconds it has been the same
     */
    long sinceNanos(Framebuffer picture, long now) {
        Framebuffer before = reference;
        if (before == null || isMoved(before, picture)) {
            reference = picture;
            since = now;
        }
        return now - since;
    }

    private boolean isMoved(Framebuffer one, Framebuffer other) {
        if (one.width() != other.width() || one.height() != other.height()) {
            return true;
        }
        int left = Integer.MAX_VALUE;
        int top = -1;
        int right = -1;
        int bottom = -1;
        for (int i = 0; i < one.pixels().length; i++) {
            if (one.pixels()[i] != other.pixels()[i]) {
                left = Math.min(left, i % one.width());
                right = Math.max(right, i % one.width());
                top = top < 0 ? i / one.width() : top;
                bottom = i / one.width();
            }
        }
        return right - left >= small || bottom - top >= small;
    }
}
