package netseat.access;

import java.util.Locale;
import java.util.Optional;

/** What a user is for. */
public enum Role {
    /** Does everything; lists of seats and machines do not bind. */
    ADMINISTRATOR,

    /** Plugs and powers what the lists allow. */
    OPERATOR,

    /** Sits at the seats of the list and switches among the machines of the list, and sees no others. */
    USER,

    /** Sees what the lists allow and changes nothing. */
    VIEWER;

    /** Whether it goes with this role. */
    public boolean may(Permission permission) {
        return switch (permission) {
            case PUBLIC, SELF, WATCH -> true;
            case READ -> this != USER;
            case PLUG, INPUT -> this != VIEWER;
            case POWER -> this == OPERATOR || this == ADMINISTRATOR;
            case ADMIN -> this == ADMINISTRATOR;
        };
    }

    /** As people and programs write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that is written so. */
    public static Optional<Role> of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
