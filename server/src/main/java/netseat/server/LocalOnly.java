package netseat.server;

import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only what speaks to this host by a loopback name, and pages only of this origin. There is no log-in yet: any
 * web page that a person at this host visits could otherwise type into the virtual machines (DNS rebinding, cross-site
 * WebSockets and posts). Pure functions.
 */
final class LocalOnly {
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private LocalOnly() {}

    static boolean allows(HttpServerRequest request) {
        return allows(request.getHeader("Host"), request.getHeader("Origin"));
    }

    /** Whether a request with these headers may be answered; a program that is no browser sends no Origin. */
    static boolean allows(@Nullable String host, @Nullable String origin) {
        if (host == null || !LOOPBACK.matcher(host).matches()) {
            return false;
        }
        return origin == null || origin.equalsIgnoreCase("http://" + host);
    }
}
