package netseat.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import netseat.configuration.Declaration;
import netseat.configuration.DeclarationException;
import netseat.configuration.DeclarationFile;
import netseat.controller.Controller;
import netseat.controller.MenuSettings;
import netseat.controller.Seat;
import netseat.hypervisor.Hypervisor;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import netseat.hypervisor.VmSpec;
import netseat.state.Database;
import netseat.state.DatabaseException;
import netseat.state.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The machines and seats that there are to be: what an operator declared, and what was made at run time and is not declared as
 * well. One change at a time, on worker threads, as everything here waits for the disk.
 */
final class Inventory implements Reloadable {
    private static final Logger log = LoggerFactory.getLogger(Inventory.class);
    private static final int MOST_SEATS = 10_000;
    private static final int MOST_MACHINES = 1_000;

    private final Hypervisor hypervisor;
    private final ForeignMachines foreign;
    private final Controller controller;
    private final MadeTable made;

    /** Read without the lock. */
    private volatile Declaration declared = Declaration.empty();

    // Guarded by this.
    private final Map<String, Declaration.Machine> machines = new LinkedHashMap<>();
    private final Set<String> seats = new LinkedHashSet<>();

    /** One that has nothing yet. */
    Inventory(Hypervisor hypervisor, ForeignMachines foreign, Controller controller, Database database) {
        this.hypervisor = hypervisor;
        this.foreign = foreign;
        this.controller = controller;
        this.made = new MadeTable(database);
    }

    /**
     * Makes known what is declared or was made, and takes back machines that still run and are neither; nothing is started.
     *
     * @throws VirtualMachineException when a declared machine cannot be; the message says what to do
     */
    synchronized void begin(Declaration declaration) throws VirtualMachineException {
        declared = declaration;
        for (Declaration.Machine machine : declaration.machines().values()) {
            define(machine);
        }
        declaration.libvirts().forEach(foreign::follow);
        madeMachines().values().forEach(this::defineMade);
        hypervisor.takeBack().forEach(controller::add);
        controller.presets().declare(declaration.presets());
        controller.plugPresets().declare(declaration.plugPresets());
        useMenus(declaration);
        addSeats(new ArrayList<>());
    }

    private void define(Declaration.Machine machine) throws VirtualMachineException {
        if (machine.foreign().isPresent()) {
            foreign.attach(machine.spec(), machine.foreign().get());
        } else {
            controller.add(hypervisor.define(machine.spec()));
        }
        machines.put(machine.spec().name(), machine);
    }

    /** What was made must not keep a controller from starting: it is left out, with the reason in the log. */
    private void defineMade(Declaration.Machine machine) {
        try {
            define(machine);
        } catch (VirtualMachineException e) {
            log.error(
                    "VM {}, which was made at run time, is left out: {}",
                    machine.spec().name(),
                    e.getMessage());
        }
    }

    /** The machines that were made and are not declared. */
    private Map<String, Declaration.Machine> madeMachines() {
        Map<String, Declaration.Machine> all = new TreeMap<>();
        made.machines().forEach((name, table) -> {
            if (!declared.machines().containsKey(name)) {
                try {
                    all.put(name, DeclarationFile.machine(name, table));
                } catch (DeclarationException e) {
                    log.error("VM {}, which was made at run time, is left out: {}", name, e.getMessage());
                }
            }
        });
        return all;
    }

    /** The seats that there are to be. */
    private Map<String, Declaration.Seat> wantedSeats() {
        Map<String, Declaration.Seat> wanted = new LinkedHashMap<>(declared.seats());
        made.seats()
                .forEach((name, seat) -> wanted.putIfAbsent(
                        name, new Declaration.Seat(seat.machine(), false, seat.preset(), Optional.empty())));
        return wanted;
    }

    /** Of those that are declared the last one counts. */
    private void useMenus(Declaration declaration) {
        controller.setMenus(
                declaration.menus().isEmpty()
                        ? MenuSettings.standard()
                        : declaration.menus().getLast());
    }

