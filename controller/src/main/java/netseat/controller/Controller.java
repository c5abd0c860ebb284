package netseat.controller;

import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import netseat.hypervisor.Registration;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.ProtocolException;
import netseat.state.Database;
import netseat.state.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows every seat, peripheral and machine, and decides what is plugged into what. Any thread.
 */
public final class Controller {
    /** The most links at a time, unless {@link #limitLinks} says otherwise. */
    public static final int DEFAULT_MAX_LINKS = 12_000;

    private static final Logger log = LoggerFactory.getLogger(Controller.class);

    private final String name;
    private final Database database;
    private final PlugTable plugTable;
    private final ReentrantLock plugging = new ReentrantLock();
    private final Map<String, String> savedPlugs;
    private final StageTimes times = new StageTimes();
    private final HeadSizes headSizes = new HeadSizes();
    private final StreamRegistry streams = new StreamRegistry(times);
    private final DueTimes dueTimes;
    private final Presets presets;
    private final PlugPresets plugPresets;
    private final Admission admission;
    private final AtomicLong faults = new AtomicLong();
    private final Map<String, VirtualMachine> machines = new LinkedHashMap<>();
    private final Map<String, Registration> listening = new ConcurrentHashMap<>();
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final Set<LinkSession> sessions = ConcurrentHashMap.newKeySet();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile int maxLinks = DEFAULT_MAX_LINKS;
    private volatile SeatPolicy policy = SeatPolicy.ALL;
    private volatile MenuSettings menuSettings = MenuSettings.standard();

    /**
     * A controller without machines or seats.
     *
     * @param name for people and devices
     * @param database what it remembers: devices, presets, what is plugged into what
     */
    public Controller(String name, Database database) {
        this(name, database, System::nanoTime);
    }

    /** One whose limits of admission and whose own times go by this clock. */
    Controller(String name, Database database, LongSupplier nanos) {
        this.name = name;
        this.database = database;
        this.plugTable = new PlugTable(database);
        this.savedPlugs = new ConcurrentHashMap<>(plugTable.load());
        this.dueTimes = new DueTimes(nanos);
        this.plugPresets = new PlugPresets(database, this);
        this.presets = new Presets(database, this::changed);
        this.admission = new Admission(database, this::seat, InstantSource.system(), nanos, this::changed);
    }

    public String name() {
        return name;
    }

    /** How long the stages of the road took. */
    public StageTimes times() {
        return times;
    }

    HeadSizes headSizes() {
        return headSizes;
    }

    StreamRegistry streams() {
        return streams;
    }

    /** The streams of every head that was looked at, a copy. */
    public List<HeadStreams> heads() {
        return streams.all();
    }

    /** How many links were closed for a fault of the device. */
    public long faults() {
        return faults.get();
    }

    void countFault() {
        faults.incrementAndGet();
    }

    /** Adds a machine under its name. */
    public void add(VirtualMachine machine) {
        synchronized (this) {
            if (machines.putIfAbsent(machine.name(), machine) != null) {
                throw new IllegalArgumentException("two machines named " + machine.name());
            }
        }
        listening.put(machine.name(), machine.onStateChange(() -> machineChanged(machine)));
        changed();
    }

    /**
     * Takes a machine away; the seats that are plugged into it are plugged into nothing. Waits for the disk: not on an event loop.
     *
     * @param also what belongs to the same change of the database
     */
    public void remove(VirtualMachine machine, Transaction.Change also) {
        plugging.lock();
        try {
            Map<String, String> unplugged = new LinkedHashMap<>();
            savedPlugs.forEach((seat, name) -> {
                if (name.equals(machine.name())) {
                    unplugged.put(seat, "");
                }
            });
            database.write(in -> {
                PlugTable.save(in, unplugged);
                also.in(in);
            });
            savedPlugs.putAll(unplugged);
            synchronized (this) {
                machines.remove(machine.name(), machine);
            }
            for (Seat seat : seats()) {
                if (machine.equals(seat.machine())) {
                    seat.plug(null);
                }
            }
        } finally {
            plugging.unlock();
        }
        Registration registration = listening.remove(machine.name());
        if (registration != null) {
            registration.close();
        }
        machine.heads().forEach(streams::forget);
        log.info("VM {} is removed", machine.name());
        changed();
    }

