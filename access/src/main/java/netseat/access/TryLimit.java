package netseat.access;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often something may be tried by each of many: so many at once, and one more each so many milliseconds. It remembers a
 * bounded number of them, and forgets first who was silent longest. Thread-safe.
 */
final class TryLimit {
    private static final int REMEMBERED = 4096;

    private final int burst;
    private final long millisEach;

    /** When each would have used up all of it if there were no bound: by access, oldest first. */
    private final Map<String, Long> fullAt = new LinkedHashMap<>(16, 0.75F, true);

    TryLimit(int burst, long millisEach) {
        this.burst = burst;
        this.millisEach = millisEach;
    }

    /** Whether this one may try now; if so, it counts. */
    synchronized boolean take(String who, long nowMillis) {
        long free = Math.max(fullAt.getOrDefault(who, nowMillis), nowMillis);
        boolean allowed = free + millisEach - nowMillis <= burst * millisEach;
        if (allowed) {
            fullAt.put(who, free + millisEach);
        }
        if (fullAt.size() > REMEMBERED) {
            Iterator<String> oldest = fullAt.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return allowed;
    }

    /** Takes back a try that was none of a guesser's. */
    synchronized void forgive(String who) {
        fullAt.computeIfPresent(who, (name, at) -> at - millisEach);
    }

    /** An address, or of IPv6 the network of 64 bits: one host has all the rest. */
    static String network(String address) {
        String[] groups = address.split(":", -1);
        return groups.length < 8 || address.contains("::")
                ? address
                : String.join(":", groups[0], groups[1], groups[2], groups[3]);
    }
}
