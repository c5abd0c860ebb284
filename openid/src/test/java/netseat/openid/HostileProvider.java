package netseat.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A provider on loopback that answers whatever a test wants, true or not: for what no honest provider, such as the one of
 * BrowserLogInTest in e2e, would ever send.
 */
final class HostileProvider implements AutoCloseable {
    static final String CLIENT = "netseat";
    static final RSAKey KEY = key("first");

    private final HttpServer server;

    /** What it answers, by path. */
    final Map<String, String> answers = new ConcurrentHashMap<>();

    /** How often it was asked for each path. */
    final Map<String, Integer> asked = new ConcurrentHashMap<>();

    /** What it was sent last, by path. */
    final Map<String, String> sent = new ConcurrentHashMap<>();

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(id)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    HostileProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::answer);
        server.start();
        answers.put("/.well-known/openid-configuration", metadata(issuer()));
        keys(KEY);
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String metadata(String issuer) {
        String at = issuer();
        return """
                {"issuer": "%s", "authorization_endpoint": "%s/authorize", "token_endpoint": "%s/token",
                 "userinfo_endpoint": "%s/userinfo", "jwks_uri": "%s/keys", "response_types_supported": ["code"],
                 "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}
                """.formatted(issuer, at, at, at, at);
    }

    /** These are the keys that it says it signs with. */
    void keys(RSAKey... keys) {
        answers.put("/keys", new JWKSet(List.of(keys)).toString());
    }

    void idToken(String token) {
        answers.put("/token", "{\"access_token\": \"a\", \"token_type\": \"Bearer\", \"id_token\": \"" + token + "\"}");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.merge(path, 1, Integer::sum);
        sent.put(path, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] answer = answers.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.length == 0 ? 404 : 200, answer.length == 0 ? -1 : answer.length);
        try (var body = exchange.getResponseBody()) {
            body.write(answer);
        }
    }

    ProviderSettings settings() {
        return new ProviderSettings(
                URI.create(issuer()), CLIENT, () -> "the client's secret", "groups", List.of("email"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
