package netseat.openid;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The log-ins that have begun, by what the browsers' cookies hold: in memory alone, each good once, for {@link #LIFE}. A bounded
 * number of them; the oldest gives way. Thread-safe.
 */
final class PendingLogIns {
    static final Duration LIFE = Duration.ofMinutes(10);
    static final int MOST = 4096;

    private final Map<String, PendingLogIn> all = new LinkedHashMap<>();

    synchronized void add(String cookie, PendingLogIn begun) {
        if (all.size() >= MOST) {
            Iterator<String> oldest = all.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        all.put(cookie, begun);
    }

    /** The one of this cookie, which is used up by this; empty when there is none, or its time is over. */
    synchronized Optional<PendingLogIn> take(String cookie, long now) {
        return Optional.ofNullable(all.remove(cookie)).filter(begun -> now <= begun.until());
    }
}