    /**
     * Adds a seat, plugged into what it was plugged into last, else into this machine.
     *
     * @param lossless whether its displays are never shown anything but exact pixels, on the slowest link either
     */
    public void addSeat(String seatName, @Nullable VirtualMachine first, boolean lossless) {
        Seat seat = new Seat(seatName, lossless, this, this::changed);
        String saved = savedPlugs.get(seatName);
        if (saved == null) {
            seat.plug(first);
        } else if (saved.isEmpty()) {
            seat.plug(null);
        } else {
            seat.plug(machine(saved).orElse(first));
        }
        synchronized (this) {
            if (seats.putIfAbsent(seatName, seat) != null) {
                throw new IllegalArgumentException("two seats named " + seatName);
            }
        }
        changed();
    }

    /**
     * Takes a seat away: its links are closed with a reason, and its hubs' units are out. What it was plugged into stays
     * remembered.
     */
    public void removeSeat(Seat seat) {
        synchronized (this) {
            seats.remove(seat.name(), seat);
        }
        sessions.forEach(session -> session.link().execute(() -> session.seatRemoved(seat)));
        presets.declareFor(seat.name(), null);
        log.info("seat {} is removed", seat.name());
        changed();
    }

    /**
     * Takes a seat away and forgets what it was plugged into and how its peripherals were. Waits for the disk: not on an event
     * loop.
     *
     * @param also what belongs to the same change of the database
     */
    public void forgetSeat(Seat seat, Transaction.Change also) {
        plugging.lock();
        try {
            database.write(in -> {
                in.update("DELETE FROM plugs WHERE seat = ?", seat.name());
                in.update("DELETE FROM seat_presets WHERE seat = ?", seat.name());
                also.in(in);
            });
            savedPlugs.remove(seat.name());
            presets.forgetSeat(seat.name());
        } finally {
            plugging.unlock();
        }
        removeSeat(seat);
    }

    /** Shows nothing but exact pixels, or not, to the displays that join a seat from now on. */
    public void useLossless(Seat seat, boolean wanted) {
        seat.useLossless(wanted);
    }

    public synchronized Collection<VirtualMachine> machines() {
        return List.copyOf(machines.values());
    }

    public synchronized Optional<VirtualMachine> machine(String machineName) {
        return Optional.ofNullable(machines.get(machineName));
    }

    public synchronized Collection<Seat> seats() {
        return List.copyOf(seats.values());
    }

    public synchronized Optional<Seat> seat(String seatName) {
        return Optional.ofNullable(seats.get(seatName));
    }

    /** Lets seats use what this says from now on; what is plugged stays plugged. */
    public void allow(SeatPolicy what) {
        policy = what;
    }

    /** How seats' menus are from now on. */
    public void setMenus(MenuSettings settings) {
        menuSettings = settings;
    }

    MenuSettings menuSettings() {
        return menuSettings;
    }

    /** The machines that a seat may use, in the order in which they became known. */
    public List<VirtualMachine> machinesFor(Seat seat) {
        SeatPolicy allowed = policy;
        return machines().stream()
                .filter(machine -> allowed.mayUse(seat.name(), machine))
                .toList();
    }

    /**
     * Plugs a seat into a machine; null unplugs. It is remembered first, so that whoever was told that it is done will find it
     * done after a kill too. Waits for the disk: not on an event loop.
     *
     * @throws IllegalArgumentException when the seat or the machine has been removed; the message is for people
     */
    public void plug(Seat seat, @Nullable VirtualMachine machine) {
        plugAll(Map.of(seat, Optional.ofNullable(machine)));
    }

