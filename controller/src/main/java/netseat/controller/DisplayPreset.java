package netseat.controller;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a display unit is to be.
 *
 * @param size what size the guest is to have, whatever the unit says
 * @param largest the largest size that the unit's wish is taken for
 * @param depth bits a pixel of the colours that it is drawn in, 24, 16 or 8; 0: as the unit says
 * @param blankSeconds after how long without input it goes dark; 0: never
 */
record DisplayPreset(Optional<HeadSizes.Size> size, Optional<HeadSizes.Size> largest, int depth, int blankSeconds) {
    /** Everything as the unit says. */
    static final DisplayPreset PLAIN = new DisplayPreset(Optional.empty(), Optional.empty(), 0, 0);

    /** What the guest is to be asked for when the unit wishes this, or nothing. */
    HeadSizes.@Nullable Size of(HeadSizes.@Nullable Size wish) {
        if (size.isPresent()) {
            return size.get();
        }
        if (wish == null || largest.isEmpty()) {
            return wish;
        }
        return new HeadSizes.Size(
                Math.min(wish.width(), largest.get().width()),
                Math.min(wish.height(), largest.get().height()));
    }
}
