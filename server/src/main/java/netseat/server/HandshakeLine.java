package netseat.server;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Those who wait before the {@link HandshakeGate}, as when all devices come at once after a power cut: each costs a socket and
 * no more. They begin in their order, but nobody waits for an address that has its share. On the event loop.
 */
final class HandshakeLine {
    static final int MOST_WAITING = 2048;
    static final int MOST_WAITING_OF_ADDRESS = 64;

    private final HandshakeGate gate = new HandshakeGate();
    private final Map<String, Integer> waitingFrom = new HashMap<>();
    private final Set<Passage> line = new LinkedHashSet<>();

    /** One connection's way through. */
    final class Passage {
        private final String address;
        private final Runnable begin;
        private boolean within;

        private Passage(String address, Runnable begin) {
            this.address = address;
            this.begin = begin;
        }

        /** False when there is no room yet. */
        private boolean begin() {
            within = gate.enter(address);
            if (within) {
                begin.run();
            }
            return within;
        }

        /** Its handshake has ended, well or not, or the connection is gone; only the first call counts. */
        void leave() {
            if (within) {
                within = false;
                gate.leave(address);
                next();
            } else if (line.remove(this)) {
                leaveLine(address);
            }
        }
    }

    /**
     * Lets one more begin its handshake: now, or in its turn.
     *
     * @param begin is called once, perhaps within this call; then {@link Passage#leave} must follow
     * @return empty when it may neither begin nor wait
     */
    Optional<Passage> enter(String address, Runnable begin) {
        Passage passage = new Passage(address, begin);
        if (!passage.begin()) {
            if (line.size() >= MOST_WAITING || waitingFrom.getOrDefault(address, 0) >= MOST_WAITING_OF_ADDRESS) {
                return Optional.empty();
            }
            line.add(passage);
            waitingFrom.merge(address, 1, Integer::sum);
        }
        return Optional.of(passage);
    }

    /** How many wait. */
    int waiting() {
        return line.size();
    }

    /** A place is free: the first whose address has not its share takes it. */
    private void next() {
        for (Iterator<Passage> waiting = line.iterator(); waiting.hasNext(); ) {
            Passage passage = waiting.next();
            if (gate.hasRoom(passage.address)) {
                waiting.remove();
                leaveLine(passage.address);
                passage.begin();
                return;
            }
        }
    }

    private void leaveLine(String address) {
        waitingFrom.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }
}
