package netseat.controller;

import java.util.Optional;
import java.util.function.Function;
import netseat.hypervisor.VirtualMachine;

/**
 * A {@link Plug} as it is kept: by the machine's name, which may be that of one that is not there at the moment.
 *
 * @param machine empty for nothing
 */
record SavedPlug(String machine, int head, boolean observe) {
    static final SavedPlug NOTHING = new SavedPlug("", 0, false);

    static SavedPlug of(Plug plug) {
        VirtualMachine machine = plug.machine();
        return new SavedPlug(machine == null ? "" : machine.name(), plug.head(), plug.observe());
    }

    /** The plug itself; empty when it is into a machine that is not there. */
    Optional<Plug> resolve(Function<String, Optional<VirtualMachine>> machines) {
        return machine.isEmpty()
                ? Optional.of(new Plug(null, head, observe))
                : machines.apply(machine).map(there -> new Plug(there, head, observe));
    }
}
