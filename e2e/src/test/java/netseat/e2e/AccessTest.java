package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netseat.device.SeatAddress;
import netseat.device.VirtualSeat;
import netseat.protocol.DeviceId;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who comes in and how, and whoever tries what they should not; each role's rights are RoleTest's. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AccessTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PASSWORD = "correct horse battery";
    private static final JsonMapper JSON = new JsonMapper();

    private static ServerProcess server;
    private static HttpClient client;
    private static String firstOutput;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = NullServer.startWithTwoSeats("--plain-from", "127.77.0.1/32");
        client = HttpClient.newHttpClient();
        Awaitility.await("it has said all")
                .atMost(SOON)
                .until(() -> server.output().contains("/login#"));
        firstOutput = server.output();
        addUser("olga", "operator");
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        server.close();
    }

    private static void addUser(String name, String role) throws IOException, InterruptedException {
        String body = "{\"name\": \"" + name + "\", \"role\": \"" + role + "\", \"password\": \"" + PASSWORD + "\"}";
        assertThat(server.request("POST", "/api/v1/users", body).statusCode()).isEqualTo(204);
    }

    /** A browser's session: the cookie, and what pages say besides. */
    private record Session(String cookie, String csrf) {}

    private static HttpResponse<String> logIn(String name, String password) throws IOException, InterruptedException {
        String body = JSON.createObjectNode()
                .put("name", name)
                .put("password", password)
                .toString();
        return server.requestBy("", "POST", "/api/v1/session", body);
    }

    private static Session session(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        String csrf = JSON.readTree(answer.body()).path("csrf").stringValue();
        return new Session(cookie.split(";", 2)[0], csrf);
    }

    private static HttpResponse<String> by(String cookie, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.page(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Cookie", cookie)
                .timeout(SOON);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static int status(Session session) throws IOException, InterruptedException {
        return by(session.cookie, "GET", "/api/v1/session", "").statusCode();
    }

    private static List<JsonNode> audit() throws IOException, InterruptedException {
        return server.request("GET", "/api/v1/audit.jsonl", "")
                .body()
                .lines()
                .map(JSON::readTree)
                .toList();
    }

    private static JsonNode awaitEntry(String what, String on) {
        return Awaitility.await(what + " of " + on + " is in the log")
                .atMost(SOON)
                .until(
                        () -> audit().reversed().stream()
                                .filter(entry -> entry.path("what")
                                                .stringValue()
                                                .equals(what)
                                        && entry.path("on").stringValue().equals(on))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void theFirstStartSaysThePasswordOnceAndALinkLogsInOnce() throws IOException, InterruptedException {
        Matcher password = Pattern.compile("administrator is \"admin\" with the password (\\S+) ")
                .matcher(firstOutput);
        assertThat(password.find()).isTrue();
        assertThat(status(session(logIn("admin", password.group(1))))).isEqualTo(200);
        // Of the latest start: links are in memory alone.
        Awaitility.await("the link").atMost(SOON).until(() -> server.output().contains("/login#"));
        Matcher link = Pattern.compile("(/login)#(\\S+)").matcher(server.output());
        assertThat(link.find()).isTrue();
        String body = "{\"token\": \"" + link.group(2) + "\"}";
        assertThat(status(session(server.requestBy("", "POST", "/api/v1/session", body))))
                .isEqualTo(200);
        assertThat(server.requestBy("", "POST", "/api/v1/session", body).statusCode())
                .as("once")
                .isEqualTo(401);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(server.stateFolder().resolve("local-token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void noSecretIsKeptOrLogged() throws IOException, InterruptedException {
        Session session = session(logIn("olga", PASSWORD));
        String made = server.request(
                        "POST", "/api/v1/tokens", "{\"name\": \"x\", \"scopes\": [\"read\"], \"user\": \"olga\"}")
                .body();
        String token = JSON.readTree(made).path("token").stringValue();
        awaitEntry("token.add", "token x");
        String secret = session.cookie.split("=", 2)[1];
        for (String name : List.of("netseat.db", "netseat.db-wal")) {
            Path file = server.stateFolder().resolve(name);
            String text = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            assertThat(text).as(name).doesNotContain(secret, token, PASSWORD);
        }
        assertThat(server.errors()).doesNotContain(secret, token, PASSWORD, server.localToken());
        assertThat(server.request("GET", "/api/v1/users", "").body()).doesNotContain("argon2");
        assertThat(server.request("GET", "/api/v1/tokens", "").body()).doesNotContain(token);
    }

    @Test
    void aSessionSurvivesTheControllersRestartAndEndsWithTheLogOut() throws IOException, InterruptedException {
        Session session = session(logIn("olga", PASSWORD));
        assertThat(by(
                                session.cookie,
                                "POST",
                                "/api/v1/seats/b/plug",
                                "{\"vm\": \"null1\"}",
                                "X-Netseat-Csrf",
                                session.csrf)
                        .statusCode())
                .isEqualTo(204);
        server.kill();
        server.startAgain();
        assertThat(status(session)).isEqualTo(200);
        assertThat(audit().getLast().path("after").path("vm").stringValue())
                .as("what was answered is in the log, however soon the end comes")
                .isEqualTo("null1");
        assertThat(server.output()).as("no password again").doesNotContain("First start");
        SeatAddress seat = new SeatAddress(server.link("a").link(), "");
        Map<String, String> headers =
                Map.of("Cookie", session.cookie, "Origin", server.page("").toString());
        assertThat(RawLink.status(seat, headers)).isEqualTo(101);
        try (RawLink link = RawLink.connect(seat, headers);
                BufferedReader events = events(session)) {
            assertThat(events.readLine()).startsWith("event: state");
            assertThat(by(session.cookie, "DELETE", "/api/v1/session", "", "X-Netseat-Csrf", session.csrf)
                            .statusCode())
                    .isEqualTo(204);
            assertThat(status(session)).isEqualTo(401);
            assertThat(link.awaitClose(SOON)).as("REVOKED").isEqualTo(4013);
            assertThat(events.lines().toList()).as("the events end").isNotNull();
        }
        assertThat(awaitEntry("session.close", "").path("who").stringValue()).isEqualTo("olga");
    }

    private static BufferedReader events(Session session) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.page("/api/v1/events"))
                .header("Cookie", session.cookie)
                .build();
        return new BufferedReader(new InputStreamReader(
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
    }

    @Test
    void aCookieIsForNoScriptAndNoOtherSiteAndIsNewAtEachLogIn() throws IOException, InterruptedException {
        HttpResponse<String> first = logIn("olga", PASSWORD);
        assertThat(first.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("netseat-" + server.port() + "=")
                .contains("; HttpOnly", "; SameSite=Strict", "; Path=/")
                .doesNotContain("Domain");
        Session victim = session(first);
        // Somebody has brought the browser a session of his own, or one that never was: the log-in makes another.
        for (String planted : List.of(victim.cookie, "netseat-" + server.port() + "=chosen-by-somebody-else")) {
            String body = "{\"name\": \"olga\", \"password\": \"" + PASSWORD + "\"}";
            Session after = session(by(planted, "POST", "/api/v1/session", body));
            assertThat(after.cookie).isNotEqualTo(planted);
            assertThat(after.csrf).isNotEqualTo(victim.csrf);
        }
        assertThat(by("netseat-" + server.port() + "=chosen-by-somebody-else", "GET", "/api/v1/session", "")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void whatChangesSomethingNeedsThePagesWordAndThePagesOrigin() throws IOException, InterruptedException {
        Session session = session(logIn("olga", PASSWORD));
        Session other = session(logIn("olga", PASSWORD));
        String path = "/api/v1/seats/a/plug";
        String body = "{\"vm\": \"null1\"}";
        String origin = server.page("").toString();
        assertThat(by(session.cookie, "POST", path, body).statusCode())
                .as("none")
                .isEqualTo(403);
        for (String wrong : List.of("", "x", other.csrf, session.csrf.substring(1))) {
            assertThat(by(session.cookie, "POST", path, body, "X-Netseat-Csrf", wrong)
                            .statusCode())
                    .as("wrong")
                    .isEqualTo(403);
        }
        assertThat(by(session.cookie, "POST", path, body, "X-Netseat-Csrf", session.csrf)
                        .statusCode())
                .isEqualTo(204);
        assertThat(by(session.cookie, "POST", path, body, "X-Netseat-Csrf", session.csrf, "Origin", origin)
                        .statusCode())
                .isEqualTo(204);
        assertThat(by(
                                session.cookie,
                                "POST",
                                path,
                                body,
                                "X-Netseat-Csrf",
                                session.csrf,
                                "Origin",
                                "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(by(session.cookie, "GET", "/api/v1/state", "", "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        SeatAddress seat = new SeatAddress(server.link("a").link(), "");
        assertThat(RawLink.status(seat, Map.of("Cookie", session.cookie))).isEqualTo(403);
        assertThat(RawLink.status(seat, Map.of("Cookie", session.cookie, "Origin", "http://evil.example")))
                .isEqualTo(403);
        assertThat(RawLink.status(seat, Map.of("Cookie", session.cookie, "Origin", origin)))
                .isEqualTo(101);
        assertThat(RawLink.status(seat, Map.of())).isEqualTo(401);
    }

    @Test
    void aRemovedTokenAndAnotherPasswordEndWhatTheyHeldOpen() throws IOException, InterruptedException {
        addUser("gone", "operator");
        String made = server.request(
                        "POST", "/api/v1/tokens", "{\"name\": \"x\", \"scopes\": [\"input\"], \"user\": \"gone\"}")
                .body();
        String token = JSON.readTree(made).path("token").stringValue();
        try (VirtualSeat seat =
                VirtualSeat.connect(new SeatAddress(server.link("a").link(), token))) {
            assertThat(seat.await(VirtualSeat::isWelcome, SOON)).isTrue();
            String id = JSON.readTree(made).path("id").stringValue();
            assertThat(server.request("DELETE", "/api/v1/tokens/" + id, "").statusCode())
                    .isEqualTo(204);
            assertThat(seat.await(it -> !it.closed().isEmpty(), SOON)).isTrue();
        }
        assertThat(server.requestBy(token, "GET", "/api/v1/session", "").statusCode())
                .isEqualTo(401);
        Session session = session(logIn("gone", PASSWORD));
        assertThat(server.request("PUT", "/api/v1/users/gone", "{\"password\": \"another password\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(status(session)).isEqualTo(401);
        assertThat(logIn("gone", PASSWORD).statusCode()).isEqualTo(401);
        Session after = session(logIn("gone", "another password"));
        assertThat(server.request("DELETE", "/api/v1/users/gone", "").statusCode())
                .isEqualTo(204);
        assertThat(status(after)).isEqualTo(401);
    }

    @Test
    void whoGuessesIsSlowedDownAndWrittenDown() throws IOException, InterruptedException {
        // Each guesser has an address of its own, so that this costs the other tests nothing.
        String body = "{\"name\": \"olga\", \"password\": \"wrong wrong\"}";
        String guess = "POST /api/v1/session HTTP/1.1\r\nContent-Length: " + body.length() + "\r\nHost: localhost:"
                + server.port() + "\r\nConnection: close\r\n\r\n" + body;
        int refused = 0;
        int later = 0;
        for (int i = 0; i < 14; i++) {
            try (RawHttp http = new RawHttp(server.port(), "127.9.0.1")) {
                http.send(guess);
                String answer = http.rest(SOON);
                refused += answer.startsWith("HTTP/1.1 401") ? 1 : 0;
                later += answer.startsWith("HTTP/1.1 429") ? 1 : 0;
            }
        }
        assertThat(refused).isBetween(10, 12);
        assertThat(later).isEqualTo(14 - refused);
        assertThat(audit()).anySatisfy(entry -> {
            assertThat(entry.path("what").stringValue()).isEqualTo("session.refuse");
            assertThat(entry.path("who").stringValue()).isEqualTo("olga");
            assertThat(entry.path("from").stringValue()).isEqualTo("127.9.0.1");
        });
        assertThat(status(session(logIn("olga", PASSWORD))))
                .as("from elsewhere")
                .isEqualTo(200);
    }

    @Test
    void everyChangeIsInTheLogWithBeforeAndAfter() throws IOException, InterruptedException {
        Session session = session(logIn("olga", PASSWORD));
        String[] csrf = {"X-Netseat-Csrf", session.csrf};
        by(session.cookie, "POST", "/api/v1/seats/b/plug", "{\"vm\": \"null2\"}", csrf);
        by(session.cookie, "POST", "/api/v1/seats/b/plug", "{\"vm\": null}", csrf);
        assertThat(audit().stream()
                        .filter(entry -> entry.path("on").stringValue().equals("seat b"))
                        .count())
                .as("before the answer")
                .isGreaterThanOrEqualTo(2);
        JsonNode plug = awaitEntry("seat.plug", "seat b");
        assertThat(plug.path("who").stringValue()).isEqualTo("olga");
        assertThat(plug.path("from").stringValue()).isEqualTo("127.0.0.1");
        assertThat(plug.path("before").path("vm").stringValue()).isEqualTo("null2");
        assertThat(plug.path("after").path("vm").isNull()).isTrue();
        by(session.cookie, "POST", "/api/v1/vms/null2/start", "", csrf);
        assertThat(awaitEntry("vm.power", "vm null2")
                        .path("before")
                        .path("state")
                        .stringValue())
                .isEqualTo("off");
        addUser("vera", "viewer");
        server.request("PUT", "/api/v1/users/vera", "{\"role\": \"operator\", \"password\": \"a secret for the log\"}");
        JsonNode change = awaitEntry("user.change", "user vera");
        assertThat(change.path("before").path("role").stringValue()).isEqualTo("viewer");
        assertThat(change.path("after").path("role").stringValue()).isEqualTo("operator");
        assertThat(change.path("who").stringValue()).isEqualTo("local");
        server.request("PUT", "/api/v1/presets/slow", "{\"pointer-speed\": 0.5}");
        awaitEntry("preset.put", "preset slow");
        server.request("DELETE", "/api/v1/users/vera", "");
        awaitEntry("user.remove", "user vera");
        DeviceId device = DeviceId.ofAddress("127.77.0.1");
        try (RawTls plain = RawTls.plain(server.devices(), "127.77.0.1")) {
            plain.send(RawTls.HELLO);
            Awaitility.await("it waits")
                    .atMost(SOON)
                    .until(() -> !server.device(device).isMissingNode());
            server.admit(device, "a");
        }
        assertThat(awaitEntry("device.admit", "device " + device)
                        .path("after")
                        .path("seat")
                        .stringValue())
                .isEqualTo("a");
        assertThat(audit().toString()).doesNotContain("a secret for the log", PASSWORD);
        JsonNode page = JSON.readTree(
                        server.request("GET", "/api/v1/audit?limit=2", "").body())
                .path("entries");
        assertThat(page).hasSize(2);
        long last = page.path(1).path("id").asLong();
        JsonNode next = JSON.readTree(server.request("GET", "/api/v1/audit?limit=1&before=" + last, "")
                .body());
        assertThat(next.path("entries").path(0).path("id").asLong()).isLessThan(last);
        String found = server.request("GET", "/api/v1/audit?text=DEVICE.admit+" + device, "")
                .body();
        assertThat(JSON.readTree(found).path("entries"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.path("what").stringValue()).isEqualTo("device.admit"));
        for (String tooMuch : List.of("a".repeat(201), "a+b+c+d+e+f+g+h+i")) {
            assertThat(server.request("GET", "/api/v1/audit?text=" + tooMuch, "")
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void noPathLeadsOutOfThePagesOrPastTheDoor() throws IOException {
        for (String path : List.of(
                "/assets/../index.html",
                "/assets/%2e%2e/index.html",
                "/assets/..%2findex.html",
                "/assets/%2e%2e%2f%2e%2e%2fnetseat/server/openapi.json",
                "/assets/..\\..\\index.html",
                "/assets/login.js/../../api/v1/state",
                "/login/../api/v1/state",
                "/login%2f..%2fapi/v1/state",
                "//api/v1/state",
                "/./api/v1/state",
                "/healthz/../metrics",
                "/assets/login.js%00.html",
                "/assets/%ff%fe",
                "/assets/%",
                "/seat/..%2f..%2fapi%2fv1%2fstate/link",
                "http://localhost/api/v1/state")) {
            String answer = RawHttp.ask(server.port(), "GET " + path + " HTTP/1.1");
            assertThat(answer).as(path).matches("(?s)HTTP/1\\.[01] (303|400|401|403|404) .*");
            assertThat(answer).as(path).doesNotContain("null1", "netseat_links", "x-netseat-permission");
            String asAdministrator = RawHttp.ask(
                    server.port(), "GET " + path + " HTTP/1.1\r\nAuthorization: Bearer " + server.localToken());
            assertThat(asAdministrator).as(path).doesNotContain("x-netseat-permission", "root:");
        }
    }

    @Test
    void nothingIsWrittenIntoAnAnswersHead() throws IOException {
        String answer = RawHttp.ask(server.port(), "GET /seat/a%0d%0aSet-Cookie:%20x=y?a=%0d%0aX-Evil:%20yes HTTP/1.1");
        assertThat(answer).startsWith("HTTP/1.1 303");
        assertThat(answer.split("\r\n\r\n", 2)[0].lines().map(line -> line.split(":", 2)[0]))
                .doesNotContain("X-Evil", "Set-Cookie");
        String smuggled = RawHttp.ask(
                server.port(),
                "POST /api/v1/session HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET"
                        + " /metrics HTTP/1.1");
        assertThat(smuggled).doesNotContain("netseat_links");
    }

    @Test
    void whatIsTooLongIsRefused() throws IOException, InterruptedException {
        String tooLong = "{\"name\": \"" + "x".repeat(20_000) + "\"}";
        assertThat(server.request("POST", "/api/v1/users", tooLong).statusCode())
                .isEqualTo(413);
        assertThat(server.requestBy("", "POST", "/api/v1/session", tooLong).statusCode())
                .isEqualTo(413);
        assertThat(RawHttp.ask(server.port(), "GET /login HTTP/1.1\r\nX: " + "y".repeat(20_000)))
                .startsWith("HTTP/1.1 431");
        assertThat(RawHttp.ask(server.port(), "GET /" + "y".repeat(20_000) + " HTTP/1.1"))
                .contains(" 414 ");
        assertThat(logIn("olga", "x".repeat(10_000)).statusCode()).isEqualTo(401);
    }

    @Test
    void whoSendsAByteNowAndThenIsCut() throws IOException {
        try (RawHttp head = new RawHttp(server.port());
                RawHttp body = new RawHttp(server.port());
                RawHttp refused = new RawHttp(server.port())) {
            head.send("GET /login HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            body.send("POST /api/v1/session HTTP/1.1\r\nHost: localhost:" + server.port()
                    + "\r\nContent-Length: 100\r\n\r\n{");
            refused.send("GET /seat/a/link HTTP/1.1\r\nHost: localhost:" + server.port()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            Awaitility.await("both are cut, whatever they go on sending")
                    .atMost(Duration.ofSeconds(45))
                    .until(() -> isCut(head) && isCut(body));
            assertThat(refused.rest(SOON)).startsWith("HTTP/1.1 401");
        }
    }

    private static boolean isCut(RawHttp http) {
        try {
            http.send("a");
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void theLogInPageIsInTheBrowsersLanguage() throws IOException {
        String german = RawHttp.ask(server.port(), "GET /login HTTP/1.1\r\nAccept-Language: de-AT,de;q=0.9,en;q=0.5");
        assertThat(german).contains("lang=\"de\"", "Anmelden").contains("frame-ancestors 'none'");
        String english = RawHttp.ask(server.port(), "GET /login HTTP/1.1\r\nAccept-Language: fr,en,de");
        assertThat(english).contains("lang=\"en\"", "Log in");
    }
}
