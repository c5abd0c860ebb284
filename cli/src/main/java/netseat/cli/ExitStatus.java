package netseat.cli;

/** What the command tells scripts by its exit status. */
final class ExitStatus {
    static final int DONE = 0;

    /** The controller refused, or what was asked about is not as it should be. */
    static final int REFUSED = 1;

    /** The command line makes no sense. */
    static final int USAGE = 2;

    /** No controller answers. */
    static final int UNREACHABLE = 3;

    private ExitStatus() {}
}
