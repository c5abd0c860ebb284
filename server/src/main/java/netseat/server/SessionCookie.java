package netseat.server;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that a log-in sets. Its name has the port under which the browser knows the controller, because browsers keep
 * cookies by host alone, and several controllers may be behind one. Pure functions.
 */
final class SessionCookie {
    private SessionCookie() {}

    private static String name(String host, boolean tls) {
        // With the prefix, browsers take it only over TLS, for this host and all of its paths.
        return (tls ? "__Host-" : "") + "netseat-" + HostNames.port(host, tls);
    }

    /** The secret in a request's Cookie header; the first where there are several. */
    static Optional<String> of(@Nullable String header, String host, boolean tls) {
        if (header == null) {
            return Optional.empty();
        }
        String prefix = name(host, tls) + '=';
        for (String part : header.split(";", -1)) {
            String cookie = part.strip();
            if (cookie.startsWith(prefix)) {
                return Optional.of(cookie.substring(prefix.length()));
            }
        }
        return Optional.empty();
    }

    /** The Set-Cookie header that gives a browser a session, until it is closed. */
    static String give(String secret, String host, boolean tls) {
        return name(host, tls) + '=' + secret + attributes(tls);
    }

    /** The Set-Cookie header that takes it away. */
    static String take(String host, boolean tls) {
        return name(host, tls) + '=' + attributes(tls) + "; Max-Age=0";
    }

    private static String attributes(boolean tls) {
        return "; Path=/; HttpOnly; SameSite=Strict" + (tls ? "; Secure" : "");
    }
}
