package netseat.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netseat.access.ProvedPerson;
import netseat.openid.OpenIdException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Finds out by an OpenID Connect provider who somebody is: the authorization code flow with PKCE, state and nonce (OpenID Connect
 * Core 1.0, RFC 6749, 7636, 9207). What it believes is signed by the provider's key, for this controller, in answer to what
 * this browser began. Thread-safe; what asks the provider blocks.
 */
public final class OpenIdClient implements AutoCloseable {
    /** The most characters that the address has that the provider sends a browser back with. */
    private static final int LONGEST_ANSWER = 8192;

    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ProviderSettings settings;
    private final InstantSource clock;
    private final ProviderHttp http;
    private final Provider provider;
    private final PendingLogIns pending = new PendingLogIns();

    /**
     * What a browser is to do to log in.
     *
     * @param to where it is to go
     * @param cookie what it has to show when it comes back
     */
    public record Begun(URI to, String cookie) {}

    /** A log-in that came back to the browser that began it, and is used up by that. */
    public final class Returned {
        private final PendingLogIn begun;

        private Returned(PendingLogIn begun) {
            this.begun = begun;
        }

        /** The page that was asked for, as it was given. */
        public String then() {
            return begun.then();
        }

        /**
         * Who it is. Asks the provider.
         *
         * @param query what stands after the question mark of the address that the provider sent the browser to
         * @throws OpenIdException when nobody is proved by that
         */
        public ProvedPerson prove(String query) throws OpenIdException {
            return OpenIdClient.this.prove(begun, query);
        }
    }

    /** For this provider, which is not asked yet. */
    public OpenIdClient(ProviderSettings settings) {
        this(settings, InstantSource.system());
    }

    OpenIdClient(ProviderSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.http = new ProviderHttp(settings.issuer());
        this.provider = new Provider(settings, http, clock);
    }

    /** How long a browser may be away, in seconds. */
    public static long seconds() {
        return PendingLogIns.LIFE.toSeconds();
    }

    /**
     * Begins a log-in.
     *
     * @param back where the provider is to send the browser to
     * @param then is remembered for {@link Returned#then}
     * @throws OpenIdException when nothing is known of the provider, and it does not answer
     */
    public Begun begin(URI back, String then) throws OpenIdException {
        OIDCProviderMetadata metadata = provider.known().metadata();
        String cookie = secret();
        PendingLogIn begun = new PendingLogIn(
                new State(secret()),
                new Nonce(secret()),
                new CodeVerifier(secret()),
                back,
                then,
                clock.millis() + PendingLogIns.LIFE.toMillis());
        Scope scopes = new Scope("openid");
        settings.scopes().forEach(scopes::add);
        AuthenticationRequest request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, scopes, new ClientID(settings.clientId()), back)
                .endpointURI(metadata.getAuthorizationEndpointURI())
                .state(begun.state())
                .nonce(begun.nonce())
                .codeChallenge(begun.verifier(), CodeChallengeMethod.S256)
                .build();
        pending.add(cookie, begun);
        return new Begun(request.toURI(), cookie);
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the browser with this cookie has begun; empty when it is nothing, or was used, or is too old. */
    public Optional<Returned> returned(String cookie) {
        return pending.take(cookie, clock.millis()).map(Returned::new);
    }

    private ProvedPerson prove(PendingLogIn begun, String query) throws OpenIdException {
        AuthorizationCode code = code(begun, query);
        Provider.Known known = provider.known();
        OIDCTokens tokens = tokens(begun, code, known.metadata());
        Map<String, Object> claims = claims(tokens.getIDToken(), begun.nonce(), known);
        return person(claims, tokens, known.metadata());
    }

    /** The code that the provider gave the browser, if this is its answer to what was begun. */
    private AuthorizationCode code(PendingLogIn begun, String query) throws OpenIdException {
        AuthorizationResponse response = answer(begun.back(), query);
        if (!begun.state().equals(response.getState())) {
            throw new OpenIdException(Reason.STALE, "the state is another one than was sent to the provider");
        }
        if (response.getIssuer() != null
                && !response.getIssuer().getValue().equals(settings.issuer().toString())) {
            throw new OpenIdException(Reason.WRONG, "the answer is of another provider: " + response.getIssuer());
        }
        if (response instanceof AuthorizationErrorResponse refused) {
            ErrorObject error = refused.getErrorObject();
            String name = error == null ? "" : String.valueOf(error.getCode());
            throw new OpenIdException(reason(name), "the provider refuses: " + described(error));
        }
        AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
        if (code == null) {
            throw new OpenIdException(Reason.WRONG, "the provider's answer has no code");
        }
        return code;
    }

    static AuthorizationResponse answer(URI back, String query) throws OpenIdException {
        if (query.length() > LONGEST_ANSWER) {
            throw new OpenIdException(Reason.WRONG, "the provider's answer is longer than it can be");
        }
        try {
            return AuthorizationResponse.parse(URI.create(back + "?" + query));
        } catch (ParseException | RuntimeException e) {
            throw new OpenIdException(Reason.WRONG, "the provider's answer makes no sense", e);
        }
    }

