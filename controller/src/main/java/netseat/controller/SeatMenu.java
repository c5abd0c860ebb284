package netseat.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.KeyAction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The menu at one seat, by which whoever sits there changes the machine without a browser and without the guest: what its
 * keyboards say while it is open, and what its displays show over their pictures.
 *
 * <p>Its monitor is taken before that of the seat, and that before those of adapters. So an adapter calls it only when it holds
 * no lock. What may wait for a disk is done on a virtual thread.
 */
final class SeatMenu implements DueTimes.Task {
    private static final Logger log = LoggerFactory.getLogger(SeatMenu.class);

    /** It closes by itself when nothing has been pressed for so long. */
    static final long STAYS = TimeUnit.SECONDS.toNanos(30);

    /** What is typed longer after the last character than this begins another word. */
    private static final long WORD = TimeUnit.MILLISECONDS.toNanos(1500);

    private static final int PAGE = 8;

    private final Controller controller;
    private final Seat seat;
    private final DueTimes times;
    private final DoubleTap tap = new DoubleTap();
    private List<VirtualMachine> machines = List.of();
    private int selected;
    private String typed = "";
    private long typedAt;
    private boolean switching;
    private volatile boolean open;
    private volatile long dueAt = DueTimes.NEVER;

    /** The menu of a seat, closed. */
    SeatMenu(Controller controller, Seat seat, DueTimes times) {
        this.controller = controller;
        this.seat = seat;
        this.times = times;
    }

    /** The key that opens it when it is pressed twice, or 0. */
    int hotkey() {
        return controller.menuSettings().hotkey();
    }

    boolean isOpen() {
        return open;
    }

    /** Opens it: from now on no key and no button of the seat reaches the machine. */
    synchronized void open() {
        if (open) {
            return;
        }
        open = true;
        typed = "";
        tap.reset();
        selected = 0;
        machines = controller.machinesFor(seat);
        VirtualMachine at = seat.machine();
        if (at != null && machines.contains(at)) {
            selected = machines.indexOf(at);
        }
        seat.withhold(true);
        dueAt = times.now() + STAYS;
        times.add(this);
        show();
    }

    /**
     * A keyboard of the seat says this while it is open.
     *
     * @param from where the keyboard is
     */
    synchronized void key(int key, KeyAction action, Link from) {
        if (!open) {
            return; // it was closed while this was on its way
        }
        boolean isHotkey = key == hotkey();
        if (action == KeyAction.RELEASE) {
            if (isHotkey) {
                tap.released();
            }
            return;
        }
        long now = times.now();
        dueAt = now + STAYS;
        if (isHotkey) {
            if (action == KeyAction.PRESS && tap.pressed(now)) {
                close();
            }
            return;
        }
        tap.interrupted();
        if (!switching) {
            act(key, now, from);
        }
    }

    private void act(int key, long now, Link from) {
        if (key == MenuKeys.ESCAPE) {
            close();
        } else if (key == MenuKeys.ENTER || key == MenuKeys.KEYPAD_ENTER) {
            choose(from);
        } else if (key == MenuKeys.UP) {
            select((selected + machines.size()) % (machines.size() + 1));
        } else if (key == MenuKeys.DOWN) {
            select((selected + 1) % (machines.size() + 1));
        } else if (key == MenuKeys.HOME) {
            select(0);
        } else if (key == MenuKeys.END) {
            select(machines.size());
        } else if (key == MenuKeys.PAGE_UP) {
            select(Math.max(0, selected - PAGE));
        } else if (key == MenuKeys.PAGE_DOWN) {
            select(Math.min(machines.size(), selected + PAGE));
        } else if (key == MenuKeys.BACKSPACE) {
            typed = typed.isEmpty() ? "" : typed.substring(0, typed.length() - 1);
            show();
        } else {
            char character = controller.menuSettings().words().character(key);
            if (character != 0) {
                type(character, now);
            }
        }
    }

    private void select(int entry) {
        typed = "";
        selected = entry;
        show();
    }

