package netseat.device;

import java.io.IOException;

/** Makes the connections of one transport. */
public interface Dialler {
    /**
     * Connects and proves who both are.
     *
     * @throws IOException when nobody is there, or it is no controller, or not the one that is trusted; the message is for people
     */
    DeviceConnection dial(ControllerAddress to, DeviceKey key) throws IOException;

    /** What the transport runs over, as a controller that announces itself names it: "tcp" or "udp". */
    default String protocol() {
        return "tcp";
    }
}
