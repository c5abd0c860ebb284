package netseat.openid;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import netseat.openid.OpenIdException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of itself, and the keys that it signs with: fetched when they are needed first, and kept for an hour. A
 * key that is not known is looked for anew, but twice in half a minute at most, whatever tokens come; a document that could not be
 * had is asked for again after {@link #AGAIN}. Blocks; any thread that may.
 */
final class Provider {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration KEYS_EACH = Duration.ofSeconds(30);
    private static final int SKEW_SECONDS = 60;

    /** Signatures by a key pair alone: with "none" or a shared secret, whoever knows nothing or our secret could sign. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final ProviderSettings settings;
    private final ProviderHttp http;
    private final InstantSource clock;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Known known;
    private long failedAt = Long.MIN_VALUE / 2;
    private String failure = "";

    /**
     * What is known of it.
     *
     * @param until when it is to be asked for anew, in milliseconds since 1970
     */
    record Known(OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, IDTokenValidator tokens, long until) {}

    Provider(ProviderSettings settings, ProviderHttp http, InstantSource clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    /** What it says of itself, from memory or from itself. */
    Known known() throws OpenIdException {
        turn.lock();
        try {
            Known before = known;
            long now = clock.millis();
            if (before != null && now < before.until()) {
                return before;
            }
            if (now - failedAt < AGAIN.toMillis()) {
                throw new OpenIdException(Reason.UNREACHABLE, failure);
            }
            try {
                return fetch(before, now);
            } catch (OpenIdException e) {
                failedAt = now;
                failure = String.valueOf(e.getMessage());
                throw e;
            }
        } finally {
            turn.unlock();
        }
    }

    private Known fetch(@Nullable Known before, long now) throws OpenIdException {
        URI at = URI.create(settings.issuer().toString().replaceAll("/$", "") + "/.well-known/openid-configuration");
        OIDCProviderMetadata metadata;
        try {
            metadata = parse(http.text(at));
        } catch (IOException e) {
            throw new OpenIdException(Reason.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
        check(metadata);
        boolean same = before != null && before.metadata().getJWKSetURI().equals(metadata.getJWKSetURI());
        JWKSource<SecurityContext> keys = before != null && same ? before.keys() : keys(metadata.getJWKSetURI());
        Known fetched = new Known(metadata, keys, tokens(keys), now + KEPT.toMillis());
        known = fetched;
        return fetched;
    }

    /** The document, which is anybody's until it was {@link #check}ed. */
    static OIDCProviderMetadata parse(String document) throws OpenIdException {
        try {
            return OIDCProviderMetadata.parse(document);
        } catch (ParseException | RuntimeException e) {
            throw new OpenIdException(Reason.WRONG, "the provider's discovery document makes no sense: " + e, e);
        }
    }

    private void check(OIDCProviderMetadata metadata) throws OpenIdException {
        if (!metadata.getIssuer().getValue().equals(settings.issuer().toString())) {
            throw new OpenIdException(
                    Reason.WRONG,
                    "the provider calls itself " + metadata.getIssuer() + ", and not " + settings.issuer()
                            + ": write the issuer as it writes it");
        }
        for (URI uri : new URI[] {
            metadata.getAuthorizationEndpointURI(), metadata.getTokenEndpointURI(), metadata.getJWKSetURI()
        }) {
            if (uri == null || !http.allows(uri)) {
                throw new OpenIdException(Reason.WRONG, "the provider names an address that is no https: " + uri);
            }
        }
    }

    private JWKSource<SecurityContext> keys(URI uri) throws OpenIdException {
        try {
            return JWKSourceBuilder.create(uri.toURL(), http)
                    .cache(
                            KEPT.toMillis(),
                            Duration.ofSeconds(2L * ProviderHttp.SECONDS).toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(KEYS_EACH.toMillis())
                    .build();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new OpenIdException(Reason.WRONG, "the provider's keys have no address: " + uri, e);
        }
    }

    private IDTokenValidator tokens(JWKSource<SecurityContext> keys) {
        IDTokenValidator tokens = new IDTokenValidator(
                new Issuer(settings.issuer()),
                new ClientID(settings.clientId()),
                new JWSVerificationKeySelector<>(ALGORITHMS, keys),
                null);
        tokens.setMaxClockSkew(SKEW_SECONDS);
        return tokens;
    }
}
