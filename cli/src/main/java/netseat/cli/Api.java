package netseat.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import netseat.identity.HttpsTrust;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The controller's API as a command asks it: one request at a time, on the caller's thread. */
final class Api implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60); // a machine that is stopped takes its time
    private static final int FIRST_ERROR = 400;
    private static final int UNAUTHORIZED = 401;

    private static final String NO_TOKEN = "the controller does not know who you are: run this as the user who runs the"
            + " controller (--state or NETSEAT_STATE name its state folder), or give a token by --token-file or"
            + " NETSEAT_TOKEN";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI base;
    private final String token;
    private final HttpClient client;

    /**
     * The API of the controller at this address, such as {@code http://localhost:7880}.
     *
     * @param token by which it is asked; empty for none
     * @param trust which controllers are trusted over https
     */
    Api(URI base, String token, HttpsTrust trust) {
        this.base = base;
        this.token = token;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN);
        if ("https".equals(base.getScheme())) {
            builder.sslContext(trust.context());
        }
        this.client = builder.build();
    }

    /** An empty body, to be filled. */
    static ObjectNode body() {
        return JSON.createObjectNode();
    }

    /** A name as one part of a path. */
    static String part(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * What the controller says.
     *
     * @throws ApiException when it refuses, does not answer or answers what it should not
     */
    JsonNode get(String path) {
        return json(send("GET", path, BodyPublishers.noBody()));
    }

    /** What the controller says in lines of JSON; fails as {@link #get}. */
    List<JsonNode> lines(String path) {
        String text = new String(bytes(path), StandardCharsets.UTF_8);
        return text.lines()
                .map(line -> json(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** What the controller says as bytes, such as a picture; fails as {@link #get}. */
    byte[] bytes(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    /** Has something done; fails as {@link #get}. */
    void post(String path, ObjectNode body) {
        send("POST", path, BodyPublishers.ofString(body.toString()));
    }

    /** Saves what the controller says, which may be long, as a file that is for its owner alone; fails as {@link #get}. */
    void download(String path, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Path next = Files.createTempFile(folder, ".netseat", ".new"); // of mode 0600
            try {
                send(
                        "GET",
                        path,
                        BodyPublishers.noBody(),
                        answer -> answer.statusCode() < FIRST_ERROR
                                ? BodySubscribers.mapping(BodySubscribers.ofFile(next), written -> new byte[0])
                                : BodySubscribers.ofByteArray());
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            throw new ApiException(ExitStatus.REFUSED, "cannot write " + file + ": " + e.getMessage());
        }
    }

    /** Has something done that is answered; fails as {@link #get}. */
    JsonNode ask(String path, ObjectNode body) {
        return json(send("POST", path, BodyPublishers.ofString(body.toString())));
    }

    /** Has something made as it is to be; fails as {@link #get}. */
    void put(String path, ObjectNode body) {
        send("PUT", path, BodyPublishers.ofString(body.toString()));
    }

    /** Has something removed; fails as {@link #get}. */
    void delete(String path) {
        send("DELETE", path, BodyPublishers.noBody());
    }

    private byte[] send(String method, String path, BodyPublisher body) {
        return send(method, path, body, BodyHandlers.ofByteArray());
    }

    private byte[] send(String method, String path, BodyPublisher body, BodyHandler<byte[]> handler) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/api/v1/" + path))
                .method(method, body)
                .timeout(ANSWER_WITHIN);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> response;
        try {
            response = client.send(request.build(), handler);
        } catch (IOException e) {
            throw new ApiException(
                    ExitStatus.UNREACHABLE,
                    HttpsTrust.refusal(e)
                            .orElse("no controller answers at " + base
                                    + ": is it running? Another address is given by --url or NETSEAT_URL."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(ExitStatus.UNREACHABLE, "interrupted");
        }
        if (response.statusCode() == UNAUTHORIZED) {
            throw new ApiException(ExitStatus.REFUSED, NO_TOKEN);
        }
        if (response.statusCode() >= FIRST_ERROR) {
            throw new ApiException(ExitStatus.REFUSED, reason(response));
        }
        return response.body();
    }

    /** The controller's own words, where it has some. */
    private static String reason(HttpResponse<byte[]> response) {
        try {
            JsonNode words = JSON.readTree(response.body()).path("error");
            if (words.isString()) {
                return words.stringValue();
            }
        } catch (JacksonException e) {
            // Something between us and the controller has answered: its status must do.
        }
        return "the controller answered with status " + response.statusCode();
    }

    private JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new ApiException(ExitStatus.REFUSED, "what answers at " + base + " is no Netseat controller");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