    private void addSeats(List<String> said) {
        wantedSeats().forEach((name, seat) -> {
            Optional<Seat> there = controller.seat(name);
            if (there.isEmpty()) {
                controller.addSeat(
                        name, seat.machine().flatMap(controller::machine).orElse(null), seat.lossless());
                said.add("seat " + name + " is added");
            } else {
                controller.useLossless(there.get(), seat.lossless());
            }
            controller.presets().declareFor(name, seat.preset().orElse(null));
            seats.add(name);
        });
    }

    /** Whether whoever sits at a seat may choose a machine, as far as its declaration has a say. Any thread; does not block. */
    boolean mayUse(String seat, String machine) {
        Declaration.Seat there = declared.seats().get(seat);
        return there == null || there.mayUse().map(vms -> vms.contains(machine)).orElse(true);
    }

    /** The machines that are to start with the controller. */
    synchronized List<VirtualMachine> autostarting() {
        return machines.values().stream()
                .filter(Declaration.Machine::autostart)
                .flatMap(machine -> controller.machine(machine.spec().name()).stream())
                .toList();
    }

    @Override
    public synchronized List<String> reload(Declaration next) {
        List<String> said = new ArrayList<>();
        Declaration before = declared;
        declared = next;
        Map<String, Declaration.Machine> wanted = new LinkedHashMap<>(next.machines());
        wanted.putAll(madeMachines());
        controller.presets().declare(next.presets());
        controller.plugPresets().declare(next.plugPresets());
        Map<String, Declaration.Seat> wantedSeats = wantedSeats();
        for (String name : List.copyOf(seats)) {
            if (!wantedSeats.containsKey(name)) {
                controller.seat(name).ifPresent(controller::removeSeat);
                seats.remove(name);
                said.add("seat " + name + " is removed");
            }
        }
        for (Declaration.Machine machine : List.copyOf(machines.values())) {
            if (!wanted.containsKey(machine.spec().name())) {
                said.add(dropped(machine.spec().name()));
            }
        }
        wanted.values().forEach(machine -> changed(machine).ifPresent(said::add));
        reloadLibvirts(before, next, said);
        useMenus(next);
        addSeats(said);
        sayChanges(before, next, said);
        said.forEach(words -> log.info("configuration: {}", words));
        return said;
    }

    private void sayChanges(Declaration before, Declaration next, List<String> said) {
        next.seats().forEach((name, seat) -> {
            Declaration.Seat old = before.seats().get(name);
            if (old != null && !old.equals(seat)) {
                said.add("seat " + name + " is changed"
                        + (old.lossless() == seat.lossless()
                                ? ""
                                : "; lossless counts for the displays that are attached from now on"));
            }
        });
        if (!before.menus().equals(next.menus())) {
            said.add("menus are changed");
        }
        if (!before.presets().equals(next.presets())) {
            said.add("presets are changed");
        }
        if (!before.plugPresets().equals(next.plugPresets())) {
            said.add("plug presets are changed");
        }
    }

    /** A machine is declared no more. One of our own that is on stays until it is off and removed. */
    private String dropped(String name) {
        machines.remove(name);
        Optional<VirtualMachine> machine = controller.machine(name);
        if (machine.isPresent()) {
            try {
                forget(machine.get(), in -> {});
            } catch (VirtualMachineException e) {
                return "VM " + name + " is no longer declared, but on: it stays until it is stopped and removed"
                        + " (netseat vm stop, vm remove)";
            }
        }
        return "VM " + name + " is removed";
    }

    private Optional<String> changed(Declaration.Machine next) {
        String name = next.spec().name();
        Declaration.Machine before = machines.get(name);
        if (next.equals(before)) {
            return Optional.empty();
        }
        try {
            Optional<VirtualMachine> there = controller.machine(name);
            if (there.isEmpty()) {
                define(next);
                return Optional.of("VM " + name + " is added; start it with: netseat vm start " + name);
            }
            if (next.foreign().isPresent()
                    || (before != null && before.foreign().isPresent())) {
                forget(there.get(), in -> {});
                machines.remove(name);
                define(next);
                return Optional.of("VM " + name + " is attached to anew");
            }
            boolean now = hypervisor.redefine(there.get(), next.spec());
            machines.put(name, next);
            return Optional.of("VM " + name + " is changed" + (now ? "" : ", from its next start on: it is on"));
        } catch (VirtualMachineException e) {
            return Optional.of("VM " + name + " stays as it was: " + e.getMessage());
        }
    }

