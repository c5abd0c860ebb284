package netseat.linux;

import java.io.IOException;

/** A call that Linux refused. */
public final class LinuxException extends IOException {
    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;
    private static final int ENODEV = 19;

    private final int number;

    /**
     * A call that failed.
     *
     * @param what the call and what it was about, as in "open /dev/input/event3"
     * @param number Linux's number of the error
     */
    LinuxException(String what, int number) {
        super("cannot " + what + ": " + Libc.words(number));
        this.number = number;
    }

    /** Whether this user may not do that. */
    public boolean isPermission() {
        return number == EPERM || number == EACCES;
    }

    /** Whether somebody else has taken it for himself. */
    public boolean isBusy() {
        return number == EBUSY;
    }

    /** Whether the device is not there, or no longer. */
    public boolean isGone() {
        return number == ENODEV || number == ENOENT;
    }
}
