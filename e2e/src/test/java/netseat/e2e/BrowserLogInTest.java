package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netseat.e2e.Chromium.Tab;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log-in page in a real Chromium: by the link of the start, and by name and password. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BrowserLogInTest {
    private static final Path PICTURES = Path.of("target", "pictures");
    private static final String PASSWORD = "correct horse battery";

    private static ServerProcess server;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = ServerProcess.startBy(
                ServerProcess.java("netseat.e2e.NullServer", "-Xmx256m"),
                Guests.machine("null1", "autostart = false\n") + Guests.seat("a", "null1"));
        chromium = Chromium.start();
        String body = "{\"name\": \"vera\", \"role\": \"viewer\", \"password\": \"" + PASSWORD + "\"}";
        assertThat(server.request("POST", "/api/v1/users", body).statusCode()).isEqualTo(204);
    }

    @AfterAll
    static void stop() throws IOException {
        chromium.close();
        server.close();
    }

    @Test
    void theLinkLogsInAndAPasswordAfterTheLogOut() throws IOException {
        Awaitility.await("the link").until(() -> server.output().contains("/login#"));
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
        photograph(tab);
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

    /** In both languages and colours, wide and narrow; nothing may stick out to the right. */
    private static void photograph(Tab tab) throws IOException {
        for (String colours : List.of("light", "dark")) {
            tab.call(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
            for (int width : new int[] {1280, 360}) {
                tab.window(width, 700, 1);
                tab.await("innerWidth === " + width);
                assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
                        .isLessThanOrEqualTo(width);
                tab.screenshot(PICTURES.resolve("login-" + colours + "-" + width + ".png"));
            }
        }
    }
}
