package netseat.access;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Who comes in by a provider, and as what; nobody else does.
 *
 * @param issuer the provider, as it calls itself
 * @param emails grants by verified e-mail addresses, which go before those of groups
 * @param groups grants by groups; of several that somebody is in, the first counts
 */
public record ProviderRules(String issuer, Map<String, Grant> emails, Map<String, Grant> groups) {
    private static final String EMAIL = "e-mail ";
    private static final String GROUP = "group ";

    /** Addresses are compared without regard to capitals. */
    public ProviderRules {
        Map<String, Grant> lower = new LinkedHashMap<>();
        emails.forEach((email, grant) -> lower.put(email.toLowerCase(Locale.ROOT), grant));
        emails = Collections.unmodifiableMap(lower);
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    }

    /**
     * A grant and what it is given for.
     *
     * @param name such as {@code group lab}
     */
    record Rule(String name, Grant grant) {
        /** What somebody of this name is by it. */
        User user(String called) {
            return new User(called, grant.role(), grant.seats(), grant.vms());
        }
    }

    /** The rule by which this person comes in. */
    Optional<Rule> of(ProvedPerson person) {
        if (!person.issuer().equals(issuer)) {
            return Optional.empty();
        }
        Optional<Rule> byEmail = person.email().flatMap(email -> named(EMAIL + email.toLowerCase(Locale.ROOT)));
        return byEmail.or(() -> groups.keySet().stream()
                .filter(person.groups()::contains)
                .findFirst()
                .flatMap(group -> named(GROUP + group)));
    }

    /** The rule of this name, as it is now. */
    Optional<Rule> named(String name) {
        Grant grant = name.startsWith(EMAIL)
                ? emails.get(name.substring(EMAIL.length()))
                : groups.get(name.substring(Math.min(GROUP.length(), name.length())));
        return Optional.ofNullable(grant).map(found -> new Rule(name, found));
    }
}
