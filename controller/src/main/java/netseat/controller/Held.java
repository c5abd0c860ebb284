package netseat.controller;

import java.util.Arrays;

/**
 * What a device holds down, and as what each of it was pressed: a key that is remapped while it is held is released as what
 * the machine was told. Two keys that were pressed as the same are one to the machine, which is down as long as either is.
 * Guarded by its adapter's lock.
 */
final class Held {
    private static final int NOTHING = 0;

    private final byte[] pressedAs;
    private final byte[] holders;
    private int count;

    /** @param size keys or buttons go by the numbers 1 to size - 1, at most 255 */
    Held(int size) {
        pressedAs = new byte[size];
        holders = new byte[size];
    }

    /**
     * The device presses one, which the machine is told of as another; what is held already stays what it is.
     *
     * @return whether the machine has it down only now
     */
    boolean press(int which, int as) {
        if (isHeld(which)) {
            return false;
        }
        pressedAs[which] = (byte) as;
        holders[as]++;
        count++;
        return (holders[as] & 0xFF) == 1;
    }

    boolean isHeld(int which) {
        return pressedAs[which] != NOTHING;
    }

    /** As what the machine was told of it; meaningful while it is held. */
    int as(int which) {
        return pressedAs[which] & 0xFF;
    }

    /** The device releases it; returns whether nothing else holds the same down, so that the machine is to be told. */
    boolean release(int which) {
        if (!isHeld(which)) {
            return false;
        }
        int as = as(which);
        pressedAs[which] = NOTHING;
        holders[as]--;
        count--;
        return holders[as] == NOTHING;
    }

    /** Whether the machine has this down. */
    boolean isDown(int as) {
        return holders[as] != NOTHING;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void clear() {
        Arrays.fill(pressedAs, (byte) NOTHING);
        Arrays.fill(holders, (byte) NOTHING);
        count = 0;
    }
}
