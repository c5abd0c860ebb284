package netseat.openid;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import netseat.access.ProvedPerson;
import netseat.openid.OpenIdException.Reason;
import org.jspecify.annotations.Nullable;

/** What a provider says of a person. Pure functions. */
final class Claims {
    private static final int LONGEST = 255;
    private static final int MOST_GROUPS = 1000;

    private Claims() {}

    /** The claims of an answer of a provider's about this subject, and no other. */
    static Map<String, Object> userInfo(HTTPResponse answer, @Nullable Object subject) throws OpenIdException {
        Map<String, Object> claims;
        try {
            answer.ensureStatusCode(HTTPResponse.SC_OK);
            claims = answer.getBodyAsJSONObject();
        } catch (ParseException | RuntimeException e) {
            throw new OpenIdException(Reason.WRONG, "the provider's user info makes no sense: " + e.getMessage(), e);
        }
        if (subject == null || !subject.equals(claims.get("sub"))) {
            throw new OpenIdException(Reason.WRONG, "the provider's user info is about somebody else");
        }
        return claims;
    }

    /**
     * The person.
     *
     * @throws OpenIdException when it has no subject by which it could be known again
     */
    static ProvedPerson person(Map<String, Object> claims, ProviderSettings settings) throws OpenIdException {
        Optional<String> subject = text(claims.get("sub"));
        if (subject.isEmpty()) {
            throw new OpenIdException(Reason.WRONG, "the provider names no subject");
        }
        // An address that the provider has not verified is what anybody wrote there.
        Optional<String> email =
                Boolean.TRUE.equals(claims.get("email_verified")) ? text(claims.get("email")) : Optional.empty();
        String name = text(claims.get("preferred_username")).or(() -> email).orElse(subject.get());
        return new ProvedPerson(
                settings.issuer().toString(), subject.get(), name, email, groups(claims, settings.groups()));
    }

    /** A claim that is one text or a list of them, by its name, or by the dots in it out of claims that are objects. */
    static Set<String> groups(Map<String, Object> claims, String name) {
        Object value = claims.get(name);
        if (value == null) {
            value = claims;
            for (String step : name.split("\\.", -1)) {
                value = value instanceof Map<?, ?> map ? map.get(step) : null;
            }
        }
        List<Object> all = new ArrayList<>();
        if (value instanceof Collection<?> list) {
            all.addAll(list);
        } else if (value != null) {
            all.add(value);
        }
        Set<String> groups = new LinkedHashSet<>();
        all.stream().limit(MOST_GROUPS).forEach(each -> text(each).ifPresent(groups::add));
        return groups;
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty() && text.length() <= LONGEST
                ? Optional.of(text)
                : Optional.empty();
    }
}
