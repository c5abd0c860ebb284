package netseat.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import netseat.access.ProvedPerson;
import netseat.openid.OpenIdClient.Begun;
import netseat.openid.OpenIdException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is believed of a provider and what is not, by one that lies. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OpenIdClientTest {
    private static final URI BACK = URI.create("https://desk.example/login/openid/back");

    private final Instant begin = Instant.now();
    private final AtomicReference<Instant> now = new AtomicReference<>(begin);
    private final InstantSource clock = now::get;
    private HostileProvider provider;
    private OpenIdClient client;

    @BeforeEach
    void start() throws IOException {
        provider = new HostileProvider();
        client = new OpenIdClient(provider.settings(), clock);
    }

    @AfterEach
    void stop() {
        client.close();
        provider.close();
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        for (String pair : uri.getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    /** A token that is right. */
    private JWTClaimsSet.Builder right(String nonce) {
        return new JWTClaimsSet.Builder()
                .issuer(provider.issuer())
                .audience(HostileProvider.CLIENT)
                .subject("vera-1")
                .claim("nonce", nonce)
                .claim("email", "vera@example.org")
                .claim("email_verified", true)
                .claim("groups", List.of("lab"))
                .issueTime(Date.from(begin))
                .expirationTime(Date.from(begin.plusSeconds(300)));
    }

    private static String signed(JWTClaimsSet claims, RSAKey key) {
        try {
            return signed(claims, JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, String key, JWSSigner signer) {
        try {
            SignedJWT token =
                    new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Comes back with a token that is made of the right one. */
    private ProvedPerson logIn(Forgery forgery) throws OpenIdException {
        Begun begun = client.begin(BACK, "/seat/a");
        Map<String, String> asked = query(begun.to());
        provider.idToken(forgery.token(right(String.valueOf(asked.get("nonce")))));
        return client.returned(begun.cookie())
                .orElseThrow()
                .prove("code=a-code&state=" + asked.get("state") + "&iss=" + provider.issuer());
    }

    interface Forgery {
        String token(JWTClaimsSet.Builder right);
    }

    private static Forgery by(UnaryOperator<JWTClaimsSet.Builder> change) {
        return right -> signed(change.apply(right).build(), HostileProvider.KEY);
    }

    @Test
    void whoIsProvedIsToldAsTheProviderSays() throws OpenIdException, NoSuchAlgorithmException {
        Begun begun = client.begin(BACK, "/seat/a");
        Map<String, String> asked = query(begun.to());
        assertThat(begun.to().toString()).startsWith(provider.issuer() + "/authorize?");
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", HostileProvider.CLIENT)
                .containsEntry("scope", "openid email")
                .containsEntry("redirect_uri", BACK.toString())
                .containsEntry("code_challenge_method", "S256");
        assertThat(begun.cookie()).isNotIn(asked.values());
        provider.idToken(by(same -> same).token(right(String.valueOf(asked.get("nonce")))));
        OpenIdClient.Returned returned = client.returned(begun.cookie()).orElseThrow();
        assertThat(returned.then()).isEqualTo("/seat/a");
        ProvedPerson person = returned.prove("code=a-code&state=" + asked.get("state"));
        assertThat(person.subject()).isEqualTo("vera-1");
        assertThat(person.email()).contains("vera@example.org");
        assertThat(person.groups()).containsExactly("lab");
        String form = String.valueOf(provider.sent.get("/token"));
        assertThat(form)
                .contains("code=a-code", "grant_type=authorization_code")
                .doesNotContain("secret");
        Map<String, String> fields = query(URI.create("x:/?" + form));
        byte[] verifier = String.valueOf(fields.get("code_verifier")).getBytes(StandardCharsets.US_ASCII);
        assertThat(asked.get("code_challenge"))
                .isEqualTo(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier)));
        assertThat(provider.asked).as("the token says all").doesNotContainKey("/userinfo");
        assertThat(client.returned(begun.cookie())).as("a second time").isEmpty();
    }

    record Lie(String name, Forgery forgery) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Lie> lies() {
        RSAKey other = HostileProvider.key("first");
        return Stream.of(
                new Lie("another nonce", by(right -> right.claim("nonce", "another"))),
                new Lie("no nonce", by(right -> right.claim("nonce", null))),
                new Lie("another audience", by(right -> right.audience("somebody-else"))),
                new Lie(
                        "a second audience without azp",
                        by(right -> right.audience(List.of(HostileProvider.CLIENT, "somebody-else")))),
                new Lie("another party", by(right -> right.claim("azp", "somebody-else"))),
                new Lie("another issuer", by(right -> right.issuer("https://elsewhere.example"))),
                new Lie(
                        "expired",
                        by(right -> right.expirationTime(Date.from(Instant.now().minusSeconds(120))))),
                new Lie("without an end", by(right -> right.expirationTime(null))),
                new Lie(
                        "of the future",
                        by(right -> right.issueTime(Date.from(Instant.now().plusSeconds(120))))),
                new Lie("without a time", by(right -> right.issueTime(null))),
                new Lie("without a subject", by(right -> right.subject(null))),
                new Lie("alg none", right -> new PlainJWT(right.build()).serialize()),
                new Lie("signed by another key of that name", right -> signed(right.build(), other)),
                new Lie("cut short", right -> by(same -> same).token(right).replaceFirst(".{4}$", "")),
                new Lie("no token", right -> "nonsense"),
                new Lie("signed by our own secret", right -> {
                    byte[] secret = "the client's secret, as long as HS256 wants it".getBytes(StandardCharsets.UTF_8);
                    return hmac(right.build(), secret);
                }),
                new Lie("the public key as a secret", right -> {
                    try {
                        return hmac(
                                right.build(),
                                HostileProvider.KEY.toRSAPublicKey().getEncoded());
                    } catch (JOSEException e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }

    private static String hmac(JWTClaimsSet claims, byte[] secret) {
        try {
            return signed(claims, JWSAlgorithm.HS256, "first", new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aTokenThatIsNotRightProvesNothing(Lie lie) {
        assertThatThrownBy(() -> logIn(lie.forgery()))
                .isInstanceOfSatisfying(
                        OpenIdException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG))
                .hasMessageNotContaining("the client's secret");
    }

    @Test
    void anAnswerToAnotherQuestionIsRefusedBeforeTheProviderIsAsked() throws OpenIdException {
        for (String answer : List.of("code=c&state=another", "code=c", "", "state=", "code=c&state=%00", "%zz")) {
            Begun begun = client.begin(BACK, "/");
            OpenIdClient.Returned returned = client.returned(begun.cookie()).orElseThrow();
            assertThatThrownBy(() -> returned.prove(answer)).as(answer).isInstanceOf(OpenIdException.class);
        }
        Begun begun = client.begin(BACK, "/");
        String state = query(begun.to()).get("state");
        OpenIdClient.Returned mixed = client.returned(begun.cookie()).orElseThrow();
        assertThatThrownBy(() -> mixed.prove("code=c&state=" + state + "&iss=https://elsewhere.example"))
                .hasMessageContaining("another provider");
        assertThat(provider.asked).doesNotContainKey("/token");
        assertThat(client.returned("a cookie of nobody's")).isEmpty();
    }

    @Test
    void aLogInThatTakesTooLongIsOver() throws OpenIdException {
        Begun begun = client.begin(BACK, "/");
        now.set(begin.plus(PendingLogIns.LIFE).plusMillis(1));
        assertThat(client.returned(begun.cookie())).isEmpty();
    }

    @Test
    void whatTheProviderSaysIsToldApart() throws OpenIdException {
        for (Map.Entry<String, Reason> each : Map.of(
                        "access_denied", Reason.DENIED,
                        "temporarily_unavailable", Reason.UNREACHABLE,
                        "invalid_scope", Reason.WRONG)
                .entrySet()) {
            Begun begun = client.begin(BACK, "/");
            String answer = "error=" + each.getKey() + "&error_description=because%0Ano&state="
                    + query(begun.to()).get("state");
            OpenIdClient.Returned returned = client.returned(begun.cookie()).orElseThrow();
            assertThatThrownBy(() -> returned.prove(answer))
                    .isInstanceOfSatisfying(
                            OpenIdException.class, e -> assertThat(e.reason()).isEqualTo(each.getValue()))
                    .hasMessageContaining(each.getKey())
                    .hasMessageNotContaining("\n");
        }
        provider.answers.put("/token", "{\"error\": \"invalid_grant\"}");
        assertThatThrownBy(() -> logInWithoutToken())
                .isInstanceOfSatisfying(
                        OpenIdException.class, e -> assertThat(e.reason()).isIn(Reason.STALE, Reason.WRONG));
    }

    private void logInWithoutToken() throws OpenIdException {
        Begun begun = client.begin(BACK, "/");
        client.returned(begun.cookie())
                .orElseThrow()
                .prove("code=used&state=" + query(begun.to()).get("state"));
    }

    @Test
    void aNewKeyIsLookedForAndOneThatNobodyHasNotAgainAndAgain() throws OpenIdException {
        logIn(by(same -> same));
        logIn(by(same -> same));
        assertThat(provider.asked).containsEntry("/keys", 1).containsEntry("/.well-known/openid-configuration", 1);
        RSAKey second = HostileProvider.key("second");
        provider.keys(HostileProvider.KEY, second);
        assertThat(logIn(right -> signed(right.build(), second)).subject()).isEqualTo("vera-1");
        assertThat(provider.asked).containsEntry("/keys", 2);
        RSAKey nobodys = HostileProvider.key("nobody's");
        List<Throwable> refused = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            try {
                logIn(right -> signed(right.build(), nobodys));
            } catch (OpenIdException e) {
                refused.add(e);
            }
        }
        assertThat(refused).hasSize(20);
        assertThat(provider.asked.get("/keys")).isLessThanOrEqualTo(3);
    }

    @Test
    void aProviderThatIsAwayOrSomebodyElseIsAskedAgainAfterAWhile() throws OpenIdException {
        String metadata = String.valueOf(provider.answers.get("/.well-known/openid-configuration"));
        for (String bad : List.of(
                provider.metadata("https://elsewhere.example"),
                metadata.replace(provider.issuer() + "/token", "http://192.0.2.1/token"),
                "{}",
                "[]",
                "x".repeat(ProviderHttp.MOST + 1))) {
            provider.answers.put("/.well-known/openid-configuration", bad);
            assertThatThrownBy(() -> client.begin(BACK, "/")).isInstanceOf(OpenIdException.class);
            int asked = provider.asked.getOrDefault("/.well-known/openid-configuration", 0);
            assertThatThrownBy(() -> client.begin(BACK, "/")).isInstanceOf(OpenIdException.class);
            assertThat(provider.asked).as("at once").containsEntry("/.well-known/openid-configuration", asked);
            now.set(now.get().plusSeconds(6));
        }
        provider.answers.put("/.well-known/openid-configuration", metadata);
        assertThat(client.begin(BACK, "/").to().toString()).contains("/authorize?");
    }

    @Test
    void theUserInfoCountsOnlyForTheSamePerson() throws OpenIdException {
        Forgery little = by(right -> right.claim("groups", null).claim("email", null));
        provider.answers.put("/userinfo", "{\"sub\": \"somebody-else\", \"groups\": [\"admins\"]}");
        assertThatThrownBy(() -> logIn(little)).hasMessageContaining("somebody else");
        provider.answers.put(
                "/userinfo",
                "{\"sub\": \"vera-1\", \"groups\": \"lab\", \"email\": \"boss@example.org\", \"email_verified\":"
                        + " false}");
        ProvedPerson person = logIn(
                by(right -> right.claim("groups", null).claim("email", null).claim("email_verified", null)));
        assertThat(person.groups()).containsExactly("lab");
        assertThat(person.email()).as("not verified").isEmpty();
    }

    @Test
    void groupsMayBeInsideOfOtherClaims() {
        Map<String, Object> claims = Map.of("realm_access", Map.of("roles", List.of("a", 7, "b")), "x.y", "c");
        assertThat(Claims.groups(claims, "realm_access.roles")).containsExactly("a", "b");
        assertThat(Claims.groups(claims, "x.y")).containsExactly("c");
        assertThat(Claims.groups(claims, "realm_access.nothing.more")).isEmpty();
    }
}
