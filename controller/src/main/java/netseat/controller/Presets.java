package netseat.controller;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import netseat.hypervisor.VmSpec;
import netseat.protocol.DeviceId;
import netseat.state.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The presets that administrators made, and whose they are. A device has its own, if it has one, else its seat's; one preset
 * counts whole. A change reaches what is attached at once, without a word to the link. Any thread; what changes something
 * waits for the disk, and so is not for an event loop.
 */
public final class Presets {
    /** The most presets. */
    static final int MAX = 256;

    private static final Logger log = LoggerFactory.getLogger(Presets.class);

    /** Whose peripheral an adapter is for. */
    private record Owner(@Nullable DeviceId device, String seat) {}

    private final PresetTable table;
    private final Runnable changed;

    private final Catalogue<Preset> catalogue;

    // Guarded by this.
    private final Map<String, String> devices;
    private final Map<String, String> seats;
    private final Map<String, String> seatsAtFirst = new HashMap<>();
    private final Map<Adapter, Owner> attached = new LinkedHashMap<>();

    /**
     * The presets that the database knows.
     *
     * @param changed called after each change, on any thread, without a lock
     */
    Presets(Database database, Runnable changed) {
        this.table = new PresetTable(database);
        this.changed = changed;
        PresetTable.Content content = table.load();
        catalogue = new Catalogue<>("preset", MAX, content.presets());
        devices = content.devices();
        seats = content.seats();
    }

    /** Whether a preset may be called so. */
    public static boolean isName(String name) {
        return VmSpec.isName(name);
    }

    /** Every preset by its name, a copy. */
    public Map<String, Preset> all() {
        return catalogue.all();
    }

    /** The names of those that are declared: only whoever declares them can change them; a copy. */
    public Set<String> declared() {
        return catalogue.declared();
    }

    /** A preset by its name. */
    public Optional<Preset> find(String name) {
        return catalogue.find(name);
    }

    /** These are what an operator declared, in place of those before; they take the place of ones that were made. */
    public void declare(Map<String, Preset> presets) {
        catalogue.declare(presets);
        applyAll();
    }

    /** A seat has this preset, or none, unless another one, or none, was chosen for it later. */
    public void declareFor(String seat, @Nullable String name) {
        synchronized (this) {
            if (Objects.equals(name, seatsAtFirst.get(seat))) {
                return;
            }
            if (name == null) {
                seatsAtFirst.remove(seat);
            } else {
                seatsAtFirst.put(seat, name);
            }
            apply();
        }
        changed.run();
    }

    /** Forgets what was chosen for a seat that is to be removed; the caller has removed it from the database. */
    synchronized void forgetSeat(String seat) {
        seats.remove(seat);
    }

    /**
     * Makes or changes a preset.
     *
     * @throws IllegalArgumentException when it cannot be; the message is for people
     */
    public void put(String name, Preset preset) {
        catalogue.put(name, preset, () -> table.put(name, preset));
        log.info("preset {} is {}", name, PresetFields.write(preset));
        applyAll();
    }

    /**
     * Removes a preset that nobody has.
     *
     * @return false when there is none of this name
     * @throws IllegalArgumentException when it is declared or in use; the message is for people
     */
    public boolean remove(String name) {
        boolean removed = catalogue.remove(name, () -> {
            refuseUsed(name);
            table.remove(name);
        });
        if (removed) {
            log.info("preset {} is removed", name);
            changed.run();
        }
        return removed;
    }

    private synchronized void refuseUsed(String name) {
        List<String> users = users(name);
        if (!users.isEmpty()) {
            throw new IllegalArgumentException("preset " + name + " is in use by " + String.join(", ", users)
                    + "; give them another or none first");
        }
    }

    private List<String> users(String name) {
        List<String> users = new ArrayList<>();
        devices.forEach((device, preset) -> addIf(users, preset.equals(name), "device " + device));
        Set<String> known = new HashSet<>(seats.keySet());
        known.addAll(seatsAtFirst.keySet());
        known.forEach(seat -> addIf(users, nameFor(seat).equals(name), "seat " + seat));
        return users;
    }

    private static void addIf(List<String> list, boolean really, String what) {
        if (really) {
            list.add(what);
        }
    }

    /** Gives a device a preset, or none; returns false when there is no preset of this name. */
    public boolean give(DeviceId device, @Nullable String name) {
        return give(PresetTable.Owner.DEVICE, device.toString(), name, name);
    }

    /** Gives a seat's peripherals a preset, or none, whatever is declared; returns false when there is no preset of this name. */
    public boolean give(Seat seat, @Nullable String name) {
        return give(PresetTable.Owner.SEAT, seat.name(), name, name == null ? "" : name);
    }

    private boolean give(PresetTable.Owner kind, String owner, @Nullable String name, @Nullable String remembered) {
        boolean given = catalogue.unchanged(() -> {
            if (name != null && find(name).isEmpty()) {
                return false;
            }
            table.give(kind, owner, remembered);
            remember(kind, owner, remembered);
            return true;
        });
        if (given) {
            log.info("{} has preset {}", owner, name == null ? "none" : name);
            changed.run();
        }
        return given;
    }

    private synchronized void remember(PresetTable.Owner kind, String owner, @Nullable String preset) {
        Map<String, String> owners = kind == PresetTable.Owner.DEVICE ? devices : seats;
        if (preset == null) {
            owners.remove(owner);
        } else {
            owners.put(owner, preset);
        }
        apply();
    }

    /** The name of a device's own preset; empty when it has none. */
    public synchronized String nameFor(DeviceId device) {
        return devices.getOrDefault(device.toString(), "");
    }

    /** The name of a seat's preset; empty when it has none. */
    public synchronized String nameFor(String seat) {
        return seats.getOrDefault(seat, seatsAtFirst.getOrDefault(seat, ""));
    }

    /** The name of the preset that counts for a peripheral that is attached; empty when it has none. */
    public synchronized String nameFor(Adapter adapter) {
        Owner owner = attached.get(adapter);
        return owner == null ? "" : nameFor(owner);
    }

    /** The device whose peripheral an adapter is for; empty for a page's, and for what is not attached. */
    public synchronized Optional<DeviceId> deviceOf(Adapter adapter) {
        return Optional.ofNullable(attached.get(adapter)).map(Owner::device);
    }

    private String nameFor(Owner owner) {
        String own = owner.device == null ? "" : nameFor(owner.device);
        return own.isEmpty() ? nameFor(owner.seat) : own;
    }

    /**
     * A peripheral is attached: it gets its preset now, and whatever becomes of that until it goes.
     *
     * @param device whose it is; null for a page's
     */
    synchronized void attached(Adapter adapter, @Nullable DeviceId device, String seat) {
        Owner owner = new Owner(device, seat);
        attached.put(adapter, owner);
        adapter.use(presetFor(owner));
    }

    /** A peripheral is gone. */
    synchronized void detached(Adapter adapter) {
        attached.remove(adapter);
    }

    private Preset presetFor(Owner owner) {
        return find(nameFor(owner)).orElse(Preset.PLAIN); // one that was declared once may be declared again
    }

    private void applyAll() {
        synchronized (this) {
            apply();
        }
        changed.run();
    }

    private void apply() {
        attached.forEach((adapter, owner) -> adapter.use(presetFor(owner)));
    }
}
