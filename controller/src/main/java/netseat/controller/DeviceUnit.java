package netseat.controller;

import netseat.protocol.DeviceId;

/**
 * What can be admitted: a device, or one of the units of a device that is a hub.
 *
 * @param unit the name that the hub tells its unit by; empty for the device itself
 */
public record DeviceUnit(DeviceId device, String unit) {
    /** The device itself. */
    public static DeviceUnit itself(DeviceId device) {
        return new DeviceUnit(device, "");
    }

    /** Whether it is one of a hub's units. */
    public boolean isUnit() {
        return !unit.isEmpty();
    }

    @Override
    public String toString() {
        return isUnit() ? device + " unit \"" + unit + '"' : device.toString();
    }
}
