package netseat.screen;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Which tiles the unit has in its cache, by a hash of their pixels: the encoder's side of {@link TileCache}. The hash is
 * keyed, so that no guest can draw two tiles that are taken for each other. Owned by one thread; allocates nothing.
 */
final class TileIndex {
    private static final int TABLE_BITS = 16;
    private static final int MASK = (1 << TABLE_BITS) - 1;
    private static final int EMPTY = -1;
    private static final int LANES = 4;

    private final long[] keys;
    private final long[] hashes;
    private final int[] slots;
    private int next;

    TileIndex() {
        keys = new SecureRandom().longs(LANES + 1).map(key -> key | 1).toArray();
        hashes = new long[TileCache.TILES];
        slots = new int[1 << TABLE_BITS];
        forget();
    }

    /** The same state, on its own from now on. */
    TileIndex(TileIndex other) {
        keys = other.keys;
        hashes = other.hashes.clone();
        slots = other.slots.clone();
        next = other.next;
    }

    void forget() {
        Arrays.fill(slots, EMPTY);
        Arrays.fill(hashes, 0);
        next = 0;
    }

    /** The hash of a whole tile of {@link Tile#SIDE} squared pixels; never 0. */
    long hash(int[] tile) {
        long a = keys[0];
        long b = keys[1];
        long c = keys[2];
        long d = keys[3];
        long key = keys[4];
        for (int i = 0; i < Tile.SIDE * Tile.SIDE; i += LANES) {
            a = mix(a ^ tile[i], key);
            b = mix(b ^ tile[i + 1], key);
            c = mix(c ^ tile[i + 2], key);
            d = mix(d ^ tile[i + 3], key);
        }
        return (mix(mix(a, key) ^ b, key) + mix(mix(c, key) ^ d, keys[1])) | 1;
    }

    private static long mix(long value, long key) {
        long product = value * key;
        return product ^ (product >>> 32);
    }

    /** The slot of a tile with this hash, or -1. */
    int find(long hash) {
        for (int at = home(hash); slots[at] != EMPTY; at = (at + 1) & MASK) {
            if (hashes[slots[at]] == hash) {
                return slots[at];
            }
        }
        return EMPTY;
    }

    /** The unit has put this tile into its next slot; it is not there yet. */
    void add(long hash) {
        if (hashes[next] != 0) {
            remove(next);
        }
        hashes[next] = hash;
        int at = home(hash);
        while (slots[at] != EMPTY) {
            at = (at + 1) & MASK;
        }
        slots[at] = next;
        next = (next + 1) % TileCache.TILES;
    }

    /** Takes a slot out and closes the gap, so that what follows it is still found. */
    private void remove(int slot) {
        int gap = home(hashes[slot]);
        while (slots[gap] != slot) {
            gap = (gap + 1) & MASK;
        }
        for (int at = (gap + 1) & MASK; slots[at] != EMPTY; at = (at + 1) & MASK) {
            int wantsToBe = home(hashes[slots[at]]);
            if (((at - wantsToBe) & MASK) >= ((at - gap) & MASK)) {
                slots[gap] = slots[at];
                gap = at;
            }
        }
        slots[gap] = EMPTY;
    }

    private static int home(long hash) {
        return (int) (hash >>> (64 - TABLE_BITS));
    }
}