    private static Reason reason(String error) {
        return switch (error) {
            case "access_denied", "login_required", "interaction_required", "consent_required" -> Reason.DENIED;
            case "server_error", "temporarily_unavailable" -> Reason.UNREACHABLE;
            default -> Reason.WRONG;
        };
    }

    /** For the log: a provider's words, shortened, on one line. */
    private static String described(@Nullable ErrorObject error) {
        if (error == null) {
            return "without a reason";
        }
        String words = error.getCode() + (error.getDescription() == null ? "" : " (" + error.getDescription() + ')');
        return words.substring(0, Math.min(200, words.length())).replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }

    private OIDCTokens tokens(PendingLogIn begun, AuthorizationCode code, OIDCProviderMetadata metadata)
            throws OpenIdException {
        TokenRequest request = new TokenRequest.Builder(
                        metadata.getTokenEndpointURI(),
                        authentication(metadata),
                        new AuthorizationCodeGrant(code, begun.back(), begun.verifier()))
                .build();
        TokenResponse response = tokenAnswer(send(request.toHTTPRequest()));
        if (!response.indicatesSuccess()) {
            ErrorObject error = response.toErrorResponse().getErrorObject();
            boolean used = error != null && OAuth2Error.INVALID_GRANT.getCode().equals(error.getCode());
            throw new OpenIdException(
                    used ? Reason.STALE : Reason.WRONG, "the provider gives no tokens: " + described(error));
        }
        if (!(response.toSuccessResponse() instanceof OIDCTokenResponse tokens)
                || tokens.getOIDCTokens().getIDToken() == null) {
            throw new OpenIdException(Reason.WRONG, "the provider gives no ID token");
        }
        return tokens.getOIDCTokens();
    }

    static TokenResponse tokenAnswer(HTTPResponse answer) throws OpenIdException {
        try {
            return OIDCTokenResponseParser.parse(answer);
        } catch (ParseException | RuntimeException e) {
            throw new OpenIdException(
                    Reason.WRONG, "the provider's tokens make no sense (status " + answer.getStatusCode() + ")", e);
        }
    }

    /** As the provider takes it: in a header, unless it says that it takes only the other. */
    private ClientAuthentication authentication(OIDCProviderMetadata metadata) throws OpenIdException {
        Secret secret;
        try {
            secret = new Secret(settings.secret().read());
        } catch (IOException e) {
            throw new OpenIdException(Reason.WRONG, "the client's secret: " + e.getMessage(), e);
        }
        ClientID client = new ClientID(settings.clientId());
        List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        boolean post = methods != null
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        return post ? new ClientSecretPost(client, secret) : new ClientSecretBasic(client, secret);
    }

    private HTTPResponse send(HTTPRequest request) throws OpenIdException {
        try {
            return request.send(http);
        } catch (IOException e) {
            throw new OpenIdException(Reason.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
    }

    /** What the ID token says, once signature, issuer, audience, party, times and nonce are right. */
    private Map<String, Object> claims(JWT token, Nonce nonce, Provider.Known known) throws OpenIdException {
        try {
            IDTokenClaimsSet claims = known.tokens().validate(token, nonce);
            // The library leaves this to its user: for whom the token was made, of several who may read it.
            AuthorizedParty party = claims.getAuthorizedParty();
            boolean ours = party == null
                    ? claims.getAudience().size() == 1
                    : party.getValue().equals(settings.clientId());
            if (!ours) {
                throw new OpenIdException(Reason.WRONG, "the ID token is refused: it was made for another party");
            }
            return claims.toJSONObject();
        } catch (KeySourceException e) {
            throw new OpenIdException(Reason.UNREACHABLE, "the provider's keys cannot be had: " + e.getMessage(), e);
        } catch (BadJOSEException | JOSEException | RuntimeException e) {
            throw new OpenIdException(Reason.WRONG, "the ID token is refused: " + e.getMessage(), e);
        }
    }

    /** Some providers say of a person only in their user info what was asked for. */
    private ProvedPerson person(Map<String, Object> token, OIDCTokens tokens, OIDCProviderMetadata metadata)
            throws OpenIdException {
        Map<String, Object> all = new HashMap<>();
        URI more = metadata.getUserInfoEndpointURI();
        if (more != null
                && tokens.getAccessToken() != null
                && (!token.containsKey("email")
                        || Claims.groups(token, settings.groups()).isEmpty())) {
            if (!http.allows(more)) {
                throw new OpenIdException(Reason.WRONG, "the provider names an address that is no https: " + more);
            }
            all.putAll(Claims.userInfo(
                    send(new UserInfoRequest(more, tokens.getAccessToken()).toHTTPRequest()), token.get("sub")));
        }
        all.putAll(token);
        return Claims.person(all, settings);
    }

    @Override
    public void close() {
        http.close();
    }
}
