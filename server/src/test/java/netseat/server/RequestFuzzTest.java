package netseat.server;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** What anybody on this host may send to the HTTP server, beyond what Vert.x reads itself: bodies and headers. */
class RequestFuzzTest {
    private static final ApiRoutes ROUTES = ApiRoutes.load();

    /** A body is an object of JSON, or refused. */
    @FuzzTest(maxExecutions = 5000)
    void body(byte[] bytes) {
        var object = HttpApi.object(Buffer.buffer(bytes));
        if (object != null && HttpApi.object(object.toBuffer()) == null) {
            throw new AssertionError("read, but written as something else: " + object);
        }
    }

    /** Whatever is allowed names this host as a host, and nothing else. */
    @FuzzTest(maxExecutions = 5000)
    void headers(byte[] bytes) {
        String[] both = new String(bytes, StandardCharsets.ISO_8859_1).split("\n", 2);
        String origin = both.length > 1 ? both[1] : null;
        if (new HostNames().allows(both[0], origin, null, false)) {
            String host = both[0].replaceFirst(":\\d{1,5}$", "");
            boolean ours = host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("[::1]");
            if (!ours || (origin != null && !origin.equalsIgnoreCase("http://" + both[0]))) {
                throw new AssertionError("lets in " + both[0] + " from " + origin);
            }
        }
    }

    /** A cookie's secret is a part of the header, and ends where the cookie does. */
    @FuzzTest(maxExecutions = 5000)
    void cookies(byte[] bytes) {
        String header = new String(bytes, StandardCharsets.ISO_8859_1);
        BrowserCookie.SESSION.of(header, "localhost:7880", false).ifPresent(secret -> {
            if (secret.contains(";") || !header.contains("netseat-7880=" + secret)) {
                throw new AssertionError("reads " + secret + " from " + header);
            }
        });
    }

    /** A path is found once: what the document has written out never goes to a route with a parameter of less permission. */
    @FuzzTest(maxExecutions = 5000)
    void paths(byte[] bytes) {
        String path = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            ROUTES.find("GET", path).ifPresent(match -> {
                String[] described = match.operation().path().split("/", -1);
                String[] asked = path.split("/", -1);
                if (described.length != asked.length) {
                    throw new AssertionError(path + " is taken for " + match.operation());
                }
            });
        } catch (IllegalArgumentException e) {
            if (!path.contains("%")) {
                throw e; // only an escape can be broken
            }
        }
    }
}
