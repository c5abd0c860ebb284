package netseat.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** The web pages and their parts, from the class path. */
final class Pages {
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*)+");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "json", "application/json");

    private record Page(Buffer bytes, String type, String tag) {}

    private final Map<String, Optional<Page>> loaded = new ConcurrentHashMap<>();

    /** Answers with the file of this path below the web folder. */
    void send(RoutingContext context, String path) {
        Optional<Page> found =
                PATH.matcher(path).matches() ? loaded.computeIfAbsent(path, Pages::load) : Optional.empty();
        if (found.isEmpty()) {
            context.response().setStatusCode(404).end("There is no such page.\n");
            return;
        }
        Page page = found.get();
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, page.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, page.tag());
        if (page.tag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            context.response().setStatusCode(304).end();
        } else {
            context.response().end(page.bytes());
        }
    }

    private static Optional<Page> load(String path) {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream in = Pages.class.getResourceAsStream("/web" + path)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            CRC32C sum = new CRC32C();
            sum.update(bytes);
            return Optional.of(new Page(Buffer.buffer(bytes), type, '"' + Long.toHexString(sum.getValue()) + '"'));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read page " + path, e);
        }
    }
}
