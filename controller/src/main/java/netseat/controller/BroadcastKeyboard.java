package netseat.controller;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        final int head;
        final boolean[] down = new boolean[KeyTable.SIZE];

        Target(VirtualMachine machine, int head) {
            this.machine = machine;
            this.head = head;
        }

        void key(int scanCode, boolean press) {
            int key = KeyTable.number(scanCode);
            if (press || down[key]) {
                down[key] = press;
                machine.keyboard(head).key(scanCode, press);
            }
        }
    }

    /** Of the machines of these plugs, each once: as the first of them says. */
    BroadcastKeyboard(List<Plug> plugs) {
        for (Plug plug : plugs) {
            VirtualMachine machine = plug.machine();
            if (machine != null && targets.stream().noneMatch(target -> target.machine.equals(machine))) {
                targets.add(new Target(machine, plug.head()));
            }
        }
    }

    /** Forgets what is down in a machine that is gone; returns whether it is one of these. */
    boolean forget(VirtualMachine gone) {
        for (Target target : targets) {
            if (target.machine.equals(gone)) {
                Arrays.fill(target.down, false);
                return true;
            }
        }
        return false;
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
