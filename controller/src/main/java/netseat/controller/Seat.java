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
    private volatile boolean lossless;
    private final Runnable changed;
    private final List<Adapter> members = new ArrayList<>();
    private final IdleWatch idle;
    private final SeatScreen screen = new SeatScreen(() -> Thread.startVirtualThread(this::drawOverDisplays));
    private final SeatMenu menu;
    private @Nullable VirtualMachine machine;
    private boolean withheld;

    Seat(String name, boolean lossless, Controller controller, Runnable changed) {
        this.idle = new IdleWatch(controller.dueTimes());
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
            adapter.plug(machine);
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
        synchronized (this) {
            members.remove(adapter);
            keyboards = members.stream().anyMatch(KeyboardAdapter.class::isInstance);
        }
        if (adapter instanceof InputAdapter input) {
            input.withhold(false);
        }
        if (adapter instanceof KeyboardAdapter keyboard) {
            keyboard.sitsAt(null);
        }
        if (!keyboards) {
            menu.close(); // nobody could
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
