package netseat.cli;

import java.io.Serial;

/** The controller said no, or did not answer; the message is for the person who typed the command. */
final class ApiException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final int exitStatus;

    ApiException(int exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
    }

    /** What the command ends with. */
    int exitStatus() {
        return exitStatus;
    }
}
