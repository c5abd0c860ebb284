package netseat.openid;

import org.jspecify.annotations.Nullable;

/** Nobody has come in by a provider; the message is for whoever reads the controller's log, and has no secret in it. */
public final class OpenIdException extends Exception {
    private static final long serialVersionUID = 1;

    /** What the person at the browser is told. */
    public enum Reason {
        /** The log-in was not begun by this browser, is finished already, or took longer than ten minutes. */
        STALE,

        /** The provider let nobody in, or whoever was there refused. */
        DENIED,

        /** The provider does not answer, or says that it cannot at this moment. */
        UNREACHABLE,

        /** What the provider said cannot be believed, or it does not want to speak with this controller. */
        WRONG
    }

    private final Reason reason;

    OpenIdException(Reason reason, String message) {
        this(reason, message, null);
    }

    OpenIdException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What the person is told. */
    public Reason reason() {
        return reason;
    }
}
