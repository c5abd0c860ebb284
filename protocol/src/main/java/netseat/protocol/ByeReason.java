package netseat.protocol;

/** Why a link, or one peripheral of it, is closed. A WebSocket is closed with code 4000 + {@link #number}. */
public enum ByeReason {
    /** The sender is done. */
    NORMAL(0),
    /** The bytes are no frame: truncated, of a wrong length, or with bytes left over. */
    BAD_FRAME(1),
    /** A length above its bound. */
    TOO_LONG(2),
    /** A frame out of its sequence, or at a moment when it may not come. */
    OUT_OF_ORDER(3),
    /** A type that is unknown and not marked as skippable. */
    UNKNOWN_TYPE(4),
    /** A number outside its range. */
    BAD_VALUE(5),
    /** No version that both sides speak. */
    VERSION(6),
    /** More links or peripherals than allowed. */
    TOO_MANY(7),
    /** Silence for too long. */
    TIMEOUT(8),
    /** The controller stops. */
    SHUTDOWN(9),
    /** The controller made a mistake; its log has more. */
    INTERNAL(10),
    /** The device, or the page it comes from, may not do this. */
    REFUSED(11),
    /** The device does what only an admitted one may, or has shown too many wrong pairing codes. */
    NOT_ADMITTED(12),
    /** An administrator has shut this device out. */
    REVOKED(13),
    /** More unknown devices wait for admission, in all or from this address, than may. */
    TOO_MANY_PENDING(14);

    private static final ByeReason[] ALL = values();

    private final int number;

    ByeReason(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** The reason with this number; a number of a later version is {@link #NORMAL}'s kind of end, so it is that. */
    static ByeReason of(int number) {
        return number < ALL.length ? ALL[number] : NORMAL;
    }
}
