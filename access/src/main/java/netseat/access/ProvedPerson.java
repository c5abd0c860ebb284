package netseat.access;

import java.util.Optional;
import java.util.Set;

/**
 * Somebody of whom a provider has proved who they are.
 *
 * @param issuer the provider, as it calls itself
 * @param subject by what it knows the person, always; names and addresses may go to others
 * @param name what people call them; anything
 * @param email verified by the provider
 * @param groups of which they are
 */
public record ProvedPerson(String issuer, String subject, String name, Optional<String> email, Set<String> groups) {
    /** Keeps the groups as they are. */
    public ProvedPerson {
        groups = Set.copyOf(groups);
    }
}
