package netseat.quic;

import java.io.IOException;
import java.util.Optional;
import netseat.device.ControllerAddress;
import netseat.device.DeviceConnection;
import netseat.device.DeviceKey;
import netseat.device.Dialler;
import netseat.device.LinkMaker;
import netseat.device.ReconnectingLink;

/** Links over QUIC, which come back by themselves, and survive a change of the device's address. */
public final class QuicDeviceLink {
    private QuicDeviceLink() {}

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
        return end -> ReconnectingLink.start(new QuicDialler(), key, home, pairingCode, end);
    }

    private record QuicDialler() implements Dialler {
        @Override
        public DeviceConnection dial(ControllerAddress to, DeviceKey key) throws IOException {
            return QuicDial.dial(to, key);
        }

        @Override
        public String protocol() {
            return "udp";
        }
    }
}
