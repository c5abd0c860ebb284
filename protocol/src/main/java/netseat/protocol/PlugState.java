package netseat.protocol;

/** What a peripheral is plugged into, for the person before it. */
public enum PlugState {
    UNPLUGGED(0),
    OFF(1),
    STARTING(2),
    RUNNING(3),
    PAUSED(4),
    FAILED(5),
    /** One of a hub's units that waits for its own admission; only such units are told. */
    WAITING(6);

    private final int number;

    PlugState(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    static PlugState of(int number) throws ProtocolException {
        return switch (number) {
            case 0 -> UNPLUGGED;
            case 1 -> OFF;
            case 2 -> STARTING;
            case 3 -> RUNNING;
            case 4 -> PAUSED;
            case 5 -> FAILED;
            case 6 -> WAITING;
            default -> throw new ProtocolException(ByeReason.BAD_VALUE, "no plug state " + number);
        };
    }
}
