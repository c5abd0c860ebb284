package netseat.keys;

/** A file that is no layout; the message says where and why. */
public final class BadLayoutException extends Exception {
    BadLayoutException(String message) {
        super(message);
    }
}
