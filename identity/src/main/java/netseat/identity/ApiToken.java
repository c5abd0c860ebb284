package netseat.identity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By which token a program asks the controller: that of a file, else of {@value #VARIABLE}, else of the controller on this host,
 * if its state folder may be read. It has no place on a command line, which all users of the computer see.
 */
public final class ApiToken {
    /** The environment's variable with a token. */
    public static final String VARIABLE = "NETSEAT_TOKEN";

    /** The environment's variable with the controller's state folder. */
    public static final String STATE_VARIABLE = "NETSEAT_STATE";

    /** The file's name in the controller's state folder. */
    public static final String LOCAL = "local-token";

    /** The file in the controller's state folder with the certificate and key that it has made for its pages. */
    public static final String CERTIFICATE = "https.pem";

    private ApiToken() {}

    /**
     * The token for a controller.
     *
     * @param file one that a person has named; null for none
     * @param state the controller's state folder that a person has named; null for the usual one
     * @param environment this process's
     * @return empty when there is none
     * @throws IOException when the named file cannot be read or others may read it; the message says what to do
     */
    public static String find(
            URI controller, @Nullable Path file, @Nullable Path state, Map<String, String> environment)
            throws IOException {
        if (file != null) {
            return PrivateFile.read(file).strip();
        }
        String given = environment.getOrDefault(VARIABLE, "");
        if (!given.isEmpty()) {
            return given.strip();
        }
        Path local = (state == null ? stateFolder(environment) : state).resolve(LOCAL);
        // An administrator's token of this host is for nobody on another one.
        return isThisHost(controller) && Files.isReadable(local)
                ? PrivateFile.read(local).strip()
                : "";
    }

    /**
     * Which certificates a controller may have, as far as nobody says otherwise: those of the usual authorities, and its own where it
     * is on this host, for whoever may read its token may read that as well.
     *
     * @throws IOException when its file holds something else
     */
    public static HttpsTrust trust(URI controller, @Nullable Path state, Map<String, String> environment)
            throws IOException {
        Path own = (state == null ? stateFolder(environment) : state).resolve(CERTIFICATE);
        return isThisHost(controller) && Files.isReadable(own) ? HttpsTrust.besidesUsual(own) : HttpsTrust.USUAL;
    }

    /** Where the controller keeps its state unless it is told otherwise. */
    public static Path stateFolder(Map<String, String> environment) {
        String named = environment.getOrDefault(STATE_VARIABLE, "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        String base = environment.getOrDefault("XDG_STATE_HOME", "");
        return base.isEmpty()
                ? Path.of(System.getProperty("user.home", "/"), ".local", "state", "netseat")
                : Path.of(base, "netseat");
    }

    private static boolean isThisHost(URI controller) {
        String host = controller.getHost();
        try {
            return host != null
                    && (host.equalsIgnoreCase("localhost")
                            || (host.matches("[0-9.]+|\\[.*]")
                                    && InetAddress.getByName(host).isLoopbackAddress()));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
