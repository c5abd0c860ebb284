package netseat.qemu;

/**
 * When a surface that moves is to be looked at, between the looks that QEMU takes by itself every 30 ms. All times are
 * {@link System#nanoTime()}. Any thread; a lock is held for a few instructions.
 *
 * <p>A look costs QEMU some 0.2 ms, and the guest as much again where it makes QEMU watch its writes anew. So each comes
 * in the middle between two of QEMU's own, which are known by what they find: one of the two finds each of 60 steps a
 * second. Looks that find nothing, because the guest draws less often than that, are left out more and more.
 */
final class LookPace {
    /** There is nothing to look for until the surface moves by itself. */
    static final long NEVER = Long.MAX_VALUE;

    /** For so long after a change a surface counts as moving. */
    static final long MOVING = 250_000_000;

    /** From one look that QEMU takes by itself to the next. */
    static final long OWN = 30_000_000;

    /** From a look to its pixels, about. */
    private static final long ANSWER = 1_000_000;

    /** From one of QEMU's own looks to ours, so that the pixels come in the middle. */
    static final long MIDDLE = OWN / 2 - ANSWER;

    /** What comes so soon after a look was found by it. */
    private static final long FOUND = 8_000_000;

    /** After this long QEMU's own looks may be anywhere. */
    private static final long KNOWN = 4 * OWN;

    /** Then ours come at another interval, so that they do not go on to come just before QEMU's own, which find nothing. */
    private static final long ASTRAY = OWN * 2 / 3;

    /** What was just seen is not looked at again. */
    private static final long LEAST = 6_000_000;

    /** So many looks in a row may find nothing; a step that comes late is not to cost the next one its look. */
    private static final int FORGIVEN = 2;

    /** After more of them up to so many things, a power of two, must be seen before the next. */
    private static final int MOST_LEFT_OUT_SHIFT = 3;

    private long movedAt;
    private long lookedAt;
    private long ownAt;
    private boolean found = true;
    private int vain;
    private int movesSinceLook;

    /** Nothing has moved yet. */
    LookPace(long now) {
        movedAt = now - MOVING;
        lookedAt = movedAt;
        ownAt = movedAt;
    }

    /** More than a text cursor has changed. */
    synchronized void moved(long now) {
        if (now - movedAt >= MOVING) {
            vain = 0;
            found = true;
        }
        movedAt = now;
        movesSinceLook++;
        if (now - lookedAt < FOUND) {
            found = true;
        } else {
            ownAt = now;
        }
    }

    /** The surface is being looked at. */
    synchronized void looked(long now) {
        vain = found ? 0 : vain + 1;
        found = false;
        lookedAt = now;
        movesSinceLook = 0;
    }

    /** In how many nanoseconds the next look is due, 0 or less for now; or {@link #NEVER}. */
    synchronized long untilDue(long now) {
        if (now - movedAt >= MOVING || movesSinceLook < awaited()) {
            return NEVER;
        }
        long last = Math.max(movedAt, lookedAt);
        if (last - ownAt >= KNOWN) {
            return last + ASTRAY - now;
        }
        long own = (last + LEAST - MIDDLE - ownAt + OWN - 1) / OWN;
        return ownAt + own * OWN + MIDDLE - now;
    }

    private int awaited() {
        int inARow = found ? 0 : vain + 1;
        return inARow < FORGIVEN ? 0 : 1 << Math.min(inARow - FORGIVEN, MOST_LEFT_OUT_SHIFT);
    }
}
