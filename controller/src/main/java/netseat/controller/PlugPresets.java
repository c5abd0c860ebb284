package netseat.controller;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VmSpec;
import netseat.state.Database;
import netseat.state.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named sets of plugs, such as "night" and "exam": for each seat in one a machine, or nothing, by their names. One is applied as
 * a whole or not at all. They may name what is not there yet, or no more. Any thread; what changes something waits for the disk,
 * and so is not for an event loop.
 */
public final class PlugPresets {
    /** The most that are made. */
    static final int MAX = 256;

    /** The most seats in one. */
    static final int MAX_SEATS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(PlugPresets.class);

    private final Database database;
    private final Controller controller;
    private final ReentrantLock changing = new ReentrantLock();

    // Guarded by this.
    private final Map<String, Map<String, Optional<String>>> made = new TreeMap<>();
    private final Map<String, Map<String, Optional<String>>> declared = new TreeMap<>();

    PlugPresets(Database database, Controller controller) {
        this.database = database;
        this.controller = controller;
        made.putAll(database.read(PlugPresets::load));
    }

    private static Map<String, Map<String, Optional<String>>> load(Transaction in) throws SQLException {
        Map<String, Map<String, Optional<String>>> all = new TreeMap<>();
        in.list("SELECT name FROM plug_presets", row -> row.text("name"))
                .forEach(name -> all.put(name, new LinkedHashMap<>()));
        in.list(
                "SELECT plug_preset, seat, vm FROM plug_preset_plugs ORDER BY seat",
                row -> Objects.requireNonNull(all.get(row.text("plug_preset")))
                        .put(row.text("seat"), row.optionalText("vm")));
        return all;
    }

    /** Every one by its name, a copy. */
    public synchronized Map<String, Map<String, Optional<String>>> all() {
        Map<String, Map<String, Optional<String>>> all = new TreeMap<>(made);
        all.putAll(declared);
        return all;
    }

    /** The names of those that are declared: only whoever declares them can change them; a copy. */
    public synchronized Set<String> declared() {
        return Set.copyOf(declared.keySet());
    }

    /** These are what an operator declared, in place of those before; they take the place of ones that were made. */
    public void declare(Map<String, Map<String, Optional<String>>> presets) {
        synchronized (this) {
            declared.clear();
            declared.putAll(presets);
        }
        controller.changed();
    }

    /**
     * Makes or changes one.
     *
     * @param plugs by seat; empty for one that is to be plugged into nothing
     * @throws IllegalArgumentException when it cannot be; the message is for people
     */
    public void put(String name, Map<String, Optional<String>> plugs) {
        changing.lock();
        try {
            synchronized (this) {
                check(name, plugs);
            }
            Map<String, Optional<String>> copy = new TreeMap<>(plugs);
            database.write(in -> {
                remove(in, name);
                in.update("INSERT INTO plug_presets (name) VALUES (?)", name);
                for (Map.Entry<String, Optional<String>> plug : copy.entrySet()) {
                    in.update(
                            "INSERT INTO plug_preset_plugs (plug_preset, seat, vm) VALUES (?, ?, ?)",
                            name,
                            plug.getKey(),
                            plug.getValue().orElse(null));
                }
            });
            synchronized (this) {
                made.put(name, copy);
            }
        } finally {
            changing.unlock();
        }
        log.info("plug preset {} is {}", name, plugs);
        controller.changed();
    }

    private void check(String name, Map<String, Optional<String>> plugs) {
        if (!VmSpec.isName(name)) {
            throw new IllegalArgumentException("a plug preset's name is like a VM's: letters, digits, '-' and '_'");
        }
        refuseDeclared(name);
        if (!made.containsKey(name) && made.size() >= MAX) {
            throw new IllegalArgumentException("there are " + MAX + " plug presets already");
        }
        if (plugs.size() > MAX_SEATS) {
            throw new IllegalArgumentException("a plug preset has at most " + MAX_SEATS + " seats");
        }
        plugs.forEach((seat, vm) -> {
            if (!VmSpec.isName(seat) || !vm.map(VmSpec::isName).orElse(true)) {
                throw new IllegalArgumentException("\"" + seat + "\" into " + vm + ": one of these is no name");
            }
        });
    }

    private void refuseDeclared(String name) {
        if (declared.containsKey(name)) {
            throw new IllegalArgumentException(
                    "plug preset " + name + " is declared in the controller's configuration; change it there");
        }
    }

    private static void remove(Transaction in, String name) throws SQLException {
        in.update("DELETE FROM plug_presets WHERE name = ?", name);
    }

    /**
     * Removes one.
     *
     * @return false when there is none of this name
     * @throws IllegalArgumentException when it is declared; the message is for people
     */
    public boolean remove(String name) {
        changing.lock();
        try {
            synchronized (this) {
                refuseDeclared(name);
                if (!made.containsKey(name)) {
                    return false;
                }
            }
            database.write(in -> remove(in, name));
            synchronized (this) {
                made.remove(name);
            }
        } finally {
            changing.unlock();
        }
        log.info("plug preset {} is removed", name);
        controller.changed();
        return true;
    }

    /**
     * Plugs every seat of one as it says, in one transaction.
     *
     * @return false when there is none of this name
     * @throws IllegalArgumentException when something that it names is not there: then nothing is replugged; the message, for
     *     people, names all of it
     */
    public boolean apply(String name) {
        Map<String, Optional<String>> plugs = all().get(name);
        if (plugs == null) {
            return false;
        }
        Map<Seat, Optional<VirtualMachine>> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        plugs.forEach((seatName, machineName) -> {
            Optional<Seat> seat = controller.seat(seatName);
            Optional<VirtualMachine> machine = machineName.flatMap(controller::machine);
            if (seat.isEmpty()) {
                missing.add("seat " + seatName);
            }
            if (machineName.isPresent() && machine.isEmpty()) {
                missing.add("VM " + machineName.get());
            }
            seat.ifPresent(there -> found.put(there, machine));
        });
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "plug preset " + name + " is not applied, and nothing is replugged: there is no "
                            + String.join(", no ", missing.stream().distinct().toList()));
        }
        controller.plugAll(found);
        log.info("plug preset {} is applied", name);
        return true;
    }
}
