package netseat.server;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** What anybody on this host may send to the HTTP server, beyond what Vert.x reads itself: bodies and headers. */
class RequestFuzzTest {
    /** A body is an object of JSON, or refused. */
    @FuzzTest(maxDuration = "10s")
    void body(byte[] bytes) {
        var object = HttpApi.object(Buffer.buffer(bytes));
        if (object != null && HttpApi.object(object.toBuffer()) == null) {
            throw new AssertionError("read, but written as something else: " + object);
        }
    }

    /** Whatever is allowed names this host as a host, and nothing else. */
    @FuzzTest(maxDuration = "10s")
    void headers(byte[] bytes) {
        String[] both = new String(bytes, StandardCharsets.ISO_8859_1).split("\n", 2);
        String origin = both.length > 1 ? both[1] : null;
        if (LocalOnly.allows(both[0], origin)) {
            String host = both[0].replaceFirst(":\\d{1,5}$", "");
            boolean ours = host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("[::1]");
            if (!ours || (origin != null && !origin.equalsIgnoreCase("http://" + both[0]))) {
                throw new AssertionError("lets in " + both[0] + " from " + origin);
            }
        }
    }
}
