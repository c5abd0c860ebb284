package netseat.screen;

import java.util.Arrays;

/** The colours that were wanted last, the newest first: coded by their place, new ones by {@link PhotoModel}. */
final class RecentColours {
    private static final int BITS = 5;

    private final int[] colours;
    private final int[] isRecent;
    private final int[] place;

    RecentColours() {
        colours = new int[1 << BITS];
        isRecent = BitCoder.models(1);
        place = BitCoder.models(1 << BITS);
    }

    /** The same state, on its own from now on. */
    RecentColours(RecentColours other) {
        colours = other.colours.clone();
        isRecent = other.isRecent.clone();
        place = other.place.clone();
    }

    void forget() {
        Arrays.fill(colours, 0);
        BitCoder.forget(isRecent);
        BitCoder.forget(place);
    }

    /** Codes one colour and makes it the newest. */
    int colour(BitCoder coder, PhotoModel photo, Surroundings around, int wanted) {
        int found = 0;
        while (found < colours.length && colours[found] != wanted) {
            found++;
        }
        int colour;
        int from;
        if (coder.bit(isRecent, 0, found < colours.length ? 1 : 0) != 0) {
            from = coder.tree(place, 0, BITS, found);
            colour = colours[from];
        } else {
            colour = photo.pixel(coder, around, wanted);
            from = colours.length - 1;
        }
        System.arraycopy(colours, 0, colours, 1, from);
        colours[0] = colour;
        return colour;
    }
}
