package netseat.server;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Under which names the controller answers: those of loopback, the address at which it was reached, and those that an operator or
 * the certificate names. Any other Host may be a web page's that has its own name point here (DNS rebinding). And from which
 * pages: only its own. Any thread.
 */
final class HostNames {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1\\]");
    private static final Pattern WRITTEN =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(:\\d{1,5})?");

    private static final Pattern ADDRESS = Pattern.compile("\\[.*\\]|[0-9.]+");

    private volatile Set<String> names = Set.of();

    /** Answers under these names too, instead of those that were given last. */
    void become(Collection<String> allowed) {
        Set<String> lower = new TreeSet<>();
        allowed.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        names = lower;
    }

    /**
     * Whether a request with these headers may be answered; a program that is no browser sends no Origin.
     *
     * @param local the address of this host that the request came to; null when it has none
     */
    boolean allows(@Nullable String host, @Nullable String origin, @Nullable String local, boolean tls) {
        if (host == null) {
            return false;
        }
        Matcher parts = WRITTEN.matcher(host);
        if (!parts.matches() || !isOurs(parts.group(1).toLowerCase(Locale.ROOT), local)) {
            return false;
        }
        return origin == null || origin.equalsIgnoreCase((tls ? "https://" : "http://") + host);
    }

    private boolean isOurs(String name, @Nullable String local) {
        return LOOPBACK.matcher(name).matches() || isNamed(name) || isAddress(name, local);
    }

    /** A certificate may be for every host of a domain. */
    private boolean isNamed(String name) {
        int dot = name.indexOf('.');
        return names.contains(name) || (dot > 0 && names.contains('*' + name.substring(dot)));
    }

    /** An address cannot be rebound: whoever writes it has reached it. One of IPv6 can be written in several ways. */
    private static boolean isAddress(String name, @Nullable String local) {
        if (local == null || !ADDRESS.matcher(name).matches()) {
            return false;
        }
        try {
            return InetAddress.ofLiteral(bare(name)).equals(InetAddress.ofLiteral(bare(local)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Without brackets, and without the interface by which it is reached. */
    private static String bare(String address) {
        String inside = address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
        int zone = inside.indexOf('%');
        return zone < 0 ? inside : inside.substring(0, zone);
    }

    /** The port in a Host header, which tells this controller's cookies from those of others on the same host. */
    static String port(String host, boolean tls) {
        Matcher parts = WRITTEN.matcher(host);
        return parts.matches() && parts.group(2) != null ? parts.group(2).substring(1) : tls ? "443" : "80";
    }
}
