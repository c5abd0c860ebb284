package netseat.protocol;

/** What happened to a key. */
public enum KeyAction {
    RELEASE(0),
    PRESS(1),
    /** The key is still held and repeats (typematic). */
    REPEAT(2);

    private final int number;

    KeyAction(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    static KeyAction of(int number) throws ProtocolException {
        return switch (number) {
            case 0 -> RELEASE;
            case 1 -> PRESS;
            case 2 -> REPEAT;
            default -> throw new ProtocolException(ByeReason.BAD_VALUE, "no key action " + number);
        };
    }
}
