package netseat.device;

import netseat.protocol.ToDevice;

/** What a device makes of its link. Every method is called on one thread at a time. */
public interface DeviceEnd extends ToDevice {
    /** A connection is there; HELLO is to be said on it. A link that reconnects by itself calls this each time. */
    void opened(DeviceLink link);

    /** A controller was looked for and found, and is dialled now. */
    default void found(FoundController controller) {}

    /**
     * The connection is gone, or could not be made.
     *
     * @param why in words for a person
     */
    void closed(String why);
}
