package netseat.controller;

import java.time.Instant;
import java.util.Set;
import netseat.protocol.DeviceId;

/**
 * What the controller knows of one device on the network, or of one unit of a device that is a hub.
 *
 * @param name for people; empty before it was admitted
 * @param seat what its peripherals join; empty before it was admitted
 * @param lastSeen when its last link was opened or closed; of a unit, when it was last attached or detached
 * @param address from which it came last, without the port; proves nothing
 * @param mac of the network card that it came from last; empty when it is not known
 * @param demand where it must come from
 * @param links how many it has open; of a unit, how many of its peripherals are attached
 * @param transports over what these run, each once
 */
public record Device(
        DeviceUnit id,
        State state,
        String name,
        String seat,
        Instant firstSeen,
        Instant lastSeen,
        String address,
        String mac,
        Demand demand,
        int links,
        Set<Transport> transports) {
    /** How it stands with this controller. */
    public enum State {
        /** Unknown: it waits for an administrator or shows a pairing code. */
        PENDING,
        /** Its peripherals join its seat. */
        ADMITTED,
        /** Shut out by an administrator. */
        REVOKED
    }

    /** Whether nothing but its network address says who it is: it came over plain TCP. */
    public boolean isUnproved() {
        return id.device().equals(DeviceId.ofAddress(address));
    }
}
