package netseat.protocol;

/** How a device stands with the controller that it has a link to. */
public enum AdmissionState {
    /** It waits for an administrator, or for a pairing code. */
    PENDING(1),
    /** It may attach its peripherals. */
    ADMITTED(2);

    private final int number;

    AdmissionState(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    static AdmissionState of(int number) throws ProtocolException {
        return switch (number) {
            case 1 -> PENDING;
            case 2 -> ADMITTED;
            default -> throw new ProtocolException(ByeReason.BAD_VALUE, "no state of admission " + number);
        };
    }
}
