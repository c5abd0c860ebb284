package netseat.desk;

/** The program cannot go on; the message says what a person can do about it. */
public final class CommandFailure extends Exception {
    private final int status;

    /** @param status one of {@link ExitStatus} */
    public CommandFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    /** One of {@link ExitStatus}. */
    public int status() {
        return status;
    }
}
