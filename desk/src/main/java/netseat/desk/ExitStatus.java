package netseat.desk;

/** What {@code netseat-device} ends with; scripts and systemd units may rely on the numbers. */
public final class ExitStatus {
    /** It was told to end, and has let go of everything. */
    public static final int OK = 0;

    /** A fault that has no number of its own; the message says which. */
    public static final int FAULT = 1;

    /** Wrong options. */
    public static final int USAGE = 2;

    /** The computer has no such device. */
    public static final int NO_DEVICE = 3;

    /** This user may not use the device. */
    public static final int NO_PERMISSION = 4;

    /** No controller is known, or none answered in the time that was given. */
    public static final int NO_CONTROLLER = 5;

    /** The controller did not admit the device in the time that was given, or refused its pairing code. */
    public static final int NOT_ADMITTED = 6;

    /** An administrator has shut the device out. */
    public static final int REVOKED = 7;

    private ExitStatus() {}
}
