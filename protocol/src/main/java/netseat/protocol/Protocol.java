package netseat.protocol;

/** The protocol's own numbers. See docs/protocol.md. */
public final class Protocol {
    /** The version spoken here. */
    public static final int VERSION = 1;

    /** The application's name in the TLS handshake (ALPN). */
    public static final String ALPN = "netseat/1";

    /** The port for devices, TCP and later UDP, unless told otherwise. */
    public static final int DEFAULT_PORT = 18356;

    /** A WebSocket is closed with this plus {@link ByeReason#number}. */
    public static final int WEBSOCKET_CLOSE_BASE = 4000;

    private Protocol() {}
}
