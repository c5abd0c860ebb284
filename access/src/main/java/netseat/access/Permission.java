package netseat.access;

import java.util.Locale;
import java.util.Optional;

/** What may be asked of the controller, in the fewest kinds that tell the roles apart. Each route of the API needs one. */
public enum Permission {
    /** Anybody, without a log-in. */
    PUBLIC,

    /** Whoever is logged in, about nobody but themselves. */
    SELF,

    /** To see seats and machines, as far as the user's lists go. */
    WATCH,

    /** To see what belongs to no seat: devices, presets, counters. */
    READ,

    /** To plug the seats of one's list into the machines of one's list. */
    PLUG,

    /** To start, stop and reset the machines of one's list. */
    POWER,

    /** To sit down at a seat of one's list, or to type into a machine of it. */
    INPUT,

    /** Everything else. */
    ADMIN;

    /** As it is written in the description of the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that is written so. */
    public static Optional<Permission> of(String word) {
        for (Permission permission : values()) {
            if (permission.word().equals(word)) {
                return Optional.of(permission);
            }
        }
        return Optional.empty();
    }
}
