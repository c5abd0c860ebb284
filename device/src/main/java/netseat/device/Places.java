package netseat.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a device may find its controller: at home, and where it was sent to. It stays with one place for as long as somebody
 * is there who is trusted, and tries them in turns otherwise. Not thread-safe.
 */
final class Places {
    private static final int MOST = 4;

    private final List<ControllerAddress> all = new ArrayList<>(); // home is the last
    private int at;
    private @Nullable ControllerAddress forGood;

    /** Home, and before it the place where the device was sent to for good in an earlier life. */
    Places(ControllerAddress home, Optional<ControllerAddress> sentTo) {
        all.add(home);
        sentTo.ifPresent(this::prefer);
    }

    private void prefer(ControllerAddress place) {
        if (!place.equals(all.getLast())) {
            all.remove(place);
            all.addFirst(place);
            if (all.size() > MOST) {
                all.remove(MOST - 1); // the one that was preferred the longest ago
            }
        }
        at = all.indexOf(place);
    }

    /** Where to look now. */
    ControllerAddress present() {
        return all.get(at);
    }

    /** Nobody was there, or not the right one. */
    void failed() {
        at = (at + 1) % all.size();
    }

    /**
     * The controller sends the device there.
     *
     * @param keep whether it is to go there after a restart too
     */
    void sentTo(ControllerAddress there, boolean keep) {
        prefer(there);
        forGood = keep ? there : null;
    }

    /** The device was admitted where it is; what is to be kept of that now, and not before: it might have been refused. */
    Optional<ControllerAddress> admitted() {
        Optional<ControllerAddress> kept = Optional.ofNullable(forGood).filter(place -> place.equals(present()));
        forGood = null;
        return kept;
    }
}
