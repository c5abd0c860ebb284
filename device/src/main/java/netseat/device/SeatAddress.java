package netseat.device;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.WebSocket;
import netseat.identity.HttpsTrust;

/**
 * Where one sits down at a seat without a device's key, and what lets one in there.
 *
 * @param link {@code ws://HOST:PORT/seat/NAME/link}, or wss:
 * @param token a token of the API, or the controller's local one; empty for none. A secret
 * @param trust which controllers are trusted over wss:
 */
public record SeatAddress(URI link, String token, HttpsTrust trust) {
    /** With the authorities that this Java knows. */
    public SeatAddress(URI link, String token) {
        this(link, token, HttpsTrust.USUAL);
    }

    /** The same seat through another port of this host, such as that of a relay. */
    public SeatAddress through(int port) {
        try {
            return new SeatAddress(
                    new URI(link.getScheme(), null, "localhost", port, link.getPath(), null, null), token, trust);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("only the port has changed", e);
        }
    }

    /** Shows the token in a handshake. */
    public WebSocket.Builder knock(WebSocket.Builder handshake) {
        return token.isEmpty() ? handshake : handshake.header("Authorization", "Bearer " + token);
    }

    /** Without the token: what is printed or logged must not contain it. */
    @Override
    public String toString() {
        return link.toString();
    }
}