    private void reloadLibvirts(Declaration before, Declaration next, List<String> said) {
        for (String uri : next.libvirts()) {
            if (!before.libvirts().contains(uri)) {
                foreign.follow(uri);
                said.add("libvirt " + uri + " is followed");
            }
        }
        for (String uri : before.libvirts()) {
            if (!next.libvirts().contains(uri)) {
                foreign.unfollow(uri);
                said.add("libvirt " + uri + " is followed no more; what it told of stays until the next start");
            }
        }
    }

    private void forget(VirtualMachine machine, Transaction.Change also) throws VirtualMachineException {
        hypervisor.forget(machine);
        controller.remove(machine, also);
    }

    /**
     * Makes a machine that was not declared, and remembers it.
     *
     * @param table what would be in {@code [vm.NAME]} of a file
     */
    synchronized void addMachine(String name, JsonNode table) throws Refusal {
        Declaration.Machine machine;
        try {
            machine = DeclarationFile.machine(name, table);
        } catch (DeclarationException e) {
            throw new Refusal(400, String.valueOf(e.getMessage()).replace("\n", "; ") + ".");
        }
        if (controller.machine(name).isPresent()) {
            throw new Refusal(409, "There is a VM " + name + " already.");
        }
        if (machines.size() >= MOST_MACHINES) {
            throw new Refusal(409, "There are " + MOST_MACHINES + " VMs already.");
        }
        try {
            define(machine);
        } catch (VirtualMachineException e) {
            throw new Refusal(409, e.getMessage() + ".");
        }
        try {
            made.add(name, table);
        } catch (DatabaseException e) {
            dropped(name);
            throw e;
        }
        log.info("VM {} is made", name);
    }

    /** Removes a machine that was made, or is known only because it ran when the controller came. */
    synchronized void removeMachine(String name) throws Refusal {
        VirtualMachine machine = controller.machine(name).orElseThrow(() -> new Refusal(404, "There is no such VM."));
        if (declared.machines().containsKey(name)) {
            throw new Refusal(
                    409, "VM " + name + " is declared in the controller's configuration: remove it there, and reload.");
        }
        if (!machine.isOwn() && !machines.containsKey(name)) {
            throw new Refusal(409, "VM " + name + " is libvirt's, which tells of it.");
        }
        try {
            forget(machine, MadeTable.removalOfMachine(name));
        } catch (VirtualMachineException e) {
            throw new Refusal(409, e.getMessage() + ".");
        }
        machines.remove(name);
    }

    /** Makes a seat that was not declared, and remembers it. */
    synchronized void addSeat(String name, @Nullable String machine, @Nullable String preset) throws Refusal {
        if (!VmSpec.isName(name)) {
            throw new Refusal(400, "A seat's name is like a VM's: letters, digits, '-' and '_', at most 32.");
        }
        if (controller.seat(name).isPresent()) {
            throw new Refusal(409, "There is a seat " + name + " already.");
        }
        if (seats.size() >= MOST_SEATS) {
            throw new Refusal(409, "There are " + MOST_SEATS + " seats already.");
        }
        Optional<VirtualMachine> plugged = Optional.ofNullable(machine).flatMap(controller::machine);
        if (machine != null && plugged.isEmpty()) {
            throw new Refusal(404, "There is no VM " + machine + ".");
        }
        if (preset != null && controller.presets().find(preset).isEmpty()) {
            throw new Refusal(404, "There is no preset " + preset + ".");
        }
        made.addSeat(name, machine, preset);
        controller.addSeat(name, plugged.orElse(null), false);
        if (preset != null) {
            controller.presets().declareFor(name, preset);
        }
        seats.add(name);
        log.info("seat {} is made", name);
    }

    /** Removes a seat that was made; what is there loses its links, with a reason. */
    synchronized void removeSeat(String name) throws Refusal {
        Seat seat = controller.seat(name).orElseThrow(() -> new Refusal(404, "There is no such seat."));
        if (declared.seats().containsKey(name)) {
            throw new Refusal(
                    409,
                    "Seat " + name + " is declared in the controller's configuration: remove it there, and reload.");
        }
        controller.forgetSeat(seat, MadeTable.removalOfSeat(name));
        seats.remove(name);
    }
}
