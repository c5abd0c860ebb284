package netseat.openid;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a provider by HTTP: each question has {@value #SECONDS} s, its answer's body at most {@value #MOST} bytes, and no
 * redirection is followed, so that only addresses are dialled that were checked. Blocks; any thread that may.
 */
final class ProviderHttp implements ResourceRetriever, HTTPRequestSender, AutoCloseable {
    static final int SECONDS = 10;
    static final int MOST = 256 * 1024;

    private static final int OK = 200;
    private static final Set<String> NOT_OURS = Set.of("host", "connection", "content-length");

    private final boolean plain;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(SECONDS))
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** For a provider of this name: only one that is on loopback itself may be asked without TLS. */
    ProviderHttp(URI issuer) {
        this.plain = isPlainLoopback(issuer);
    }

    /** Whether it is http, at an address or name that can be of this host alone. */
    static boolean isPlainLoopback(URI uri) {
        String host = uri.getHost();
        if (!"http".equalsIgnoreCase(uri.getScheme()) || host == null) {
            return false;
        }
        try {
            return host.toLowerCase(Locale.ROOT).equals("localhost")
                    || InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether anything may be sent there. */
    boolean allows(URI uri) {
        return ("https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) || (plain && isPlainLoopback(uri));
    }

    /** A document, as text. */
    String text(URI uri) throws IOException {
        HttpResponse<byte[]> answer =
                answer(request(uri).header("Accept", "application/json").build());
        if (answer.statusCode() != OK) {
            throw new IOException(uri + " answers with status " + answer.statusCode());
        }
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(URI uri) throws IOException {
        if (!allows(uri)) {
            throw new IOException(uri + " is not asked: it is no https");
        }
        return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(SECONDS));
    }

    /** The time is that of the whole answer, to the last byte of its body. */
    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST));
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException(request.uri() + " has not answered within " + SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(request.uri() + " does not answer: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        return new Resource(text(URI.create(url.toString())), "application/json");
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest asked) throws IOException {
        String body = asked.getBody();
        HttpRequest.Builder request = request(asked.getURI())
                .method(
                        asked.getMethod().name(),
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        for (Map.Entry<String, List<String>> header : asked.getHeaderMap().entrySet()) {
            if (!NOT_OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                header.getValue().forEach(value -> request.header(header.getKey(), value));
            }
        }
        HttpResponse<byte[]> answer = answer(request.build());
        HTTPResponse response = new HTTPResponse(answer.statusCode());
        answer.headers().map().forEach((name, values) -> response.setHeader(name, values.toArray(String[]::new)));
        response.setBody(new String(answer.body(), StandardCharsets.UTF_8));
        return response;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
