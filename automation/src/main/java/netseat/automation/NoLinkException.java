package netseat.automation;

/** Nothing can be typed or moved: there is no link, the device is not admitted, or its machine does not run. */
public final class NoLinkException extends Exception {
    private final Why why;

    /** What is missing. */
    public enum Why {
        /** A controller that answers. */
        CONTROLLER,
        /** An administrator's admission. */
        ADMISSION,
        /** Everything: an administrator has shut this device out. */
        REVOKED,
        /** A machine that runs and takes what was to be done. */
        MACHINE
    }

    NoLinkException(Why why, String message) {
        super(message);
        this.why = why;
    }

    /** What is missing. */
    public Why why() {
        return why;
    }
}
