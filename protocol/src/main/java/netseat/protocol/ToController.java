package netseat.protocol;

/**
 * What a device says to a controller: one method per message type, called by {@link FrameReader} for each frame in its
 * order. All ranges named here have been checked. No method may keep an argument that is not a value.
 */
public interface ToController extends ToEither {
    /** Opens the link; the first frame. */
    void hello(int lowestVersion, int highestVersion, String agent) throws ProtocolException;

    /** A one-time pairing code, as a person typed it; to be admitted at once. Never to be logged. */
    void pair(String code) throws ProtocolException;

    /** A new peripheral, 1 to 65535. */
    void attach(int peripheral, Attachment attachment) throws ProtocolException;

    void detach(int peripheral) throws ProtocolException;

    /**
     * A key.
     *
     * @param page {@link KeyPage}: 0 for set-1 scan codes, else the HID usage page
     * @param code the scan code (0x01 to 0x7F, 0xE001 to 0xE07F) or HID usage
     */
    void key(int peripheral, int page, int code, KeyAction action) throws ProtocolException;

    /** Relative motion, each -10000 to 10000. */
    void motion(int peripheral, int dx, int dy) throws ProtocolException;

    /** An absolute position, each 0 to 0x7FFF. */
    void position(int peripheral, int x, int y) throws ProtocolException;

    /** A button, 1 to 16: 1 left, 2 right, 3 middle, 4 back, 5 forward. */
    void button(int peripheral, int button, boolean down) throws ProtocolException;

    /** The wheel in 1/120 of a step, each -10000 to 10000; away from the user and right are positive. */
    void wheel(int peripheral, int vertical, int horizontal) throws ProtocolException;

    /** The contacts of a touch surface; valid during the call only. */
    void touch(int peripheral, TouchReport report) throws ProtocolException;

    /** The picture with this mark is shown. */
    void pictureShown(int peripheral, int mark) throws ProtocolException;

    /** The display lost its picture and wants all of it again. */
    void pictureLost(int peripheral) throws ProtocolException;

    /** The size that the display would like the guest to have: each 64 to 8192, at most 7680x4320 pixels in all. */
    void size(int peripheral, int width, int height) throws ProtocolException;
}
