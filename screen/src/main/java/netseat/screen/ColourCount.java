package netseat.screen;

import java.util.Arrays;

/** Numbers the colours of a tile, from 0 on as they come. Owned by one thread; allocates nothing. */
final class ColourCount {
    /** A tile has at most so many colours. */
    private static final int ROUND = Tile.SIDE * Tile.SIDE;

    private final int bits;
    private final int[] colours;

    /** By place: the round in which the colour there was seen, and its number in that (the low bits). */
    private final int[] seen;

    private int round;
    private int count;

    /** @param bits of the table's size, which must be more than the colours that are numbered */
    ColourCount(int bits) {
        this.bits = bits;
        colours = new int[1 << bits];
        seen = new int[1 << bits];
    }

    /** A new tile. */
    void start() {
        count = 0;
        round += ROUND;
        if (round == 0) {
            Arrays.fill(seen, 0); // all rounds have been: none may be taken for the first one again
            round = ROUND;
        }
    }

    /** The number of a colour, which is the next one if the colour is new. */
    int number(int colour) {
        int at = (colour * 0x2C1B3C6D) >>> (Integer.SIZE - bits);
        while ((seen[at] & -ROUND) == round) {
            if (colours[at] == colour) {
                return seen[at] - round;
            }
            at = (at + 1) & (seen.length - 1);
        }
        colours[at] = colour;
        seen[at] = round + count;
        return count++;
    }

    /** How many colours there were so far. */
    int count() {
        return count;
    }
}
