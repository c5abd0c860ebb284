package netseat.protocol;

/** The protocol's own numbers. See docs/protocol.md. */
public final class Protocol {
    /** The version spoken here. */
    public static final int VERSION = 1;

    /** A WebSocket is closed with this plus {@link ByeReason#number}. */
    public static final int WEBSOCKET_CLOSE_BASE = 4000;

    private Protocol() {}
}
