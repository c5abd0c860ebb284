package netseat.protocol;

/** What became of a contact since the last report. */
public enum ContactState {
    /** It has left the surface, at this place. */
    UP(0),
    /** It is new. */
    DOWN(1),
    /** It is where it was, or has moved. */
    MOVED(2);

    private final int number;

    ContactState(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    static ContactState of(int number) throws ProtocolException {
        return switch (number) {
            case 0 -> UP;
            case 1 -> DOWN;
            case 2 -> MOVED;
            default -> throw new ProtocolException(ByeReason.BAD_VALUE, "unknown state of a contact " + number);
        };
    }
}
