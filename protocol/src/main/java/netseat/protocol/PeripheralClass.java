package netseat.protocol;

/** What a peripheral is. */
public enum PeripheralClass {
    KEYBOARD(1),
    POINTER(2),
    DISPLAY(3),
    TOUCH(4);

    private final int number;

    PeripheralClass(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    static PeripheralClass of(int number) throws ProtocolException {
        return switch (number) {
            case 1 -> KEYBOARD;
            case 2 -> POINTER;
            case 3 -> DISPLAY;
            case 4 -> TOUCH;
            default -> throw new ProtocolException(ByeReason.BAD_VALUE, "unknown peripheral class " + number);
        };
    }
}
