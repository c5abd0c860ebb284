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
    private final ReentrantLock plugging = new ReentrantLock();
    private final RememberedPlugs remembered; // changed with the lock for plugging

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
    private final List<SwitchListener> switchListeners = new CopyOnWriteArrayList<>();
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
        this.remembered = new RememberedPlugs(database);
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
        plugging.lock();
        try {
            plugWhatWaitedFor(machine);
        } finally {
            plugging.unlock();
        }
        changed();
    }

    private void plugWhatWaitedFor(VirtualMachine machine) {
        remembered.devicesIn(machine.name()).forEach(device -> seats().forEach(seat -> seat.replug(device)));
        for (Seat seat : seats()) {
            remembered
                    .takeWithdrawn(seat.name(), machine.name())
                    .flatMap(plug -> plug.resolve(this::machine))
                    .ifPresent(seat::plug);
        }
    }

    /**
     * A machine is not there any more, as whoever runs it has removed it: what is plugged into it is plugged into nothing until a
     * machine of this name is {@link #add added} again, unless it is plugged into something else meanwhile. What is remembered on
     * the disk stays as it is. Not on an event loop.
     */
    public void withdraw(VirtualMachine machine) {
        plugging.lock();
        try {
            for (Seat seat : seats()) {
                if (machine.equals(seat.machine())) {
                    remembered.withdraw(seat.name(), NamedPlug.of(seat.plug()));
                }
            }
            takeOut(machine, remembered.devicesIn(machine.name()));
        } finally {
            plugging.unlock();
        }
        forgotten(machine);
    }

    /**
     * Takes a machine away; the seats and devices that are plugged into it are plugged into nothing. Waits for the disk: not on an event loop.
     *
     * @param also what belongs to the same change of the database
     */
    public void remove(VirtualMachine machine, Transaction.Change also) {
        plugging.lock();
        try {
            List<DeviceUnit> devices = remembered.devicesIn(machine.name());
            remembered.forgetMachine(machine.name(), also);
            takeOut(machine, devices);
        } finally {
            plugging.unlock();
        }
        forgotten(machine);
    }

    /** Plugs what is plugged into a machine into nothing; the lock for plugging is held. */
    private void takeOut(VirtualMachine machine, List<DeviceUnit> devices) {
        synchronized (this) {
            machines.remove(machine.name(), machine);
        }
        for (Seat seat : seats()) {
            if (machine.equals(seat.machine())) {
                seat.plug(Plug.NOTHING);
            }
            devices.forEach(seat::replug);
            seat.removed(machine);
        }
    }

    private void forgotten(VirtualMachine machine) {
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
        seat.plug(remembered
                .of(seatName)
                .flatMap(plug -> plug.resolve(this::machine))
                .orElse(Plug.into(first)));
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
            remembered.forgetSeat(seat.name(), in -> {
                in.update("DELETE FROM seat_presets WHERE seat = ?", seat.name());
                also.in(in);
            });
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

    /** Hears of every switch by the menu at a seat, so that it can be written down. */
    public interface SwitchListener {
        /**
         * Somebody at the seat switched. On a virtual thread; may wait.
         *
         * @param address of the keyboard
         */
        void switched(Seat seat, String address, Plug before, Plug after);
    }

    /** Tells this of every switch by the menu at a seat. */
    public void onSwitchAtSeat(SwitchListener listener) {
        switchListeners.add(listener);
    }

    void switchedAtSeat(Seat seat, String address, Plug before, Plug after) {
        switchListeners.forEach(listener -> listener.switched(seat, address, before, after));
    }

    /** The machines that a seat may use, in the order in which they became known. */
    public List<VirtualMachine> machinesFor(Seat seat) {
        SeatPolicy allowed = policy;
        return machines().stream()
                .filter(machine -> allowed.mayUse(seat.name(), machine))
                .toList();
    }

    /** Plugs a seat into a machine in the usual way; null unplugs. Waits for the disk: not on an event loop. */
    public void plug(Seat seat, @Nullable VirtualMachine machine) {
        plug(seat, Plug.into(machine));
    }

    /**
     * Plugs a seat into something else. It is remembered first, so that whoever was told that it is done will find it done after a
     * kill too. Waits for the disk: not on an event loop.
     *
     * @throws IllegalArgumentException when the seat or the machine has been removed; the message is for people
     */
    public void plug(Seat seat, Plug plug) {
        plugAll(Map.of(seat, plug));
    }

    /** The same with several seats: all of them, or none. */
    public void plugAll(Map<Seat, Plug> plugs) {
        Map<String, NamedPlug> saved = new LinkedHashMap<>();
        plugging.lock();
        try {
            plugs.forEach((seat, plug) -> {
                if (!seat(seat.name()).equals(Optional.of(seat))) {
                    throw new IllegalArgumentException("seat " + seat.name() + " was removed");
                }
                checkIsThere(plug);
                saved.put(seat.name(), NamedPlug.of(plug));
            });
            remembered.save(saved);
            plugs.forEach(Seat::plug);
        } finally {
            plugging.unlock();
        }
        plugs.forEach((seat, plug) -> log.info("seat {} plugged into {}", seat.name(), plug.words()));
    }

    private void checkIsThere(Plug plug) {
        VirtualMachine machine = plug.machine();
        if (machine != null && !machine(machine.name()).equals(Optional.of(machine))) {
            throw new IllegalArgumentException("VM " + machine.name() + " was removed");
        }
    }

    /** Plugs all peripherals of a device, or of a hub's unit, apart from their seat, and remembers that. Waits for the disk. */
    public void plug(DeviceUnit device, Plug plug) {
        plugging.lock();
        try {
            checkIsThere(plug);
            remembered.save(device, NamedPlug.of(plug));
            seats().forEach(seat -> seat.replug(device));
        } finally {
            plugging.unlock();
        }
        log.info("device {} plugged into {}", device, plug.words());
    }

    /** Plugs a device as its seat is plugged, from now on. Waits for the disk. */
    public void followSeat(DeviceUnit device) {
        plugging.lock();
        try {
            remembered.follow(device);
            seats().forEach(seat -> seat.replug(device));
        } finally {
            plugging.unlock();
        }
    }

    /** What a device is plugged into apart from its seat; empty when it follows its seat. */
    public Optional<Plug> ownPlug(DeviceUnit device) {
        return remembered.of(device).map(plug -> plug.resolve(this::machine).orElse(Plug.NOTHING));
    }

    /** Likewise that of the device whose peripheral this is. */
    Optional<Plug> ownPlug(Adapter adapter) {
        DeviceUnit owner = adapter.owner();
        return owner == null ? Optional.empty() : ownPlug(owner);
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
