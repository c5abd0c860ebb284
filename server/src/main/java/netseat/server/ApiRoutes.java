package netseat.server;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import netseat.access.Permission;

/**
 * Every route there is, with what it needs, as the OpenAPI document says: the document is what the door goes by, so that it
 * cannot be wrong about that, and what it does not describe is answered to nobody. Immutable; any thread.
 */
final class ApiRoutes {
    private static final String RESOURCE = "openapi.json";
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch", "head", "options");

    private final String document;
    private final Map<String, List<Template>> byMethod = new HashMap<>();

    /**
     * One operation.
     *
     * @param id of the operation, such as {@code seat.plug}
     * @param socket whether it is a WebSocket, which is no route of the router
     */
    record Operation(String id, String method, String path, Permission permission, boolean socket) {
        /** Whether it changes nothing. */
        boolean isSafe() {
            return method.equals("GET") || method.equals("HEAD");
        }

        /** The same whatever the parameters are called. */
        String shape() {
            return method + ' ' + path.replaceAll("\\{[^}]*}", "{}");
        }
    }

    /**
     * An operation that a request asks for.
     *
     * @param parameters of the path, by name, decoded
     */
    record Match(Operation operation, Map<String, String> parameters) {}

    private record Template(Operation operation, List<String> segments) {
        Optional<Match> match(List<String> path) {
            if (path.size() != segments.size()) {
                return Optional.empty();
            }
            Map<String, String> parameters = new HashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String segment = segments.get(i);
                if (segment.startsWith("{")) {
                    if (path.get(i).isEmpty()) {
                        return Optional.empty();
                    }
                    parameters.put(segment.substring(1, segment.length() - 1), decoded(path.get(i)));
                } else if (!segment.equals(path.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(new Match(operation, parameters));
        }

        private static String decoded(String segment) {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        }

        int literals() {
            int count = 0;
            for (String segment : segments) {
                count += segment.startsWith("{") ? 0 : 1;
            }
            return count;
        }
    }

    private ApiRoutes(String document) {
        this.document = document;
        JsonObject paths = new JsonObject(document).getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : METHODS) {
                if (item.containsKey(method)) {
                    add(operation(method, path, item.getJsonObject(method)));
                }
            }
        }
        // What is written out goes before what a parameter takes.
        byMethod.values().forEach(all -> all.sort((one, other) -> other.literals() - one.literals()));
    }

    private static Operation operation(String method, String path, JsonObject described) {
        String permission = described.getString("x-netseat-permission", "");
        return new Operation(
                described.getString("operationId"),
                method.toUpperCase(Locale.ROOT),
                path,
                Permission.of(permission)
                        .orElseThrow(() -> new IllegalStateException(path + ": no such permission: " + permission)),
                described.getBoolean("x-netseat-websocket", false));
    }

    private void add(Operation operation) {
        byMethod.computeIfAbsent(operation.method(), ignored -> new ArrayList<>())
                .add(new Template(operation, List.of(operation.path().split("/", -1))));
    }

    /** Those of the document that lies beside this class. */
    static ApiRoutes load() {
        try (InputStream in = ApiRoutes.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + RESOURCE + " beside " + ApiRoutes.class);
            }
            return new ApiRoutes(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    /** The document itself. */
    String document() {
        return document;
    }

    /**
     * What a request asks for.
     *
     * @param path without dots and as the router sees it
     */
    Optional<Match> find(String method, String path) {
        List<String> segments = List.of(path.split("/", -1));
        for (Template template : byMethod.getOrDefault(method.equals("HEAD") ? "GET" : method, List.of())) {
            Optional<Match> match = template.match(segments);
            if (match.isPresent()) {
                return match;
            }
        }
        return Optional.empty();
    }

    /**
     * Compares the document with the router.
     *
     * @throws IllegalStateException when one has what the other has not; the message says what to do
     */
    void check(Router router) {
        Set<String> there = new HashSet<>();
        for (Route route : router.getRoutes()) {
            if (route.getPath() != null && route.methods() != null) {
                for (HttpMethod method : route.methods()) {
                    String path = route.getPath().replaceAll(":[^/]+", "{}");
                    there.add(method.name() + ' ' + (route.isExactPath() ? path : path + "{}"));
                }
            }
        }
        Set<String> described = new HashSet<>();
        for (List<Template> templates : byMethod.values()) {
            for (Template template : templates) {
                Operation operation = template.operation();
                described.add(operation.shape());
                boolean isThere = there.contains(operation.shape()) || find(there, operation);
                if (!isThere && !operation.socket()) {
                    throw new IllegalStateException(operation.method() + " " + operation.path() + " stands in "
                            + RESOURCE + ", but is no route");
                }
            }
        }
        for (String shape : there) {
            if (!described.contains(shape)) {
                throw new IllegalStateException("the route " + shape + " does not stand in " + RESOURCE
                        + ": describe it there, with its permission");
            }
        }
    }

    /** Whether a route with a parameter takes what the document has written out. */
    private static boolean find(Set<String> there, Operation operation) {
        String shape = operation.shape();
        return there.contains(shape.substring(0, shape.lastIndexOf('/') + 1) + "{}");
    }
}
