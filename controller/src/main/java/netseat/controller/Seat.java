package netseat.controller;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
    private volatile boolean lossless;
    private final Runnable changed;
    private final List<Adapter> members = new ArrayList<>();
    private final IdleWatch idle;
    private final SeatScreen screen = new SeatScreen(() -> Thread.startVirtualThread(this::drawOverDisplays));
    private final SeatMenu menu;
    private final Controller controller;
    private Plug plug = Plug.NOTHING;
    private List<VirtualMachine> broadcast = List.of();
    private boolean withheld;

    Seat(String name, boolean lossless, Controller controller, Runnable changed) {
        this.idle = new IdleWatch(controller.dueTimes());
        this.controller = controller;
        this.menu = new SeatMenu(controller, this, controller.dueTimes());
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

    /** Shows nothing but exact pixels, or not, to the displays that join from now on. */
    void useLossless(boolean wanted) {
        lossless = wanted;
    }

    /** The machine that the seat is plugged into. */
    public synchronized @Nullable VirtualMachine machine() {
        return plug.machine();
    }

    /** What the seat is plugged into, and how. */
    public synchronized Plug plug() {
        return plug;
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

    /** Plugs every peripheral into something else, but for those of devices that have a plug of their own. */
    void plug(Plug next) {
        synchronized (this) {
            plug = next;
            for (Adapter adapter : members) {
                adapter.plug(plugFor(adapter));
            }
        }
        showBroadcast();
        changed.run();
    }

    private Plug plugFor(Adapter adapter) {
        return controller.ownPlug(adapter).orElse(plug);
    }

    /** A device has a plug of its own from now on, or none any more. */
    void replug(DeviceUnit device) {
        boolean any = false;
        synchronized (this) {
            for (Adapter adapter : members) {
                if (device.equals(adapter.owner())) {
                    adapter.plug(plugFor(adapter));
                    any = true;
                }
            }
        }
        if (any) {
            changed.run();
        }
    }

    /** The machines into which its keyboards type besides the one that it is plugged into; usually none. */
    public synchronized List<VirtualMachine> broadcast() {
        return broadcast;
    }

    /**
     * Lets its keyboards type into these machines as well, until the last of its peripherals goes; with none, only into the one
     * that it is plugged into. All its displays say so all the while. What is held is released everywhere.
     *
     * @return false when nobody sits here, so that it has ended before it began
     */
    public boolean broadcastTo(List<VirtualMachine> machines) {
        synchronized (this) {
            if (members.isEmpty() && !machines.isEmpty()) {
                return false;
            }
            broadcast = List.copyOf(machines);
            keyboards().forEach(keyboard -> keyboard.broadcastTo(broadcast));
        }
        showBroadcast();
        changed.run();
        return true;
    }

    /** A machine is removed: its keyboards do not type into it any more. */
    void removed(VirtualMachine machine) {
        List<VirtualMachine> left = new ArrayList<>(broadcast());
        if (left.remove(machine)) {
            broadcastTo(left);
        }
    }

    private List<KeyboardAdapter> keyboards() {
        return members.stream()
                .filter(KeyboardAdapter.class::isInstance)
                .map(KeyboardAdapter.class::cast)
                .toList();
    }

    private void showBroadcast() {
        Set<String> titles = new LinkedHashSet<>();
        synchronized (this) {
            if (!broadcast.isEmpty()) {
                VirtualMachine own = plug.machine();
                if (own != null && !plug.observe()) {
                    titles.add(own.spec().title());
                }
                broadcast.forEach(machine -> titles.add(machine.spec().title()));
            }
            screen.banner(
                    titles.isEmpty() ? "" : controller.menuSettings().words().broadcast(List.copyOf(titles)));
        }
    }

    /** Its menu. */
    SeatMenu menu() {
        return menu;
    }

    /** Whether its menu is open. */
    public boolean isMenuOpen() {
        return menu.isOpen();
    }

    /** What is drawn over its displays' pictures. */
    SeatScreen screen() {
        return screen;
    }

    private @Nullable SeatScreen overlay() {
        return screen.content().isNothing() ? null : screen;
    }

    /** Its displays show what is to be drawn over them, or nothing of the kind: on a virtual thread, as it takes a while. */
    private synchronized void drawOverDisplays() {
        for (Adapter adapter : members) {
            if (adapter instanceof DisplayAdapter display) {
                display.drawOver(overlay());
            }
        }
    }

    /** What its devices say is for its menu from now on, or for the machine. */
    void withhold(boolean now) {
        synchronized (this) {
            withheld = now;
            for (Adapter adapter : members) {
                if (adapter instanceof InputAdapter input) {
                    input.withhold(now);
                }
            }
        }
        changed.run();
    }

    /** The menu is to go with the old machine's picture, and the new one's begins without it. */
    synchronized void endMenuWithNextPlug() {
        for (Adapter adapter : members) {
            if (adapter instanceof DisplayAdapter display
                    && screen.content().banner().isEmpty()) {
                display.drawOverNext(null);
            }
        }
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
            prepare(adapter);
            adapter.plug(plugFor(adapter));
        }
        if (adapter instanceof DisplayAdapter display) {
            idle.add(display);
        }
        changed.run();
    }

    private void prepare(Adapter adapter) {
        switch (adapter) {
            case DisplayAdapter display -> display.drawOverNext(overlay());
            case InputAdapter input -> {
                input.withhold(withheld);
                if (input instanceof KeyboardAdapter keyboard) {
                    keyboard.sitsAt(menu);
                    keyboard.broadcastTo(broadcast);
                }
            }
        }
    }

    /** One of its keyboards or pointers was used, at this moment of the controller's clock. */
    void inputTaken(long now) {
        idle.inputTaken(now);
    }

    void leave(Adapter adapter) {
        if (adapter instanceof DisplayAdapter display) {
            idle.remove(display);
        }
        boolean keyboards;
        boolean empty;
        synchronized (this) {
            members.remove(adapter);
            keyboards = !keyboards().isEmpty();
            empty = members.isEmpty() && !broadcast.isEmpty();
        }
        if (adapter instanceof InputAdapter input) {
            input.withhold(false);
        }
        if (adapter instanceof KeyboardAdapter keyboard) {
            keyboard.sitsAt(null);
            keyboard.broadcastTo(List.of());
        }
        if (!keyboards) {
            menu.close(); // nobody could
        }
        if (empty) {
            broadcastTo(List.of()); // whoever sits down next is to know what they type into
        }
        changed.run();
    }

    /** A machine started, stopped or failed. */
    synchronized void machineChanged(VirtualMachine which) {
        for (Adapter adapter : members) {
            if (adapter instanceof KeyboardAdapter keyboard && !Adapter.isOn(which.state())) {
                keyboard.ended(which);
            }
            if (which.equals(adapter.machine())) {
                adapter.machineChanged();
            }
        }
    }
}
