package netseat.controller;

import netseat.hypervisor.LogicalDisplay;
import netseat.hypervisor.VirtualMachine;
import org.jspecify.annotations.Nullable;

/**
 * What a seat or a device is plugged into, and how.
 *
 * @param machine null for nothing
 * @param head which of its heads displays show and pointers point at, and whose keyboard and pointer are driven where each head
 *     has its own, from 1; 0 for the one that each display asks for, and the first one for all else
 * @param observe whether displays show the machine while nothing that is typed, pointed or touched reaches it
 */
public record Plug(@Nullable VirtualMachine machine, int head, boolean observe) {
    /** Into nothing. */
    public static final Plug NOTHING = new Plug(null, 0, false);

    /** The usual way into a machine; null for into nothing. */
    public static Plug into(@Nullable VirtualMachine machine) {
        return new Plug(machine, 0, false);
    }

    /** Whether the machine has the head that it is plugged into. */
    public boolean hasHead() {
        return machine == null || head <= machine.heads().size();
    }

    /** The machine's head that a pointer points at. */
    static LogicalDisplay pointedAt(VirtualMachine machine, int head) {
        return machine.heads().get(head < 1 || head > machine.heads().size() ? 0 : head - 1);
    }

    /** For a log. */
    String words() {
        return (machine == null ? "nothing" : machine.name())
                + (head == 0 ? "" : " head " + head)
                + (observe ? ", only watching" : "");
    }
}
