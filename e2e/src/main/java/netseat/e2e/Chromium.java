package netseat.e2e;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import netseat.screen.Framebuffer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real headless Chromium, driven by the DevTools protocol. Own code because the tests need little of it, and the
 * process itself: to kill it.
 */
public final class Chromium implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** How DevTools says that a page went away under a question. */
    private static final List<String> GIVES_WAY = List.of(
            "Inspected target navigated or closed",
            "Execution context was destroyed",
            "Cannot find default execution context",
            "Cannot find context with specified id");

    private final Path profile;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper mapper = new JsonMapper();
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final WebSocket socket;
    private int lastId;

    private Chromium(Path profile, Process process, URI endpoint) {
        this.profile = profile;
        this.process = process;
        this.socket =
                client.newWebSocketBuilder().buildAsync(endpoint, new Answers()).join();
    }

    /** Starts one with an empty profile; it must be closed. */
    public static Chromium start() throws IOException {
        Path profile = Files.createTempDirectory("chromium");
        Process process = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--window-size=1400,900",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log").toFile())
                .start();
        Path portFile = profile.resolve("DevToolsActivePort");
        Awaitility.await("Chromium is up")
                .atMost(START)
                .until(() ->
                        Files.exists(portFile) && Files.readAllLines(portFile).size() == 2);
        List<String> lines = Files.readAllLines(portFile);
        return new Chromium(profile, process, URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)));
    }

    /** Starts one that is logged in at a controller, as its administrator. */
    public static Chromium startAt(ServerProcess server) throws IOException, InterruptedException {
        Chromium browser = start();
        browser.logIn(server.page("/"), server.sessionCookie());
        return browser;
    }

    /**
     * Gives it a session.
     *
     * @param cookie NAME=SECRET
     */
    public void logIn(URI page, String cookie) throws IOException {
        String[] parts = cookie.split("=", 2);
        Map<String, ?> given = Map.of(
                "name",
                parts[0],
                "value",
                parts[1],
                "url",
                page.toString(),
                "path",
                "/",
                "httpOnly",
                true,
                "secure",
                page.getScheme().equals("https"),
                "sameSite",
                "Strict");
        call("Storage.setCookies", Map.of("cookies", List.of(given)), "");
    }

    /** All cookies that it has, of all sites. */
    public JsonNode cookies() throws IOException {
        return call("Storage.getCookies", Map.of(), "").path("cookies");
    }

    /** Forgets them all. */
    public void forgetCookies() throws IOException {
        call("Storage.clearCookies", Map.of(), "");
    }

    /** One tab. */
    public final class Tab {
        private final String target;
        private final String session;

        private Tab(String target, String session) {
            this.target = target;
            this.session = session;
        }

        public JsonNode call(String method, Map<String, ?> parameters) throws IOException {
            return Chromium.this.call(method, parameters, session);
        }

        /** Shows a page; when this returns, the one before it answers no more questions. */
        public void open(URI page) throws IOException {
            String before = document();
            // Another place on the same page is no other document.
            if (call("Page.navigate", Map.of("url", page.toString())).has("loaderId")) {
                awaitDocumentAfter(before);
            }
        }

        /** Loads the page again; when this returns, the one before it answers no more questions. */
        public void reload() throws IOException {
            String before = document();
            call("Page.reload", Map.of());
            awaitDocumentAfter(before);
        }

        /** Chromium's own name for what the tab shows, another at each loading; empty while one gives way to the next. */
        private String document() throws IOException {
            try {
                return call("Page.getFrameTree", Map.of())
                        .path("frameTree")
                        .path("frame")
                        .path("loaderId")
                        .asString("");
            } catch (IOException e) {
                if (givesWay(e)) {
                    return "";
                }
                throw e;
            }
        }

        private void awaitDocumentAfter(String before) {
            Awaitility.await("another document").atMost(ANSWER).until(() -> {
                String now = document();
                return !now.isEmpty() && !now.equals(before);
            });
        }

        public void close() throws IOException {
            Chromium.this.call("Target.closeTarget", Map.of("targetId", target), "");
        }

        /** The value of an expression, awaited if it is a promise. */
        public JsonNode evaluate(String expression) throws IOException {
            JsonNode result = call(
                    "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
            if (result.has("exceptionDetails")) {
                throw new IOException(expression + ": " + result.path("exceptionDetails"));
            }
            return result.path("result").path("value");
        }

        /**
         * Whether an expression is true; false also while it cannot be evaluated: the page is yet to load, or gives way
         * to another at this moment.
         */
        public boolean holds(String expression) throws IOException {
            try {
                return evaluate("(() => { try { return !!(" + expression + "); } catch { return false; } })()")
                        .booleanValue();
            } catch (IOException e) {
                if (givesWay(e)) {
                    return false;
                }
                throw e;
            }
        }

        public void await(String expression) {
            Awaitility.await(expression).atMost(ANSWER).until(() -> holds(expression));
        }

        public void key(String code, String key, boolean down) throws IOException {
            call("Input.dispatchKeyEvent", Map.of("type", down ? "rawKeyDown" : "keyUp", "code", code, "key", key));
        }

        /** Types letters, digits and a few signs on a US keyboard. */
        public void type(String text) throws IOException {
            for (int i = 0; i < text.length(); i++) {
                char character = text.charAt(i);
                String code = switch (character) {
                    case ' ' -> "Space";
                    case '_', '-' -> "Minus";
                    case '=' -> "Equal";
                    case '\n' -> "Enter";
                    default -> (Character.isDigit(character) ? "Digit" : "Key") + Character.toUpperCase(character);
                };
                String key = character == '\n' ? "Enter" : String.valueOf(character);
                if (character == '_') {
                    key("ShiftLeft", "Shift", true);
                }
                key(code, key, true);
                key(code, key, false);
                if (character == '_') {
                    key("ShiftLeft", "Shift", false);
                }
            }
        }

        public void mouse(String type, int x, int y, String button) throws IOException {
            call("Input.dispatchMouseEvent", Map.of("type", type, "x", x, "y", y, "button", button, "clickCount", 1));
        }

        /** Gives the page a window of this size, with so many device pixels to each of CSS. */
        public void window(int width, int height, double ratio) throws IOException {
            call(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", width, "height", height, "deviceScaleFactor", ratio, "mobile", false));
        }

        /** What a person sees of a rectangle of the page, in CSS pixels. */
        public Framebuffer seen(int x, int y, int width, int height) throws IOException {
            Map<String, ?> clip = Map.of("x", x, "y", y, "width", width, "height", height, "scale", 1);
            byte[] png = Base64.getDecoder()
                    .decode(call("Page.captureScreenshot", Map.of("format", "png", "clip", clip))
                            .path("data")
                            .stringValue());
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            Framebuffer picture = new Framebuffer(image.getWidth(), image.getHeight());
            for (int i = 0; i < picture.pixels().length; i++) {
                picture.pixels()[i] = image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xFFFFFF;
            }
            return picture;
        }

        /** A picture of the page for people, kept as a test artefact. */
        public void screenshot(Path file) throws IOException {
            String data = call("Page.captureScreenshot", Map.of("format", "png"))
                    .path("data")
                    .stringValue();
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder().decode(data.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static boolean givesWay(IOException fault) {
        return GIVES_WAY.stream().anyMatch(String.valueOf(fault.getMessage())::contains);
    }

    /** A new tab that shows a page. */
    public Tab open(URI page) throws IOException {
        String target = call("Target.createTarget", Map.of("url", "about:blank"), "")
                .path("targetId")
                .stringValue();
        String session = call("Target.attachToTarget", Map.of("targetId", target, "flatten", true), "")
                .path("sessionId")
                .stringValue();
        Tab tab = new Tab(target, session);
        tab.call("Page.enable", Map.of());
        // Several tabs, none of which is truly in front: each is to behave as if it were.
        tab.call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        tab.open(page);
        return tab;
    }

    private JsonNode call(String method, Map<String, ?> parameters, String session) throws IOException {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        synchronized (this) {
            lastId++;
            calls.put(lastId, answer);
            Map<String, ?> message = session.isEmpty()
                    ? Map.of("id", lastId, "method", method, "params", parameters)
                    : Map.of("id", lastId, "method", method, "params", parameters, "sessionId", session);
            socket.sendText(mapper.writeValueAsString(message), true).join();
        }
        JsonNode message =
                answer.orTimeout(ANSWER.toSeconds(), TimeUnit.SECONDS).join();
        if (message.has("error")) {
            throw new IOException(method + ": " + message.path("error"));
        }
        return message.path("result");
    }

    /** Kills the browser and all its processes as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        killAll();
        process.waitFor();
    }

    private void killAll() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        killAll();
        client.shutdownNow();
        Awaitility.await("the profile is gone")
                .atMost(ANSWER)
                .ignoreExceptions()
                .until(() -> {
                    try (Stream<Path> files = Files.walk(profile)) {
                        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                            Files.deleteIfExists(file);
                        }
                    }
                    return true;
                });
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            from.request(1);
            message.append(data);
            if (last) {
                JsonNode node = mapper.readTree(message.toString());
                message.setLength(0);
                CompletableFuture<JsonNode> call = calls.remove(node.path("id").asInt(0));
                if (call != null) {
                    call.complete(node);
                }
            }
            return null;
        }
    }
}
