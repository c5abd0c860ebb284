package netseat.controller;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.PeripheralClass;
import org.jspecify.annotations.Nullable;

/**
 * A named set of peripherals that one person uses. What joins it is plugged into the machine that the seat is plugged
 * into. Any thread.
 */
public final class Seat {
    private final String name;
    private final boolean lossless;
    private final Runnable changed;
    private final List<Adapter> members = new ArrayList<>();
    private final IdleWatch idle;
    private @Nullable VirtualMachine machine;

    Seat(String name, boolean lossless, DueTimes times, Runnable changed) {
        this.idle = new IdleWatch(times);
        this.name = name;
        this.lossless = lossless;
        this.changed = changed;
    }

    public String name() {
        return name;
    }

    /** Whether its displays are never shown anything but exact pixels. */
    boolean isLossless() {
        return lossless;
    }

    /** The machine that the seat is plugged into. */
    public synchronized @Nullable VirtualMachine machine() {
        return machine;
    }

    /** The adapters of the peripherals that are here now, a copy. */
    public synchronized List<Adapter> members() {
        return List.copyOf(members);
    }

    /** How many links the peripherals come on. */
    public synchronized int links() {
        Set<Link> links = new HashSet<>();
        members.forEach(adapter -> links.add(adapter.link()));
        return links.size();
    }

    /** Plugs every peripheral into a machine; null unplugs. */
    void plug(@Nullable VirtualMachine next) {
        synchronized (this) {
            machine = next;
            members.forEach(adapter -> adapter.plug(next));
        }
        changed.run();
    }

    /** A name that no other peripheral here has: "a/keyboard", "a/keyboard 2". */
    synchronized String nameFor(PeripheralClass peripheralClass) {
        String kind = switch (peripheralClass) {
            case KEYBOARD -> "keyboard";
            case POINTER -> "pointer";
            case DISPLAY -> "display";
            case TOUCH -> "touch";
        };
        Set<String> taken = new HashSet<>();
        members.forEach(adapter -> taken.add(adapter.name()));
        String candidate = name + "/" + kind;
        for (int i = 2; taken.contains(candidate); i++) {
            candidate = name + "/" + kind + " " + i;
        }
        return candidate;
    }

    void join(Adapter adapter) {
        synchronized (this) {
            members.add(adapter);
            adapter.plug(machine);
        }
        if (adapter instanceof DisplayAdapter display) {
            idle.add(display);
        }
        changed.run();
    }

    /** One of its keyboards or pointers was used, at this moment of the controller's clock. */
    void inputTaken(long now) {
        idle.inputTaken(now);
    }

    void leave(Adapter adapter) {
        if (adapter instanceof DisplayAdapter display) {
            idle.remove(display);
        }
        synchronized (this) {
            members.remove(adapter);
        }
        changed.run();
    }

    /** A machine started, stopped or failed. */
    synchronized void machineChanged(VirtualMachine which) {
        if (which.equals(machine)) {
            members.forEach(Adapter::machineChanged);
        }
    }
}
