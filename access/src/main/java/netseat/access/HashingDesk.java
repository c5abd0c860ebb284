package netseat.access;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Where passwords are hashed: one at a time, while a few wait. So a flood of log-ins takes the memory of one hash and one core at
 * most, and whoever comes while the queue is full is sent away at once. Any thread that may block.
 */
final class HashingDesk {
    private final Semaphore turn = new Semaphore(1, true);
    private final Semaphore places;

    private final int most;

    HashingDesk(int places) {
        this.most = places;
        this.places = new Semaphore(places);
    }

    /** How many are here, whoever is being served among them. */
    int waiting() {
        return most - places.availablePermits();
    }

    /** Does the work when it is its turn; empty, at once, when too many wait. */
    <T> Optional<T> hash(Supplier<T> work) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            turn.acquireUninterruptibly();
            try {
                return Optional.of(work.get());
            } finally {
                turn.release();
            }
        } finally {
            places.release();
        }
    }
}
