package netseat.access;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One-time secrets that log somebody in: in memory alone, for some minutes, and as hashes. Thread-safe. */
final class LoginLinks {
    static final Duration LIFE = Duration.ofMinutes(10);

    /** The oldest gives way. */
    private static final int MOST = 32;

    private final Map<String, Link> all = new LinkedHashMap<>();

    private record Link(String user, long until) {}

    /** A new secret that logs this user in once. */
    synchronized String make(String user, long now) {
        if (all.size() >= MOST) {
            Iterator<String> oldest = all.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        String secret = Secrets.token();
        all.put(Secrets.hash(secret), new Link(user, now + LIFE.toMillis()));
        return secret;
    }

    /** The user of a secret, which is used up by this. */
    synchronized Optional<String> use(String secret, long now) {
        Link link = all.remove(Secrets.hash(secret));
        return link == null || now > link.until() ? Optional.empty() : Optional.of(link.user());
    }

    synchronized void forget(String user) {
        all.values().removeIf(link -> link.user().equals(user));
    }
}
