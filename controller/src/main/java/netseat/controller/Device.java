package netseat.controller;

import java.time.Instant;
import netseat.protocol.DeviceId;

/**
 * What the controller knows of one device on the network.
 *
 * @param name for people; empty before it was admitted
 * @param seat what its peripherals join; empty before it was admitted
 * @param lastSeen when its last link was opened or closed
 * @param address from which it came last, without the port; proves nothing
 * @param links how many it has open
 */
public record Device(
        DeviceId id,
        State state,
        String name,
        String seat,
        Instant firstSeen,
        Instant lastSeen,
        String address,
        int links) {
    /** How it stands with this controller. */
    public enum State {
        /** Unknown: it waits for an administrator or shows a pairing code. */
        PENDING,
        /** Its peripherals join its seat. */
        ADMITTED,
        /** Shut out by an administrator. */
        REVOKED
    }
}
