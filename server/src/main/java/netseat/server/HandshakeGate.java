package netseat.server;

import java.util.HashMap;
import java.util.Map;

/**
 * How many connections may be in their TLS handshake, which costs memory and time before anybody is known: 256 in all, 16
 * from one address. On the event loop.
 */
final class HandshakeGate {
    static final int MOST = 256;
    static final int MOST_OF_ADDRESS = 16;

    private final Map<String, Integer> inside = new HashMap<>();
    private int all;

    /** Whether one more may begin. */
    boolean hasRoom(String address) {
        return all < MOST && inside.getOrDefault(address, 0) < MOST_OF_ADDRESS;
    }

    /** One more begins, if it may; then {@link #leave} must follow. */
    boolean enter(String address) {
        if (!hasRoom(address)) {
            return false;
        }
        all++;
        inside.merge(address, 1, Integer::sum);
        return true;
    }

    /** A handshake has ended, well or not. */
    void leave(String address) {
        all--;
        inside.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }
}
