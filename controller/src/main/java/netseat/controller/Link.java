package netseat.controller;

import java.nio.ByteBuffer;
import netseat.protocol.ByeReason;

/**
 * One network connection, as the controller sees it; a transport implements it. Every method may be called from any
 * thread and never blocks.
 */
public interface Link {
    /** Sends whole frames, from position to limit. They are copied and numbered before the call returns. */
    void send(ByteBuffer frames);

    /**
     * Sends a part of a picture, one frame.
     *
     * @param prefix the frame up to its drawing commands, from position to limit; copied and numbered before the call
     *     returns
     * @param commands the rest of the frame; it may be sent to others as well and is never changed
     * @param readNanos {@link System#nanoTime()} when the picture's pixels were read from the hypervisor, to measure
     *     the stage; 0 when it is not the last part
     */
    void sendPicture(ByteBuffer prefix, byte[] commands, long readNanos);

    /** Says goodbye and closes. */
    void close(ByeReason reason, String text);

    /** Runs a task on the thread that calls the link's session, soon; when the link is gone it may be left out. */
    void execute(Runnable task);

    /** Over what it runs. */
    Transport transport();

    /** The network address that the link came from when it was opened, without a port. */
    String address();

    /** The MAC of the network card that the link comes from, as 52:54:00:12:34:56; empty when it is not known. */
    default String mac() {
        return "";
    }

    /** Where the device is now, for people: its address and port. */
    String remote();
}
