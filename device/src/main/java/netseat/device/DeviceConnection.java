package netseat.device;

import java.nio.ByteBuffer;
import netseat.protocol.DeviceId;
import netseat.protocol.ToDevice;

/**
 * One connection to a controller, from its handshake to its end. One thread calls {@link #read}; any may send. It watches
 * over silence by itself: it asks a controller that says nothing, and gives up one that does not answer.
 */
public interface DeviceConnection extends AutoCloseable {
    /** Who is at the other end. */
    DeviceId controller();

    /**
     * Hands on what the controller sends until the connection ends.
     *
     * @return why it ended, in words
     */
    String read(ToDevice handler);

    /** Numbers and sends whole frames, from position to limit. What cannot be sent any more is dropped. */
    void send(ByteBuffer frames);

    /** The sequence number of the frame that was sent last. */
    int lastSequence();

    /** Ends it at once. */
    @Override
    void close();
}
