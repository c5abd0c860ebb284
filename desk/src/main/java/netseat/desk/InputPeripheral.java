package netseat.desk;

import java.nio.ByteBuffer;
import netseat.linux.InputDevice;
import netseat.linux.InputSink;
import netseat.linux.LinuxException;
import netseat.protocol.Attachment;

/**
 * Makes frames of what one input device says. As an {@link InputSink} and with the methods that take the device it is the
 * input thread's; what the controller wants is left where that thread finds it.
 */
abstract class InputPeripheral extends Peripheral implements InputSink {
    private static final int ROOM = 96;

    private final Peripherals peripherals;
    private final Runnable wakeUp;
    private final ByteBuffer frames = ByteBuffer.allocate(ROOM);
    private final Blinking blinking = new Blinking();

    /** @param wakeUp wakes the input thread up */
    InputPeripheral(Attachment attachment, Peripherals peripherals, Runnable wakeUp) {
        super(attachment);
        this.peripherals = peripherals;
        this.wakeUp = wakeUp;
    }

    /** Room for a few frames, to be handed to {@link #send}. */
    final ByteBuffer frames() {
        return frames.clear();
    }

    /** Sends what has been written into {@link #frames}. */
    final void send() {
        peripherals.send(frames.flip());
    }

    final void wakeUp() {
        wakeUp.run();
    }

    final Blinking blinking() {
        return blinking;
    }

    @Override
    void identify(int seconds) {
        blinking.start(seconds, System.nanoTime());
        wakeUp();
    }

    /** Events were lost: asks the device what is held now, and says what has been released or pressed meanwhile. */
    abstract void resynchronize(InputDevice device) throws LinuxException;

    /** Does what the controller asked for since the last time. */
    void serve(InputDevice device, long nanos) {}
}
