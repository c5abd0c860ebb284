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
import netseat.hypervisor.VmSpec;
import netseat.state.Database;
import netseat.state.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named sets of plugs, such as "night" and "exam": for each seat in one what it is plugged into, and how, by names. One is
 * applied as a whole or not at all. They may name what is not there yet, or no more. Any thread; what changes something waits for the disk,
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
    private final Catalogue<Map<String, NamedPlug>> catalogue;

    PlugPresets(Database database, Controller controller) {
        this.database = database;
        this.controller = controller;
        this.catalogue = new Catalogue<>("plug preset", MAX, database.read(PlugPresets::load));
    }

    private static Map<String, Map<String, NamedPlug>> load(Transaction in) throws SQLException {
        Map<String, Map<String, NamedPlug>> all = new TreeMap<>();
        in.list("SELECT name FROM plug_presets", row -> row.text("name"))
                .forEach(name -> all.put(name, new LinkedHashMap<>()));
        in.list(
                "SELECT plug_preset, seat, vm, head, observe FROM plug_preset_plugs ORDER BY seat",
                row -> Objects.requireNonNull(all.get(row.text("plug_preset")))
                        .put(row.text("seat"), PlugTable.plug(row)));
        return all;
    }

    /** Every one by its name, a copy. */
    public Map<String, Map<String, NamedPlug>> all() {
        return catalogue.all();
    }

    /** The names of those that are declared: only whoever declares them can change them; a copy. */
    public Set<String> declared() {
        return catalogue.declared();
    }

    /** These are what an operator declared, in place of those before; they take the place of ones that were made. */
    public void declare(Map<String, Map<String, NamedPlug>> presets) {
        catalogue.declare(presets);
        controller.changed();
    }

    /** What every seat is plugged into at this moment, and how. */
    public Map<String, NamedPlug> present() {
        Map<String, NamedPlug> plugs = new TreeMap<>();
        controller.seats().forEach(seat -> plugs.put(seat.name(), NamedPlug.of(seat.plug())));
        return plugs;
    }

    /**
     * Makes or changes one.
     *
     * @param plugs by seat
     * @throws IllegalArgumentException when it cannot be; the message is for people
     */
    public void put(String name, Map<String, NamedPlug> plugs) {
        check(plugs);
        Map<String, NamedPlug> copy = new TreeMap<>(plugs);
        catalogue.put(
                name,
                copy,
                () -> database.write(in -> {
                    remove(in, name);
                    in.update("INSERT INTO plug_presets (name) VALUES (?)", name);
                    for (Map.Entry<String, NamedPlug> plug : copy.entrySet()) {
                        NamedPlug into = plug.getValue();
                        in.update(
                                "INSERT INTO plug_preset_plugs (plug_preset, seat, vm, head, observe)"
                                        + " VALUES (?, ?, nullif(?, ''), ?, ?)",
                                name,
                                plug.getKey(),
                                into.machine(),
                                into.head(),
                                into.observe() ? 1 : 0);
                    }
                }));
        log.info("plug preset {} is {}", name, plugs);
        controller.changed();
    }

    private static void check(Map<String, NamedPlug> plugs) {
        if (plugs.size() > MAX_SEATS) {
            throw new IllegalArgumentException("a plug preset has at most " + MAX_SEATS + " seats");
        }
        plugs.forEach((seat, plug) -> {
            if (!VmSpec.isName(seat) || !(plug.isNothing() || VmSpec.isName(plug.machine()))) {
                throw new IllegalArgumentException(
                        "\"" + seat + "\" into \"" + plug.machine() + "\": one of these is no name");
            }
        });
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
        boolean removed = catalogue.remove(name, () -> database.write(in -> remove(in, name)));
        if (removed) {
            log.info("plug preset {} is removed", name);
            controller.changed();
        }
        return removed;
    }

    /**
     * Plugs every seat of one as it says, in one transaction.
     *
     * @return false when there is none of this name
     * @throws IllegalArgumentException when something that it names is not there: then nothing is replugged; the message, for
     *     people, names all of it
     */
    public boolean apply(String name) {
        Optional<Map<String, NamedPlug>> plugs = catalogue.find(name);
        if (plugs.isEmpty()) {
            return false;
        }
        Map<Seat, Plug> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        plugs.get().forEach((seatName, named) -> {
            Optional<Seat> seat = controller.seat(seatName);
            Optional<Plug> plug = named.resolve(controller::machine);
            if (seat.isEmpty()) {
                missing.add("seat " + seatName);
            }
            if (plug.isEmpty()) {
                missing.add("VM " + named.machine());
            } else if (!plug.get().hasHead()) {
                missing.add("head " + named.head() + " of VM " + named.machine());
            }
            seat.ifPresent(there -> plug.ifPresent(into -> found.put(there, into)));
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
