package netseat.device;

import netseat.protocol.DeviceId;

/**
 * A controller that says on the local network that it is there. Nothing of it is proved before it is dialled.
 *
 * @param name for people
 * @param address where it listens for devices
 * @param id who it says it is
 */
public record FoundController(String name, ControllerAddress address, DeviceId id) {
    @Override
    public String toString() {
        return name + " (" + id.brief() + ") at " + address.host() + ":" + address.port();
    }
}
