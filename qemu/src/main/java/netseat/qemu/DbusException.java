package netseat.qemu;

import java.io.IOException;

/** The other side of a D-Bus connection broke the protocol, or answered a call with an error. */
final class DbusException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The D-Bus error's name; empty when the protocol itself was broken. */
    private final String errorName;

    DbusException(String message) {
        this("", message);
    }

    DbusException(String errorName, String message) {
        super(message);
        this.errorName = errorName;
    }

    String errorName() {
        return errorName;
    }
}
