package netseat.automation;

/** A file of somebody else's that is not what it is taken for; the message says where and why. */
public final class BadFileException extends Exception {
    BadFileException(String message) {
        super(message);
    }
}
