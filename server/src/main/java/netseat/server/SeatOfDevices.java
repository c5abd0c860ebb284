package netseat.server;

import netseat.controller.Admission;
import netseat.controller.Device;
import netseat.controller.DeviceUnit;
import netseat.protocol.DeviceId;
import org.jspecify.annotations.Nullable;

/** Which seat a device is in, as the door asks it. Any thread. */
final class SeatOfDevices implements Door.SeatOfDevice {
    private final Admission admission;

    SeatOfDevices(Admission admission) {
        this.admission = admission;
    }

    @Override
    public String seat(String device, @Nullable String unit) {
        try {
            DeviceId id = DeviceId.parse(device);
            DeviceUnit asked = unit == null ? DeviceUnit.itself(id) : new DeviceUnit(id, unit);
            return admission.devices().stream()
                    .filter(known -> known.id().equals(asked))
                    .findFirst()
                    .map(Device::seat)
                    .orElse("");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
