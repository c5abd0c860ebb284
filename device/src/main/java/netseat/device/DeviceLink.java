package netseat.device;

import java.nio.ByteBuffer;

/** The device's end of a link, over any transport. Sending is safe from any thread and keeps the callers' order. */
public interface DeviceLink extends AutoCloseable {
    /**
     * Numbers and sends whole frames, from position to limit; the buffer may be used again at once. What cannot be sent,
     * because the connection is gone, is dropped.
     */
    void send(ByteBuffer frames);

    /** The sequence number of the frame that was sent last on the present connection. */
    int lastSequence();

    /** Whether the controller says by ADMISSION when peripherals may be attached; else they may right after HELLO. */
    boolean asksAdmission();

    /** Closes in an orderly way and for good. */
    @Override
    void close();

    /** Cuts the connection without a word, as a pulled cable would; a link that reconnects by itself does so then. */
    void cut();
}
