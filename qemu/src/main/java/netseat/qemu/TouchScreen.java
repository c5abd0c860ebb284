package netseat.qemu;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import netseat.hypervisor.VmSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugs a touch screen into a machine whose declaration has one, if its QEMU knows it (from 8.1 on). That is done by QMP before
 * the guest begins, and not on the command line, which an older QEMU would refuse as a whole.
 */
final class TouchScreen {
    private static final Logger LOG = LoggerFactory.getLogger(TouchScreen.class);

    private static final String DRIVER = "virtio-multitouch-pci";
    private static final String ID = "touch";

    private TouchScreen() {}

    /**
     * Plugs it in, or finds out whether that was done.
     *
     * @param how only into a machine of our own, whose guest has not begun, anything is plugged
     * @return whether the guest has one
     */
    static boolean plug(VmSpec spec, QmpConnection qmp, QemuSession.How how, Duration within) throws IOException {
        if (spec.pointer() != VmSpec.PointerKind.TOUCH) {
            return false;
        }
        try {
            if (how == QemuSession.How.STARTED) {
                qmp.call("device_add", Map.of("driver", DRIVER, "id", ID), within);
            } else {
                qmp.call("qom-list", Map.of("path", "/machine/peripheral/" + ID), within);
            }
            return true;
        } catch (QmpException e) {
            LOG.info("{}: no touch screen, so fingers move the pointer: {}", spec.name(), e.getMessage());
            return false;
        }
    }
}