    private void type(char character, long now) {
        String word = now - typedAt > WORD ? "" : typed;
        typedAt = now;
        int found = find(word + character);
        if (found < 0) {
            word = "";
            found = find(String.valueOf(character));
        }
        typed = found < 0 ? "" : word + character;
        selected = found < 0 ? selected : found;
        show();
    }

    /** The entry of this number, or the first that begins so, or of which a word does; -1 when there is none. */
    private int find(String start) {
        if (start.matches("\\d{1,5}") && Integer.parseInt(start) <= machines.size()) {
            int number = Integer.parseInt(start);
            return number == 0 ? machines.size() : number - 1;
        }
        int found = find(
                machine -> title(machine).startsWith(start) || name(machine).startsWith(start));
        if (found < 0) {
            found = find(machine -> title(machine).contains(" " + start));
        }
        boolean unplug = controller
                .menuSettings()
                .words()
                .unplug()
                .toLowerCase(Locale.ROOT)
                .startsWith(start);
        return found < 0 && unplug ? machines.size() : found;
    }

    private int find(Predicate<VirtualMachine> wanted) {
        for (int i = 0; i < machines.size(); i++) {
            if (wanted.test(machines.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static String title(VirtualMachine machine) {
        return machine.spec().title().toLowerCase(Locale.ROOT);
    }

    private static String name(VirtualMachine machine) {
        return machine.name().toLowerCase(Locale.ROOT);
    }

    /** Switches to what is selected, and closes when that is done: until then nothing reaches either machine. */
    private void choose(Link from) {
        VirtualMachine next = selected < machines.size() ? machines.get(selected) : null;
        Plug before = seat.plug();
        if (Objects.equals(before.machine(), next)) {
            close();
            return;
        }
        switching = true;
        Thread.startVirtualThread(() -> {
            try {
                seat.endMenuWithNextPlug();
                Plug after = new Plug(next, 0, before.observe()); // who only watches does so elsewhere too
                controller.plug(seat, after);
                controller.switchedAtSeat(seat, from.address(), before, after);
            } catch (RuntimeException e) {
                log.error("seat {} was not switched", seat.name(), e);
            } finally {
                close();
            }
        });
    }

    /** Closes it: from now on keys reach the machine, but for those that are down. */
    synchronized void close() {
        if (!open) {
            return;
        }
        open = false;
        switching = false;
        dueAt = DueTimes.NEVER;
        times.remove(this);
        seat.screen().menu(null);
        seat.withhold(false);
    }

    /** The machines, or what is plugged into what, may have changed. Whoever says so may hold any lock. */
    void refresh() {
        if (open) {
            Thread.startVirtualThread(this::lookAgain);
        }
    }

    private synchronized void lookAgain() {
        if (open && !switching) {
            VirtualMachine at = selected < machines.size() ? machines.get(selected) : null;
            machines = controller.machinesFor(seat);
            int known = at == null ? machines.size() : machines.indexOf(at);
            selected = known < 0 ? Math.min(selected, machines.size()) : known;
            show();
        }
    }

    private void show() {
        MenuWords words = controller.menuSettings().words();
        Plug plug = seat.plug();
        VirtualMachine at = plug.machine();
        List<MenuPage.Entry> entries = new ArrayList<>();
        for (VirtualMachine machine : machines) {
            entries.add(new MenuPage.Entry(
                    entries.size() + 1, machine.spec().title(), machine.state(), machine.equals(at)));
        }
        entries.add(new MenuPage.Entry(0, words.unplug(), null, at == null));
        seat.screen()
                .menu(new MenuPage(
                        words, seat.name(), controller.name(), plugged(words, plug), entries, selected, typed));
    }

    private static String plugged(MenuWords words, Plug plug) {
        VirtualMachine at = plug.machine();
        return at == null ? words.unplugged() : words.pluggedInto(at.spec().title(), plug.observe());
    }

    @Override
    public long dueAt() {
        return dueAt;
    }

    @Override
    public void run(long now) {
        synchronized (this) {
            if (dueAt != DueTimes.NEVER && dueAt - now <= 0) {
                close();
            }
        }
    }
}
