package netseat.access;

import java.util.Locale;
import java.util.Optional;

/** What a token is for. It never allows more than the role of the user whose it is. */
public enum Scope {
    READ,
    PLUG,
    POWER,
    INPUT,
    ADMIN;

    /** Whether a token of this scope may be used for it. */
    public boolean may(Permission permission) {
        return switch (permission) {
            case PUBLIC, SELF -> true;
            case WATCH, READ -> this == READ || this == ADMIN;
            case PLUG -> this == PLUG || this == ADMIN;
            case POWER -> this == POWER || this == ADMIN;
            case INPUT -> this == INPUT || this == ADMIN;
            case ADMIN -> this == ADMIN;
        };
    }

    /** As people and programs write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that is written so. */
    public static Optional<Scope> of(String word) {
        for (Scope scope : values()) {
            if (scope.word().equals(word)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
