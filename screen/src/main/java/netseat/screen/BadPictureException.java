package netseat.screen;

/** The drawing commands break their rules; the picture may be half drawn. */
public final class BadPictureException extends Exception {
    private static final long serialVersionUID = 1L;

    BadPictureException(String message) {
        super(message);
    }
}
