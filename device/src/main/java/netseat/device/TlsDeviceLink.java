package netseat.device;

import java.util.Optional;

/** Links over TLS over TCP, which come back by themselves. */
public final class TlsDeviceLink {
    private TlsDeviceLink() {}

    /** The way to a controller, for a device that is admitted or waits until it is. */
    public static LinkMaker to(DeviceKey key, ControllerAddress home) {
        return to(key, home, Optional.empty());
    }

    /**
     * The way to a controller.
     *
     * @param pairingCode is shown once if the device is not admitted yet
     */
    public static LinkMaker to(DeviceKey key, ControllerAddress home, Optional<String> pairingCode) {
        return end -> ReconnectingLink.start(TlsConnection::dial, key, home, pairingCode, end);
    }
}
