package netseat.controller;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import netseat.hypervisor.LogicalKeyboard;
import netseat.hypervisor.Registration;
import netseat.hypervisor.VirtualMachine;

/**
 * The logical keyboards of several machines as one: each is told of every press and release, and each has a set of its own of
 * what it was told is down. As none of them ever blocks, a slow machine holds up nobody. Guarded by its adapter's lock.
 */
final class BroadcastKeyboard implements LogicalKeyboard {
    private final List<Target> targets = new ArrayList<>();

    private static final class Target {
        final VirtualMachine machine;
        final boolean[] down = new boolean[KeyTable.SIZE];

        Target(VirtualMachine machine) {
            this.machine = machine;
        }

        void key(int scanCode, boolean press) {
            int key = KeyTable.number(scanCode);
            if (press || down[key]) {
                down[key] = press;
                machine.keyboard().key(scanCode, press);
            }
        }
    }

    /** Of these machines, each once. */
    BroadcastKeyboard(List<VirtualMachine> machines) {
        Set<VirtualMachine> each = new LinkedHashSet<>(machines);
        each.forEach(machine -> targets.add(new Target(machine)));
    }

    /** Forgets what is down in a machine that is gone; returns whether it is one of these. */
    boolean forget(VirtualMachine gone) {
        return targets.removeIf(target -> target.machine.equals(gone)) && targets.add(new Target(gone));
    }

    @Override
    public void key(int scanCode, boolean down) {
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).key(scanCode, down);
        }
    }

    @Override
    public int leds() {
        return 0; // those are the machine's that the seat is plugged into
    }

    @Override
    public Registration onLeds(IntConsumer listener) {
        return () -> {};
    }
}
