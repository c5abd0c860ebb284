package netseat.state;

/**
 * The database cannot be opened, read or written: a full disk, a damaged file, one of a newer version. The message is for the
 * operator and says what to do where something is to be done. What was to be written has not been.
 */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }

    DatabaseException(String message) {
        super(message);
    }
}