    /** The same with several seats: all of them, or none. */
    public void plugAll(Map<Seat, Optional<VirtualMachine>> plugs) {
        Map<String, String> names = new LinkedHashMap<>();
        plugging.lock();
        try {
            plugs.forEach((seat, machine) -> {
                if (!seat(seat.name()).equals(Optional.of(seat))) {
                    throw new IllegalArgumentException("seat " + seat.name() + " was removed");
                }
                if (machine.isPresent() && !machine(machine.get().name()).equals(machine)) {
                    throw new IllegalArgumentException("VM " + machine.get().name() + " was removed");
                }
                names.put(seat.name(), machine.map(VirtualMachine::name).orElse(""));
            });
            plugTable.save(names);
            savedPlugs.putAll(names);
            plugs.forEach((seat, machine) -> seat.plug(machine.orElse(null)));
        } finally {
            plugging.unlock();
        }
        names.forEach(
                (seat, machine) -> log.info("seat {} plugged into {}", seat, machine.isEmpty() ? "nothing" : machine));
    }

    /**
     * A new link, whose peripherals join a seat.
     *
     * @return its session; empty when there are too many links, and the link has been told so
     */
    public Optional<LinkSession> open(Link link, Seat seat) {
        LinkSession session = new LinkSession(this, seat, null, link, System.nanoTime());
        return hasRoomFor(link) ? opened(session) : Optional.empty();
    }

    /**
     * A new link of a device that has proved to hold the key of this identifier. To be called on the thread that will call
     * the session.
     *
     * @return its session; empty when it may not stay, and the link has been told why
     */
    public Optional<LinkSession> open(Link link, DeviceId device) {
        if (!hasRoomFor(link)) {
            return Optional.empty();
        }
        LinkSession session = new LinkSession(this, null, device, link, System.nanoTime());
        try {
            admission.enter(session, DeviceUnit.itself(device)).ifPresent(session::admittedTo);
        } catch (ProtocolException e) {
            link.close(e.reason(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        return opened(session);
    }

    private boolean hasRoomFor(Link link) {
        if (sessions.size() >= maxLinks) {
            link.close(ByeReason.TOO_MANY, "the controller has " + maxLinks + " links already");
            return false;
        }
        return true;
    }

    private Optional<LinkSession> opened(LinkSession session) {
        sessions.add(session);
        if (!session.isSeated()) { // it was removed between
            session.end(ByeReason.REFUSED, "its seat was removed");
            return Optional.empty();
        }
        return Optional.of(session);
    }

    void ended(LinkSession session, @Nullable DeviceId device) {
        sessions.remove(session);
        if (device != null) {
            admission.leave(session, DeviceUnit.itself(device));
        }
    }

    /** Which devices may come in. */
    public Admission admission() {
        return admission;
    }

    /** How peripherals are to be, whatever they are plugged into. */
    public Presets presets() {
        return presets;
    }

    /** Named sets of plugs. */
    public PlugPresets plugPresets() {
        return plugPresets;
    }

    DueTimes dueTimes() {
        return dueTimes;
    }

    /** Lets no more than so many links in, of all transports together; those that are there stay. */
    public void limitLinks(int most) {
        maxLinks = most;
    }

    /** How many links there are. */
    public int links() {
        return sessions.size();
    }

    /** How many of them run over this. */
    public long links(Transport over) {
        return sessions.stream()
                .filter(session -> session.link().transport() == over)
                .count();
    }

    /** Calls the listener after each change of machines, seats and plugs, on an unnamed thread; it must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void machineChanged(VirtualMachine machine) {
        log.info("{} is {} {}", machine.name(), machine.state(), machine.lastWords());
        seats().forEach(seat -> seat.machineChanged(machine));
        changed();
    }

    void changed() {
        seats().forEach(seat -> seat.menu().refresh());
        listeners.forEach(Runnable::run);
    }
}
