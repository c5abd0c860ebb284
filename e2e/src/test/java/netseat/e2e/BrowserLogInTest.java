package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netseat.e2e.Chromium.Tab;
import netseat.identity.PrivateFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * The log-in page in a real Chromium: by the link of the start, by name and password, and by a real provider of OpenID Connect.
 * What no honest provider does is in OpenIdClientTest of the module openid.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BrowserLogInTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DECLARED = Guests.machine("null1", "autostart = false\n") + Guests.seat("a", "null1");
    private static final String LAB = "[openid.group.lab]\nrole = \"user\"\nseats = [\"a\"]\nvms = [\"*\"]\n";
    private static final String SECRET = "the secret of the client";
    private static final Path PICTURES = Path.of("target", "pictures");
    private static final String PASSWORD = "correct horse battery";

    private static ServerProcess server;
    private static Chromium chromium;
    private static OpenIdProvider provider;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = ServerProcess.startBy(ServerProcess.java("netseat.e2e.NullServer", "-Xmx256m"), DECLARED);
        provider = OpenIdProvider.start(server.page("/login/openid/back").toString(), SECRET);
        PrivateFile.write(server.stateFolder().resolve("openid.secret"), SECRET + "\n");
        chromium = Chromium.start();
        String body = "{\"name\": \"vera\", \"role\": \"viewer\", \"password\": \"" + PASSWORD + "\"}";
        assertThat(server.request("POST", "/api/v1/users", body).statusCode()).isEqualTo(204);
    }

    @AfterAll
    static void stop() throws IOException {
        chromium.close();
        provider.close();
        server.close();
    }

    @BeforeEach
    void nobodyIsLoggedInHereOrAtTheProvider() throws IOException, InterruptedException {
        chromium.forgetCookies();
        declare("");
    }

    /** Has the controller read this besides what is always declared; its answer. */
    private static String declare(String more) throws IOException, InterruptedException {
        Files.writeString(server.stateFolder().resolveSibling("vms.toml"), DECLARED + more);
        HttpResponse<String> answer = server.request("POST", "/api/v1/reload", "{}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** The same with a provider, by which these come in. */
    private static String declare(String issuer, String rules) throws IOException, InterruptedException {
        return declare("""
                [openid]
                issuer = "%s"
                client-id = "netseat"
                client-secret-file = "s/openid.secret"
                name = "Example"
                """.formatted(issuer) + rules);
    }

    @Test
    void whoeverAProviderKnowsAndARuleNamesComesIn() throws IOException, InterruptedException {
        assertThat(declare(provider.issuer(), LAB)).contains("people log in by " + provider.issuer());
        Tab tab = chromium.open(server.page("/seat/a?numbers=yes"));
        tab.await("document.querySelector('#provider a').checkVisibility()");
        assertThat(tab.evaluate("document.querySelector('#provider a').textContent")
                        .stringValue())
                .isEqualTo("Log in with Example");
        photograph(tab, "provider");
        // A session that somebody has planted before is not the one that the log-in makes.
        tab.evaluate("document.cookie = 'netseat-" + server.port() + "=planted; path=/'");
        tab.evaluate("document.querySelector('#provider a').click()");
        atTheProvider(tab, "vera");
        tab.await("location.pathname === '/seat/a' && location.search === '?numbers=yes'");
        JsonNode session = cookie("netseat-" + server.port());
        assertThat(session.path("value").stringValue()).hasSizeGreaterThan(40);
        assertThat(session.path("sameSite").stringValue()).isEqualTo("Strict");
        assertThat(session.path("httpOnly").booleanValue()).isTrue();
        assertThat(cookie("netseat-openid-" + server.port()).isMissingNode()).isTrue();
        assertThat(tab.evaluate("fetch('/api/v1/session').then((answer) => answer.json())")
                        .path("role")
                        .stringValue())
                .isEqualTo("user");
        JsonNode entry = audited("session.open");
        assertThat(entry.path("who").stringValue()).isEqualTo("vera-at-example");
        assertThat(entry.path("on").stringValue()).isEqualTo("provider " + provider.issuer() + " by group lab");

        tab.open(server.page("/"));
        tab.await("document.querySelector('#leave')");
        String changed = LAB.replace("group.lab", "group.nobody");
        assertThat(declare(provider.issuer(), changed)).contains("vera-at-example");
        tab.await("location.pathname === '/login'");
        tab.close();
    }

    @Test
    void theLinkLogsInAndAPasswordAfterTheLogOut() throws IOException {
        Awaitility.await("the link")
                .atMost(Duration.ofSeconds(30))
                .until(() -> server.output().contains("/login#"));
        String secret = server.output().split("/login#", 2)[1].strip();
        Tab tab = chromium.open(server.page("/login#" + secret));
        tab.await("location.pathname === '/' && !document.querySelector('#login')");
        assertThat(tab.evaluate("document.cookie").stringValue())
                .as("no script sees it")
                .isEmpty();
        assertThat(tab.evaluate("performance.getEntriesByType('navigation')[0].name + location.href")
                        .stringValue())
                .doesNotContain(secret);
        // Not awaited: the console sees that its events end, and goes to the log-in page by itself.
        tab.evaluate("void fetch('/api/v1/session').then((answer) => answer.json()).then(({ csrf }) =>"
                + " fetch('/api/v1/session', { method: 'DELETE', headers: { 'X-Netseat-Csrf': csrf } }))");
        tab.await("location.pathname === '/login'");
        tab.open(server.page("/seat/a?numbers=yes"));
        tab.await("location.pathname === '/login' && document.querySelector('#login')");
        photograph(tab, "login");
        logIn(tab, "vera", "a wrong password");
        tab.await("!document.querySelector('#fault').hidden");
        assertThat(tab.evaluate("document.querySelector('#fault').textContent").stringValue())
                .contains("do not belong together");
        logIn(tab, "vera", PASSWORD);
        tab.await("location.pathname === '/seat/a' && location.search === '?numbers=yes'");
        tab.open(server.page("/login?then=//evil.example/"));
        tab.await("location.pathname === '/' && location.hostname === 'localhost'");
        tab.close();
    }

    private static void logIn(Tab tab, String name, String password) throws IOException {
        tab.evaluate("document.querySelector('#name').value = '" + name + "';"
                + "document.querySelector('#password').value = '" + password + "';"
                + "document.querySelector('#login').requestSubmit()");
    }

    /** In both colours, wide and narrow; nothing may stick out to the right. */
    private static void photograph(Tab tab, String name) throws IOException {
        for (String colours : List.of("light", "dark")) {
            tab.call(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
            for (int width : new int[] {1280, 360}) {
                tab.window(width, 700, 1);
                tab.await("innerWidth === " + width);
                assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
                        .isLessThanOrEqualTo(width);
                tab.screenshot(PICTURES.resolve(name + "-" + colours + "-" + width + ".png"));
            }
        }
    }

    @Test
    void aPersonChangesTheOwnPasswordAndIsLoggedOutElsewhere() throws IOException, InterruptedException {
        String next = "another horse battery";
        assertThat(server.request(
                                "POST",
                                "/api/v1/users",
                                "{\"name\": \"paul\", \"role\": \"viewer\", \"password\": \"" + PASSWORD + "\"}")
                        .statusCode())
                .isEqualTo(204);
        String elsewhere = server.requestBy(
                        "", "POST", "/api/v1/session", "{\"name\": \"paul\", \"password\": \"" + PASSWORD + "\"}")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";", 2)[0];
        Tab tab = chromium.open(server.page("/login"));
        tab.await("document.querySelector('#login')");
        logIn(tab, "paul", PASSWORD);
        tab.await("document.querySelector('#account').checkVisibility()");
        for (String language : List.of("en", "de")) {
            tab.evaluate("(() => { const choice = document.querySelector('#language'); choice.value = '" + language
                    + "'; choice.dispatchEvent(new Event('change')); })()");
            tab.await("document.documentElement.lang === '" + language + "' && document.querySelector('#account')"
                    + ".checkVisibility()");
            photograph(tab, "account-" + language);
        }
        tab.evaluate("document.querySelector('#account').click()");
        change(tab, PASSWORD, next, "yet another horse");
        tab.await("document.querySelector('dialog .fault').textContent.includes('nicht zweimal dasselbe')");
        change(tab, "a wrong password", next, next);
        tab.await("document.querySelector('dialog .fault').textContent.includes('alte Passwort ist nicht richtig')");
        photograph(tab, "password");
        change(tab, PASSWORD, next, next);
        tab.await("!document.querySelector('dialog') && document.querySelector('#said').classList.contains('shown')");
        assertThat(status(elsewhere)).isEqualTo(401);
        assertThat(tab.evaluate("fetch('/api/v1/session').then((answer) => answer.status)")
                        .asInt())
                .isEqualTo(200);
        assertThat(audited("session.password").path("who").stringValue()).isEqualTo("paul");
        tab.close();
    }

    private static void change(Tab tab, String old, String next, String again) throws IOException {
        tab.evaluate("document.querySelector('#field-old').value = '" + old + "';"
                + "document.querySelector('#field-next').value = '" + next + "';"
                + "document.querySelector('#field-again').value = '" + again + "';"
                + "document.querySelector('dialog button.primary').click()");
    }

    private static int status(String cookie) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(server.page("/api/v1/session"))
                    .header("Cookie", cookie)
                    .timeout(SOON)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    /** Logs in at the provider's own pages, where any password is right, and lets it tell the controller. */
    private static void atTheProvider(Tab tab, String name) throws IOException {
        tab.await("location.origin === '" + provider.issuer() + "' && document.querySelector('[name=login]')");
        tab.evaluate("document.querySelector('[name=login]').value = '" + name + "';"
                + "document.querySelector('[name=password]').value = 'any'; document.querySelector('form').submit()");
        tab.await("document.querySelector('[value=consent]')");
        tab.evaluate("document.querySelector('form').submit()");
    }

    private static JsonNode cookie(String name) throws IOException {
        for (JsonNode cookie : chromium.cookies()) {
            if (cookie.path("name").stringValue().equals(name)) {
                return cookie;
            }
        }
        return MissingNode.getInstance();
    }

    /** The newest entry of this kind. */
    private static JsonNode audited(String what) throws IOException, InterruptedException {
        JsonNode entries = new JsonMapper()
                .readTree(server.request("GET", "/api/v1/audit", "").body())
                .path("entries");
        for (JsonNode entry : entries) {
            if (entry.path("what").stringValue().equals(what)) {
                return entry;
            }
        }
        return MissingNode.getInstance();
    }

    @Test
    void whoeverIsInNoRuleIsToldSoAndAProviderThatIsAwayToo() throws IOException, InterruptedException {
        declare(provider.issuer(), LAB);
        Tab tab = chromium.open(server.page("/login"));
        tab.await("document.querySelector('#provider a').checkVisibility()");
        tab.evaluate("document.querySelector('#provider a').click()");
        atTheProvider(tab, "eve");
        tab.await("!document.querySelector('#fault').hidden");
        assertThat(tab.evaluate("document.querySelector('#fault').textContent").stringValue())
                .contains("You have no access here");
        JsonNode entry = audited("session.refuse");
        assertThat(entry.path("who").stringValue()).isEqualTo("eve at example");
        assertThat(entry.path("on").stringValue()).isEqualTo("provider " + provider.issuer());
        declare("http://127.0.0.1:1", LAB);
        tab.open(server.page("/login/openid?then=/seat/a"));
        tab.await("location.pathname === '/login' && !document.querySelector('#fault').hidden");
        assertThat(tab.evaluate("document.querySelector('#fault').textContent").stringValue())
                .contains("does not answer");
        assertThat(tab.evaluate("location.search").stringValue()).contains("then=%2Fseat%2Fa");
        tab.call("Network.enable", Map.of());
        tab.call("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Accept-Language", "de")));
        tab.reload();
        tab.await("document.documentElement.lang === 'de' && !document.querySelector('#fault').hidden"
                + " && document.querySelector('#provider a').checkVisibility()");
        assertThat(tab.evaluate("document.querySelector('main').textContent").stringValue())
                .contains("Mit Example anmelden", "Der Anbieter antwortet nicht");
        photograph(tab, "provider-away");
        tab.close();
    }

    /** What a browser would not do: by a program that has the provider's cookies, and so is sent back by it at once. */
    @Test
    void whatCameBackOnceOrElsewhereLetsNobodyIn() throws Exception {
        declare(provider.issuer(), LAB);
        Tab tab = chromium.open(server.page("/login"));
        tab.await("document.querySelector('#provider a').checkVisibility()");
        tab.evaluate("document.querySelector('#provider a').click()");
        atTheProvider(tab, "vera");
        tab.await("location.pathname === '/'");
        StringBuilder cookies = new StringBuilder();
        chromium.cookies().forEach(cookie -> {
            if (cookie.path("domain").stringValue().equals("127.0.0.1")) {
                cookies.append(cookie.path("name").stringValue())
                        .append('=')
                        .append(cookie.path("value").stringValue())
                        .append("; ");
            }
        });
        tab.close();
        // From an address of its own: what is refused here counts as tries of nobody else.
        try (HttpClient client = HttpClient.newBuilder()
                .localAddress(InetAddress.ofLiteral("127.0.0.9"))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            Round first = new Round(client, cookies.toString(), "//evil.example/");
            String right = first.back;
            assertThat(first.finish(right.replaceFirst("state=.{8}", "state=tampered"), first.cookie))
                    .isEqualTo("/login?fault=stale");
            assertThat(first.finish(right, first.cookie)).as("used up").isEqualTo("/login?fault=stale");
            Round second = new Round(client, cookies.toString(), "/\\evil.example/");
            assertThat(second.finish(second.back, "")).as("another browser").isEqualTo("/login?fault=stale");
            assertThat(second.finish(second.back, second.cookie)).isEqualTo("/login");
            assertThat(second.finish(second.back, second.cookie)).as("again").isEqualTo("/login?fault=stale");
            Round third = new Round(client, cookies.toString(), "/seat/a");
            String replayed = third.back.replaceFirst("code=[^&]*", second.back.replaceFirst(".*(code=[^&]*).*", "$1"));
            assertThat(third.finish(replayed, third.cookie)).isEqualTo("/login?fault=stale&then=%2Fseat%2Fa");
            assertThat(server.errors()).contains("invalid_grant").doesNotContain(SECRET);
        }
    }

    /** A log-in until the provider sends the browser back. */
    private static final class Round {
        private final HttpClient client;
        final String cookie;
        final String back;

        Round(HttpClient client, String cookies, String then) throws IOException, InterruptedException {
            this.client = client;
            HttpResponse<String> begun =
                    get(server.page("/login/openid?then=" + URLEncoder.encode(then, StandardCharsets.UTF_8)), "");
            String given = begun.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(given).contains("; HttpOnly; SameSite=Lax; Max-Age=600");
            this.cookie = given.split(";", 2)[0];
            URI to = URI.create(begun.headers().firstValue("Location").orElseThrow());
            this.back = get(to, cookies).headers().firstValue("Location").orElseThrow();
            assertThat(back).startsWith(server.page("/login/openid/back") + "?code=");
        }

        private HttpResponse<String> get(URI uri, String cookies) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(SOON);
            if (!cookies.isEmpty()) {
                request.header("Cookie", cookies);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }

        /** Where the controller sends who comes back so; whoever is let in gets a session, and nobody else. */
        String finish(String from, String cookies) throws IOException, InterruptedException {
            HttpResponse<String> answer = get(URI.create(from), cookies);
            String to = answer.headers().firstValue("Location").orElseThrow();
            boolean in = answer.headers().allValues("Set-Cookie").stream()
                    .anyMatch(set -> set.matches("netseat-" + server.port() + "=.{40,}"));
            assertThat(in).as(to).isEqualTo(!to.contains("fault="));
            return to;
        }
    }
}
