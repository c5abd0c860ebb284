package netseat.controller;

import java.util.Optional;
import java.util.function.Function;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VmSpec;

/**
 * A {@link Plug} as it is kept: by the machine's name, which may be that of one that is not there at the moment.
 *
 * @param machine empty for nothing
 * @param head as in a {@link Plug}
 * @param observe likewise
 */
public record NamedPlug(String machine, int head, boolean observe) {
    /** Into nothing. */
    public static final NamedPlug NOTHING = new NamedPlug("", 0, false);

    /** Checks the head's bounds; the message is for people. */
    public NamedPlug {
        if (head < 0 || head > VmSpec.Heads.MOST) {
            throw new IllegalArgumentException("head must be 1 to " + VmSpec.Heads.MOST + ", not " + head);
        }
    }

    /** The usual way into the machine of this name; empty for into nothing. */
    public static NamedPlug into(String machine) {
        return new NamedPlug(machine, 0, false);
    }

    /** What something is plugged into at this moment, and how. */
    public static NamedPlug of(Plug plug) {
        VirtualMachine machine = plug.machine();
        return new NamedPlug(machine == null ? "" : machine.name(), plug.head(), plug.observe());
    }

    /** Whether it is into nothing. */
    public boolean isNothing() {
        return machine.isEmpty();
    }

    /** Whether it says no more than which machine. */
    public boolean isUsual() {
        return head == 0 && !observe;
    }

    /** The plug itself; empty when it is into a machine that is not there. */
    Optional<Plug> resolve(Function<String, Optional<VirtualMachine>> machines) {
        return isNothing()
                ? Optional.of(new Plug(null, head, observe))
                : machines.apply(machine).map(there -> new Plug(there, head, observe));
    }
}
