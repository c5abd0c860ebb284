package netseat.e2e;

import java.time.Duration;
import netseat.protocol.DeviceId;
import org.awaitility.Awaitility;

/** Devices with keys of their own before a controller. */
final class Devices {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Devices() {}

    /** Waits until the controller's API says that a device is in this state. */
    static void awaitState(ServerProcess server, DeviceId id, String state) {
        Awaitility.await(state)
                .atMost(SOON)
                .until(() -> server.device(id).path("state").asString("").equals(state));
    }
}
