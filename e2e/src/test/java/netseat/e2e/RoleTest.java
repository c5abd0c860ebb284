package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import netseat.device.SeatAddress;
import netseat.protocol.DeviceId;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every role and every token's scope against every route, by the OpenAPI document. What a role may is written down here once
 * more, apart from the controller's own table, and in the words of the issue.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RoleTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final String PLAIN = "127.77.0.2";
    private static final String PASSWORD = "correct horse battery";

    /** Who may what, by the permission that a route needs. */
    private static final Map<String, Set<String>> MAY = Map.of(
            "anonymous", Set.of("public"),
            "viewer", Set.of("public", "self", "watch", "read"),
            "user", Set.of("public", "self", "watch", "plug", "input"),
            "operator", Set.of("public", "self", "watch", "read", "plug", "power", "input"),
            "administrator", Set.of("public", "self", "watch", "read", "plug", "power", "input", "admin"),
            "scope read", Set.of("public", "self", "watch", "read"),
            "scope plug", Set.of("public", "self", "plug"),
            "scope power", Set.of("public", "self", "power"),
            "scope input", Set.of("public", "self", "input"),
            "scope admin", Set.of("public", "self", "watch", "read", "plug", "power", "input", "admin"));

    /** What would end the test's own sessions, or the log-in itself; AccessTest has those. */
    private static final Set<String> APART = Set.of("session.open", "session.close");

    private static final Map<String, String> TOKENS = new LinkedHashMap<>();

    private static ServerProcess server;
    private static JsonNode document;
    private static HttpClient client;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = NullServer.startWithTwoSeats("--plain-from", PLAIN + "/32");
        client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        document = new JsonMapper()
                .readTree(server.request("GET", "/api/v1/openapi.json", "").body());
        TOKENS.put("anonymous", "");
        for (String role : List.of("viewer", "user", "operator", "administrator")) {
            String lists = "\"seats\": [\"a\"], \"vms\": [\"null1\"]";
            add(
                    "users",
                    "{\"name\": \"" + role + "\", \"role\": \"" + role + "\", " + lists + ", \"password\": \""
                            + PASSWORD + "\"}");
            TOKENS.put(role, token(role, "admin"));
        }
        for (String scope : List.of("read", "plug", "power", "input", "admin")) {
            TOKENS.put("scope " + scope, token("administrator", scope));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        server.close();
    }

    private static String add(String what, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = server.request("POST", "/api/v1/" + what, body);
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return answer.body();
    }

    private static String token(String user, String scope) throws IOException, InterruptedException {
        String made = add("tokens", "{\"name\": \"t\", \"scopes\": [\"" + scope + "\"], \"user\": \"" + user + "\"}");
        return new JsonMapper().readTree(made).path("token").stringValue();
    }

    private static String tokenOf(String who) {
        return Objects.requireNonNull(TOKENS.get(who), who);
    }

    private record Route(String method, String path, String id, String permission, boolean socket) {
        /** Names that are nobody's, but for seats and machines, which are the first ones or, as foreign, the second. */
        String path(boolean foreign) {
            return path.replace("{seat}", foreign ? "b" : "a")
                    .replace("{vm}", foreign ? "null2" : "null1")
                    .replaceAll("\\{[^}]*}", "no-such-thing");
        }
    }

    private static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        document.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> routes.add(new Route(
                        method.toUpperCase(Locale.ROOT),
                        path,
                        operation.path("operationId").stringValue(),
                        operation.path("x-netseat-permission").stringValue(),
                        operation.path("x-netseat-websocket").asBoolean(false)))));
        return routes;
    }

    /** The status of a request without a body, as an answer's head alone: events never end. */
    private static int status(Route route, boolean foreign, String token) throws IOException, InterruptedException {
        if (route.socket()) {
            return RawLink.status(
                    new SeatAddress(URI.create("ws://localhost:" + server.port() + route.path(foreign)), token),
                    Map.of());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(server.page(route.path(foreign)))
                .method(route.method(), HttpRequest.BodyPublishers.noBody())
                .timeout(WITHIN);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }

    /** A device that is nobody's is in no seat of theirs, and a preset of plugs is for whoever has all seats. */
    private static boolean isListed(Route route, String who) {
        boolean bound = Set.of("operator", "user").contains(who);
        boolean asksForMore = route.path().contains("{device}") || route.path().contains("{plug-preset}");
        return !bound || !route.permission().equals("plug") || !asksForMore;
    }

    @TestFactory
    Stream<DynamicTest> everyRoleAgainstEveryRoute() {
        return routes().stream()
                .filter(route -> !APART.contains(route.id()))
                .map(route -> DynamicTest.dynamicTest(route.id(), () -> {
                    for (Map.Entry<String, String> who : TOKENS.entrySet()) {
                        boolean may = MAY.getOrDefault(who.getKey(), Set.of()).contains(route.permission());
                        int status = status(route, false, who.getValue());
                        String what = who.getKey() + ", " + route.method() + " " + route.path();
                        if (may && isListed(route, who.getKey())) {
                            // Refused for a body or a name that makes no sense, as it may be, but not for who asks.
                            assertThat(status).as(what).isNotIn(401, 303, 403);
                        } else if (who.getKey().equals("anonymous")) {
                            assertThat(status).as(what).isIn(401, 303);
                        } else {
                            assertThat(status).as(what).isEqualTo(403);
                        }
                    }
                }));
    }

    @Test
    void thereAreRoutesOfEachKind() {
        assertThat(routes()).hasSizeGreaterThan(50);
        assertThat(routes().stream().map(Route::permission).distinct())
                .containsExactlyInAnyOrderElementsOf(Objects.requireNonNull(MAY.get("administrator")));
        assertThat(routes().stream()
                        .filter(route -> route.permission().equals("public"))
                        .map(Route::id))
                .containsExactlyInAnyOrder(
                        "page.login",
                        "page.openid",
                        "page.openid.back",
                        "session.ways",
                        "asset.login.js",
                        "asset.login.css",
                        "asset.base.css",
                        "asset.netseat.svg",
                        "healthz",
                        "session.open");
    }

    /** Seats and machines that are on nobody's list but an administrator's. */
    @TestFactory
    Stream<DynamicTest> whatIsOnNoListIsRefused() {
        return routes().stream()
                .filter(route -> route.path().contains("{seat}") || route.path().contains("{vm}"))
                .filter(route -> !Set.of("admin", "public").contains(route.permission()))
                .map(route -> DynamicTest.dynamicTest(route.id(), () -> {
                    for (String role : List.of("viewer", "user", "operator")) {
                        assertThat(status(route, true, tokenOf(role)))
                                .as(role + " " + route.path())
                                .isEqualTo(403);
                    }
                    assertThat(status(route, true, tokenOf("administrator")))
                            .as(route.path())
                            .isNotEqualTo(403);
                }));
    }

    @Test
    void anOperatorPlugsWhatTheListsAllowAndAUserSeesNoMore() throws IOException, InterruptedException {
        String path = "/api/v1/seats/a/plug";
        for (String role : List.of("operator", "user")) {
            String token = tokenOf(role);
            assertThat(server.requestBy(token, "POST", path, "{\"vm\": \"null1\"}")
                            .statusCode())
                    .isEqualTo(204);
            assertThat(server.requestBy(token, "POST", path, "{\"vm\": \"null2\"}")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(server.requestBy(token, "POST", path, "{\"vm\": null}").statusCode())
                    .isEqualTo(204);
        }
        JsonNode state = new JsonMapper()
                .readTree(server.requestBy(tokenOf("user"), "GET", "/api/v1/state", "")
                        .body());
        assertThat(state.path("seats").findValuesAsString("name")).containsExactly("a");
        assertThat(state.path("vms").findValuesAsString("name")).containsExactly("null1");
        assertThat(server.state().path("vms").findValuesAsString("name")).contains("null1", "null2");
    }

    /** What the controller answers, with a device, a plug and an entry there, is as the document says. */
    @TestFactory
    Stream<DynamicTest> answersAreAsTheDocumentSays() throws IOException, InterruptedException {
        try (RawTls plain = RawTls.plain(server.devices(), PLAIN)) {
            plain.send(RawTls.HELLO);
            DeviceId device = DeviceId.ofAddress(PLAIN);
            Awaitility.await("it waits")
                    .atMost(WITHIN)
                    .until(() -> !server.device(device).isMissingNode());
            server.admit(device, "a");
        }
        server.request("PUT", "/api/v1/presets/slow", "{\"pointer-speed\": 0.5}");
        server.request(
                "PUT",
                "/api/v1/plug-presets/night",
                "{\"plugs\": {\"a\": {\"vm\": \"null1\", \"head\": 1}, \"b\": null}}");
        return routes().stream()
                .filter(route -> route.method().equals("GET"))
                .filter(route -> schema(route).isObject())
                // A machine without a guest has no drive; CliTest asks one that has.
                .filter(route -> !route.id().equals("vm.medium"))
                .map(route -> DynamicTest.dynamicTest(route.id(), () -> {
                    String path = route.path(false).replace("no-such-thing", "slow");
                    HttpResponse<String> answer = server.request("GET", path, "");
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    JsonNode json = new JsonMapper().readTree(answer.body());
                    assertThat(JsonSchema.faults(document, schema(route), json))
                            .as(answer.body())
                            .isEmpty();
                }));
    }

    private static JsonNode schema(Route route) {
        return document.path("paths")
                .path(route.path())
                .path(route.method().toLowerCase(Locale.ROOT))
                .path("responses")
                .path("200")
                .path("content")
                .path("application/json")
                .path("schema");
    }

    @Test
    void nothingThatIsNotInTheDocumentIsAnswered() throws IOException, InterruptedException {
        for (String path : List.of("/api/v1/nothing", "/api/v2/state", "/index.html", "/seat.html", "/api/v1/state/")) {
            assertThat(server.requestBy("", "GET", path, "").statusCode())
                    .as(path)
                    .isEqualTo(401);
            assertThat(server.request("GET", path, "").statusCode()).as(path).isEqualTo(404);
        }
    }
}
