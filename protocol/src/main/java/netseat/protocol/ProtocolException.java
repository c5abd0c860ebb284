package netseat.protocol;

/**
 * The peer sent what it may not. It closes the link with {@link #reason} and nothing else. Carries no stack trace: it is
 * the peer's fault, not ours, and a hostile peer may cause many.
 */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ByeReason reason;

    public ProtocolException(ByeReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public ByeReason reason() {
        return reason;
    }
}
