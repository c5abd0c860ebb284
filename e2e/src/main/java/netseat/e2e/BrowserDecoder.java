package netseat.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netseat.screen.PictureEncoder;
import tools.jackson.databind.JsonNode;

/**
 * The browser seat's own decoder, in a real Chromium and without a controller: it is fed batches of frames and says what
 * it shows. For one thread.
 */
public final class BrowserDecoder implements AutoCloseable {
    /** What the decoder says of a unit after a frame that it refused. */
    public static final String BAD = "bad";

    private static final int NEW_UNIT = 0;
    private static final int FRAME = 1;
    private static final int REPORT = 2;

    private final HttpServer server;
    private final Chromium chromium;
    private final Chromium.Tab tab;
    private volatile byte[] batch = new byte[0];

    private BrowserDecoder(HttpServer server, Chromium chromium) throws IOException {
        this.server = server;
        this.chromium = chromium;
        server.createContext("/", this::answer);
        server.start();
        URI page = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
        tab = chromium.open(page);
        tab.await("window.decodeBatch");
    }

    /** Starts a browser of its own; it must be closed. */
    public static BrowserDecoder start() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new BrowserDecoder(HttpServer.create(any, 0), Chromium.start());
    }

    /** Steps for the decoder, to be taken at once. */
    public static final class Batch {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        /** What follows is for a unit that has seen nothing. */
        public Batch newUnit() throws IOException {
            out.writeByte(NEW_UNIT);
            return this;
        }

        /** The commands of one PICTURE frame, from position to limit. */
        public Batch frame(ByteBuffer commands) throws IOException {
            out.writeByte(FRAME);
            out.writeInt(commands.remaining());
            out.write(commands.array(), commands.arrayOffset() + commands.position(), commands.remaining());
            return this;
        }

        /**
         * All frames of a picture that the encoder has begun.
         *
         * @param buffer with what the encoder began with, empty afterwards
         */
        public Batch picture(PictureEncoder encoder, ByteBuffer buffer) throws IOException {
            boolean done;
            do {
                done = encoder.encode(buffer);
                frame(buffer.flip());
                buffer.clear();
            } while (!done);
            return this;
        }

        /** What the unit shows now is to be said. */
        public Batch report() throws IOException {
            out.writeByte(REPORT);
            return this;
        }

        public int length() {
            return bytes.size();
        }
    }

    /**
     * What was to be reported, in its order.
     *
     * @param lines each as {@link ShownPicture} describes it, or {@link #BAD}
     * @param millis what the decoding took
     */
    public record Reports(List<String> lines, double millis) {}

    /** Has the decoder take these steps. */
    public Reports decode(Batch steps) throws IOException {
        return run("decodeBatch()", steps);
    }

    /**
     * The same on the page's own screen, passing pictures and all: each line is the canvas as {@link ShownPicture} describes a
     * picture, and {@code passing} with the number of tiles that came so last. The batch is for one unit, and each report
     * comes after the last frame of a picture.
     */
    public Reports show(Batch steps) throws IOException {
        return run("showBatch()", steps);
    }

    private Reports run(String expression, Batch steps) throws IOException {
        batch = steps.bytes.toByteArray();
        JsonNode answer = tab.evaluate(expression);
        List<String> lines = new ArrayList<>();
        answer.path("lines").forEach(line -> lines.add(line.stringValue()));
        return new Reports(lines, answer.path("millis").asDouble());
    }

    /** The frames of the written vectors that were decoded, and in words what was wrong. */
    public JsonNode checkVectors() throws IOException {
        return tab.evaluate("checkVectors()");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String type = path.endsWith(".js") ? "text/javascript" : path.equals("/") ? "text/html" : "text/plain";
            byte[] body = body(path);
            exchange.getResponseHeaders().set("Content-Type", type);
            // As on the seat's own page: with both, it measures time in steps of 5 µs instead of 100.
            exchange.getResponseHeaders().set("Cross-Origin-Embedder-Policy", "require-corp");
            exchange.getResponseHeaders().set("Cross-Origin-Opener-Policy", "same-origin");
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private byte[] body(String path) throws IOException {
        return switch (path) {
            case "/" -> "<!doctype html><script type=module src=/picture-check.js></script>".getBytes(US_ASCII);
            case "/batch" -> batch;
            case "/vectors" -> Files.readAllBytes(repository().resolve("docs/vectors/pictures.txt"));
            case "/picture-check.js" -> resource("/netseat/e2e/picture-check.js");
            default -> resource("/web" + path);
        };
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = BrowserDecoder.class.getResourceAsStream(name)) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    /** The repository's root, which is the working folder or one above it. */
    public static Path repository() throws FileNotFoundException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("docs/vectors"))) {
                return folder;
            }
        }
        throw new FileNotFoundException("docs/vectors, here or above");
    }

    @Override
    public void close() {
        chromium.close();
        server.stop(0);
    }
}
