package netseat.protocol;

/** What the code of a KEY message counts in: a HID usage page, or scan codes as the device sends them. */
public final class KeyPage {
    /** Set-1 scan codes, the E0 prefix in the high byte. */
    public static final int SCAN_CODE = 0x00;

    /** HID Generic Desktop: power, sleep, wake. */
    public static final int SYSTEM = 0x01;

    /** HID Keyboard/Keypad. */
    public static final int KEYBOARD = 0x07;

    /** HID Consumer: the media keys. */
    public static final int CONSUMER = 0x0C;

    private KeyPage() {}

    static void check(int page, int code) throws ProtocolException {
        boolean good = switch (page) {
            case SCAN_CODE -> (code >= 0x01 && code <= 0x7F) || (code >= 0xE001 && code <= 0xE07F);
            case SYSTEM -> code >= 0x81 && code <= 0x83;
            case KEYBOARD -> code >= 0x04 && code <= 0xE7;
            case CONSUMER -> code >= 0x01 && code <= 0x3FF;
            default -> false;
        };
        if (!good) {
            throw new ProtocolException(ByeReason.BAD_VALUE, "no key " + code + " on page " + page);
        }
    }
}
