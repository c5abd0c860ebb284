package netseat.controller;

import java.util.concurrent.TimeUnit;

/**
 * How fast one display unit takes pictures: when the next may come, how long it may be, and whether the unit keeps pace
 * with others. All times are {@link System#nanoTime()}. Any thread.
 *
 * <p><b>When.</b> So many a second as the unit said. Up to 50 ms of them may come ahead of their time, so that the second
 * of two small pictures, a typed character after a cursor's blink, does not wait for a whole frame.
 *
 * <p><b>How long.</b> A picture is to take 300 ms on the unit's link at the most, from its first byte to the unit's answer.
 * As nothing is known of a link beforehand, this is a window as TCP has one: it begins small, and each answer to a picture
 * that made use of it sets it to what would have taken 300 ms, but at most four times larger.
 *
 * <p><b>Whether.</b> A unit that fell behind others is left on its own for a second, and for twice as long, up to a minute,
 * if it falls behind again before it has kept pace for as long as it was left alone.
 */
final class UnitPace {
    /** The bound of the first picture in bytes: half a second at 500 kbit/s. */
    static final int FIRST_BUDGET = 32 * 1024;

    /** The speed of a link that has held up no picture yet. */
    static final long UNKNOWN_SPEED = Long.MAX_VALUE;

    static final int LEAST_BUDGET = 4 * 1024;

    /** A quarter of what a link takes before it is closed as unread. */
    static final int MOST_BUDGET = 8 << 20;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long AHEAD = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long ONE_PICTURE = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long LONGEST_PROBATION = TimeUnit.SECONDS.toNanos(60);
    private static final int MOST_CHANGE = 4;

    /** A picture of so many bytes tells something of the link's speed, and not only of its delay. */
    private static final int TELLING = 4 * 1024;

    /** A picture that took longer than this was held up by the link, or by a unit that had other things to do. */
    private static final long FELT = TimeUnit.MILLISECONDS.toNanos(100);

    /** So many in a row: it is the link. */
    private static final int SURELY_SLOW = 3;

    /** A picture that took less than this was not held up at all; so many in a row, and the link is not slow. */
    private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(25);

    private static final int SURELY_FAST = 16;

    private final long interval;
    private final long ahead;

    private long nextTime;
    private boolean sentAny;
    private int budget = FIRST_BUDGET;
    private long speed = UNKNOWN_SPEED;
    private int slowInARow;
    private int fastInARow;
    private long sentAt;
    private int sentBytes;
    private long probation;
    private long apartUntil;

    /** The pace of a unit that shows so many pictures a second, 1 to 240. */
    UnitPace(int refresh) {
        interval = SECOND / refresh;
        ahead = interval < AHEAD ? AHEAD : 0;
    }

    /** In how many nanoseconds the next picture may come; 0 or less when it may come now. */
    synchronized long untilDue(long now) {
        return sentAny ? nextTime - ahead - now : 0;
    }

    /** A picture of so many bytes was sent, the first of them at this time. */
    synchronized void sent(long firstByteAt, int bytes) {
        nextTime = (sentAny && nextTime - firstByteAt > 0 ? nextTime : firstByteAt) + interval;
        sentAny = true;
        sentAt = firstByteAt;
        sentBytes = bytes;
    }

    /** The unit has answered the picture that was sent last. */
    synchronized void shown(long now) {
        long took = Math.max(1, now - sentAt);
        if (sentBytes >= TELLING) {
            measureSpeed(took);
        }
        boolean usedMuch = sentBytes >= budget / 2;
        if (usedMuch || took > ONE_PICTURE) {
            double fitting = sentBytes * (double) ONE_PICTURE / took;
            double least = sentBytes >= TELLING ? LEAST_BUDGET : (double) budget / MOST_CHANGE;
            double most = (double) budget * MOST_CHANGE;
            budget = (int) Math.clamp(Math.clamp(fitting, least, most), LEAST_BUDGET, MOST_BUDGET);
        }
    }

    private void measureSpeed(long took) {
        long sample = (long) (sentBytes * (double) SECOND / took);
        slowInARow = took > FELT ? slowInARow + 1 : 0;
        fastInARow = took < AT_ONCE ? fastInARow + 1 : 0;
        if (slowInARow >= SURELY_SLOW) {
            speed = sample;
        } else if (fastInARow >= SURELY_FAST) {
            speed = UNKNOWN_SPEED;
        } else if (speed != UNKNOWN_SPEED) {
            speed = Math.max(speed, sample);
        }
    }

    /** The longest picture in bytes that the unit's link takes in good time. */
    synchronized int budget() {
        return budget;
    }

    /** Bytes a second that the link takes; {@link #UNKNOWN_SPEED} while it is more than was ever needed. */
    synchronized long speed() {
        return speed;
    }

    /** The unit was not ready when others that get the same pictures were. */
    synchronized void fellBehind(long now) {
        boolean keptPace = now - apartUntil > probation;
        probation = probation == 0 || keptPace ? SECOND : Math.min(2 * probation, LONGEST_PROBATION);
        apartUntil = now + probation;
    }

    /** Whether the unit may get the same pictures as others: it has not fallen behind of late. */
    synchronized boolean isSociable(long now) {
        return probation == 0 || now - apartUntil >= 0;
    }
}
