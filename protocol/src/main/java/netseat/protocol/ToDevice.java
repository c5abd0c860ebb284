package netseat.protocol;

import java.nio.ByteBuffer;

/** What a controller says to a device; the counterpart of {@link ToController}. */
public interface ToDevice extends ToEither {
    void welcome(int version, String controller) throws ProtocolException;

    /** How the device stands with the controller; ATTACH is allowed once it is admitted. */
    void admission(AdmissionState state, DeviceId device) throws ProtocolException;

    /**
     * Asks the device to be found: to blink or beep.
     *
     * @param peripheral 0 for the whole device
     * @param seconds for how long, 0 to 255; 0 = stop
     */
    void identify(int peripheral, int seconds) throws ProtocolException;

    /**
     * Sends the device to another controller.
     *
     * @param port 1 to 65535
     * @param keep whether to go there after a restart as well
     */
    void redirect(String host, int port, boolean keep) throws ProtocolException;

    void attached(int peripheral, String name) throws ProtocolException;

    /** What the peripheral is plugged into. */
    void status(int peripheral, PlugState state, String machine, String text) throws ProtocolException;

    /** The keyboard's LEDs: 1 Num, 2 Caps, 4 Scroll. */
    void leds(int peripheral, int leds) throws ProtocolException;

    /** Whether the pointer is to send positions or motion. */
    void pointerMode(int peripheral, boolean absolute) throws ProtocolException;

    /**
     * A part of a picture.
     *
     * @param mark the picture's number, to be sent back when it is shown
     * @param answers the sequence number of the last frame from this link that was given to the machine before this
     *     picture was taken
     * @param last whether the picture is whole with this part and is to be shown
     * @param commands of the screen codec; valid during the call only
     */
    void picture(int peripheral, int mark, int answers, boolean last, ByteBuffer commands) throws ProtocolException;

    /**
     * The display is to be dark, as nobody has used the seat for a while, or to show its picture again. A display that cannot
     * be dark does nothing: its picture is black meanwhile.
     */
    default void blank(int peripheral, boolean dark) throws ProtocolException {}

    /**
     * How many contacts of a touch surface the guest takes.
     *
     * @param contacts 0 to {@link TouchReport#MAX_CONTACTS}; 0: none, and the controller makes pointer and wheel of them
     */
    default void touchMode(int peripheral, int contacts) throws ProtocolException {}
}
