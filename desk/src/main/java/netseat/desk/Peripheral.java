package netseat.desk;

import java.nio.ByteBuffer;
import netseat.protocol.Attachment;
import netseat.protocol.PlugState;
import netseat.protocol.ProtocolException;

/** One of this computer's devices as the link knows it. What comes is told on the link's thread. */
abstract class Peripheral {
    private final Attachment attachment;
    private int number;

    /** @param attachment what it says of itself */
    Peripheral(Attachment attachment) {
        this.attachment = attachment;
    }

    final Attachment attachment() {
        return attachment;
    }

    /** Its number on the link; 0 before it has been added to the {@link Peripherals}. */
    final int number() {
        return number;
    }

    final void number(int given) {
        number = given;
    }

    /** A new link: what it showed of the old one is over. */
    void opened() {}

    /** The controller has taken it. */
    void attached() {}

    /** How what it is plugged into stands. */
    void status(PlugState state) {}

    /** The LEDs that are to shine, bits as in LEDS. */
    void leds(int bits) {}

    /** It is to show itself for so many seconds; 0 = no more. */
    void identify(int seconds) {}

    /** Nobody has used the seat for a while, and it is to be dark; or somebody uses it again. */
    void dark(boolean dark) {}

    /** A part of a picture. */
    void picture(int mark, boolean last, ByteBuffer commands) throws ProtocolException {}
}
