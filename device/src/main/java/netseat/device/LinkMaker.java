package netseat.device;

import java.io.IOException;

/** The way to one controller, over one transport. */
public interface LinkMaker {
    /**
     * Opens a link; {@link DeviceEnd#opened} has been called when this returns, unless the link reconnects by itself.
     *
     * @throws IOException when the controller is not there or refuses, if the link does not reconnect by itself
     */
    DeviceLink open(DeviceEnd end) throws IOException;
}
