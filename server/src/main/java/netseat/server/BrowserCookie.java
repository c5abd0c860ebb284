package netseat.server;

import java.util.Optional;
import netseat.openid.OpenIdClient;
import org.jspecify.annotations.Nullable;

/**
 * The cookies that browsers are given. Their names have the port under which the browser knows the controller, because browsers keep
 * cookies by host alone, and several controllers may be behind one. Pure functions.
 */
enum BrowserCookie {
    /** Of a session, until the browser is closed. */
    SESSION("netseat-", "Strict", ""),

    /** Of a log-in that is at a provider: it has to come along when the provider, another site, sends the browser back. */
    PROVIDER("netseat-openid-", "Lax", "; Max-Age=" + OpenIdClient.seconds());

    private final String prefix;
    private final String sameSite;
    private final String life;

    BrowserCookie(String prefix, String sameSite, String life) {
        this.prefix = prefix;
        this.sameSite = sameSite;
        this.life = life;
    }

    private String name(String host, boolean tls) {
        // With this prefix, browsers take it only over TLS, for this host and all of its paths.
        return (tls ? "__Host-" : "") + prefix + HostNames.port(host, tls);
    }

    /** The secret in a request's Cookie header; the first where there are several. */
    Optional<String> of(@Nullable String header, String host, boolean tls) {
        if (header == null) {
            return Optional.empty();
        }
        String begin = name(host, tls) + '=';
        for (String part : header.split(";", -1)) {
            String cookie = part.strip();
            if (cookie.startsWith(begin)) {
                return Optional.of(cookie.substring(begin.length()));
            }
        }
        return Optional.empty();
    }

    /** The Set-Cookie header that gives it to a browser. */
    String give(String secret, String host, boolean tls) {
        return name(host, tls) + '=' + secret + attributes(tls) + life;
    }

    /** The Set-Cookie header that takes it away. */
    String take(String host, boolean tls) {
        return name(host, tls) + '=' + attributes(tls) + "; Max-Age=0";
    }

    private String attributes(boolean tls) {
        return "; Path=/; HttpOnly; SameSite=" + sameSite + (tls ? "; Secure" : "");
    }
}
