package netseat.controller;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.ProtocolException;
import netseat.state.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which devices may attach their peripherals, and to which seat, and the same of each unit of a hub. A device that
 * nobody knows waits as pending, within bounds, until an administrator admits it or it shows a pairing code; a unit waits for
 * as long as its hub has it. Any thread.
 */
public final class Admission {
    /** The most links of devices that wait, in all and from one address. */
    static final int MAX_PENDING_LINKS = 64;

    static final int MAX_PENDING_LINKS_OF_ADDRESS = 4;

    /** The most devices that wait and are remembered when their link is gone. */
    static final int MAX_PENDING = 256;

    /** The most units of one hub that wait. */
    static final int MAX_PENDING_UNITS = 64;

    /** The most links of one admitted device. */
    static final int MAX_LINKS = 16;

    private static final String REVOKED = "an administrator has revoked this device";

    /** The longest name in characters. */
    private static final int MAX_NAME = 64;

    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    private final DeviceTable table;
    private final Function<String, Optional<Seat>> seats;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Runnable changed;

    // Guarded by this.
    private final Map<DeviceUnit, Entry> entries = new LinkedHashMap<>();
    private final PairingCodes codes;
    private final List<PairingListener> pairingListeners = new CopyOnWriteArrayList<>();
    private final NewcomerLimit newcomers = new NewcomerLimit();
    private final Set<DeviceUnit> unsaved = new HashSet<>();

    private static final class Entry {
        private final Instant firstSeen;
        private final Set<Applicant> links = new HashSet<>();
        private Device.State state;
        private String name;
        private String seat;
        private Instant lastSeen;
        private String address;
        private String mac;
        private Demand demand;

        Entry(Device known) {
            this.firstSeen = known.firstSeen();
            this.state = known.state();
            this.name = known.name();
            this.seat = known.seat();
            this.lastSeen = known.lastSeen();
            this.address = known.address();
            this.mac = known.mac();
            this.demand = known.demand();
        }

        Device known(DeviceUnit id) {
            return new Device(
                    id, state, name, seat, firstSeen, lastSeen, address, mac, demand, links.size(), transports());
        }

        void seen(Instant when, Link link) {
            lastSeen = when;
            address = link.address();
            mac = link.mac();
        }

        Set<Transport> transports() {
            return links.stream().map(link -> link.link().transport()).collect(Collectors.toUnmodifiableSet());
        }
    }

    /**
     * The devices that the database knows.
     *
     * @param seats finds a seat by its name
     * @param changed called after each change, on any thread, without a lock
     */
    Admission(
            Database database,
            Function<String, Optional<Seat>> seats,
            InstantSource clock,
            LongSupplier nanos,
            Runnable changed) {
        this.table = new DeviceTable(database);
        this.seats = seats;
        this.clock = clock;
        this.nanos = nanos;
        this.changed = changed;
        this.codes = new PairingCodes(nanos);
        for (Device known : table.load()) {
            entries.put(known.id(), new Entry(known));
        }
    }

    /** Every device and unit that is admitted, revoked or waits, a copy. */
    public synchronized List<Device> devices() {
        List<Device> devices = new ArrayList<>();
        entries.forEach((id, entry) -> devices.add(entry.known(id)));
        return devices;
    }

    /**
     * A new link of a device, or a peripheral of a hub's unit.
     *
     * @return the seat it is admitted to; empty when it is to wait
     * @throws ProtocolException when it may not stay, with the reason
     */
    Optional<Seat> enter(Applicant link, DeviceUnit id) throws ProtocolException {
        Optional<Seat> seat;
        synchronized (this) {
            Entry entry = entries.get(id);
            if (entry == null || entry.state == Device.State.PENDING) {
                entry = id.isUnit() ? pendingUnit(id, entry, link.link()) : pending(id, entry, link.link());
                seat = Optional.empty();
            } else if (entry.state == Device.State.REVOKED) {
                throw new ProtocolException(ByeReason.REVOKED, REVOKED);
            } else {
                Optional<ProtocolException> refusal = entry.demand.refusal(link.link());
                if (refusal.isPresent()) {
                    throw refusal.get();
                }
                seat = seats.apply(entry.seat);
                if (seat.isEmpty()) {
                    throw new ProtocolException(
                            ByeReason.REFUSED,
                            "its seat " + entry.seat
                                    + " is no longer declared; an administrator can admit it to another");
                }
                if (!id.isUnit() && entry.links.size() >= MAX_LINKS) {
                    throw new ProtocolException(ByeReason.TOO_MANY, "this device has " + MAX_LINKS + " links already");
                }
                unsaved.add(id);
            }
            entry.links.add(link);
            entry.seen(clock.instant(), link.link());
        }
        changed.run();
        return seat;
    }

    private Entry pending(DeviceUnit id, @Nullable Entry known, Link from) throws ProtocolException {
        String address = from.address();
        int all = 0;
        int fromThere = 0;
        for (Map.Entry<DeviceUnit, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            if (entry.state == Device.State.PENDING && !each.getKey().isUnit()) {
                all += entry.links.size();
                for (Applicant link : entry.links) {
                    fromThere += link.link().address().equals(address) ? 1 : 0;
                }
            }
        }
        if (all >= MAX_PENDING_LINKS || fromThere >= MAX_PENDING_LINKS_OF_ADDRESS) {
            throw new ProtocolException(ByeReason.TOO_MANY_PENDING, "too many devices wait for admission");
        }
        if (known != null) {
            return known;
        }
        if (!newcomers.take(address, nanos.getAsLong())) {
            throw new ProtocolException(ByeReason.TOO_MANY_PENDING, "too many unknown devices from this address");
        }
        forgetOldestBeyond(MAX_PENDING - 1);
        return add(id, from);
    }

    private Entry pendingUnit(DeviceUnit id, @Nullable Entry known, Link from) throws ProtocolException {
        if (known != null) {
            return known;
        }
        long waiting = entries.entrySet().stream()
                .filter(each -> each.getKey().isUnit() && each.getKey().device().equals(id.device()))
                .filter(each -> each.getValue().state == Device.State.PENDING)
                .count();
        if (waiting >= MAX_PENDING_UNITS) {
            throw new ProtocolException(
                    ByeReason.TOO_MANY_PENDING, MAX_PENDING_UNITS + " units of this hub wait for admission already");
        }
        return add(id, from);
    }

    private Entry add(DeviceUnit id, Link from) {
        Instant now = clock.instant();
        Entry entry = new Entry(new Device(
                id, Device.State.PENDING, "", "", now, now, from.address(), from.mac(), Demand.NOTHING, 0, Set.of()));
        entries.put(id, entry);
        return entry;
    }

    /** Of those that wait without a link, of which there are always some when there are so many. */
    private void forgetOldestBeyond(int most) {
        long waiting = entries.entrySet().stream()
                .filter(each -> !each.getKey().isUnit() && each.getValue().state == Device.State.PENDING)
                .count();
        for (Iterator<Entry> all = entries.values().iterator(); waiting > most && all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.state == Device.State.PENDING && entry.links.isEmpty()) { // a unit that waits has some
                all.remove();
                waiting--;
            }
        }
    }

    /** The link is gone, or the unit's peripheral; a unit that waited is forgotten with its last one. */
    void leave(Applicant link, DeviceUnit id) {
        synchronized (this) {
            Entry entry = entries.get(id);
            if (entry == null || !entry.links.remove(link)) {
                return;
            }
            entry.lastSeen = clock.instant();
            if (id.isUnit() && entry.state == Device.State.PENDING && entry.links.isEmpty()) {
                entries.remove(id);
            }
            if (entry.state != Device.State.PENDING) {
                unsaved.add(id);
            }
        }
        changed.run();
    }

    /**
     * Admits a device or unit that waits, or was admitted or revoked before, and remembers it. Waits for the disk: not on an event
     * loop.
     *
     * @param name for people, 1 to 64 characters
     * @param demand where it must come from, from now on; links from elsewhere are closed
     * @return false when no such device is known
     * @throws IllegalArgumentException when the name or the seat cannot be; its message is for people
     */
    public boolean admit(DeviceUnit id, String name, String seatName, Demand demand) {
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The name must be 1 to " + MAX_NAME + " characters.");
        }
        Seat seat = seats.apply(seatName).orElseThrow(() -> new IllegalArgumentException("There is no such seat."));
        if (!enroll(id, name, seat, demand)) {
            return false;
        }
        save();
        return true;
    }

    private boolean enroll(DeviceUnit id, String name, Seat seat, Demand demand) {
        List<Applicant> links;
        synchronized (this) {
            Entry entry = entries.get(id);
            if (entry == null) {
                return false;
            }
            entry.state = Device.State.ADMITTED;
            entry.name = name;
            entry.seat = seat.name();
            entry.demand = demand;
            unsaved.add(id);
            links = List.copyOf(entry.links);
        }
        links.forEach(link -> link.link()
                .execute(() -> demand.refusal(link.link())
                        .ifPresentOrElse(
                                refusal -> link.end(refusal.reason(), String.valueOf(refusal.getMessage())),
                                () -> link.admittedTo(seat))));
        log.info("device {} admitted as \"{}\" to seat {}", id, name, seat.name());
        changed.run();
        return true;
    }

    /**
     * Shuts a device or unit out: closes its links at once, or detaches what is the unit's, which releases what they hold,
     * and refuses it from now on. Waits for the disk: not on an event loop.
     *
     * @return false when no such device is known
     */
    public boolean revoke(DeviceUnit id) {
        List<Applicant> links;
        synchronized (this) {
            Entry entry = entries.get(id);
            if (entry == null) {
                return false;
            }
            entry.state = Device.State.REVOKED;
            unsaved.add(id);
            links = List.copyOf(entry.links);
        }
        links.forEach(link -> link.link().execute(() -> link.end(ByeReason.REVOKED, REVOKED)));
        log.info("device {} revoked", id);
        changed.run();
        save();
        return true;
    }

    /**
     * Lets a device or unit blink or beep wherever it is.
     *
     * @param seconds 0 to 255; 0 stops
     * @return on how many links it was told; 0 also when no such device is known
     */
    public int identify(DeviceUnit id, int seconds) {
        List<Applicant> links;
        synchronized (this) {
            Entry entry = entries.get(id);
            links = entry == null ? List.of() : List.copyOf(entry.links);
        }
        links.forEach(link -> link.link().execute(() -> link.identify(seconds)));
        return links.size();
    }

    /**
     * Sends an admitted device to another controller, on all its links.
     *
     * @param host a name or address
     * @param keep whether it is to go there after a restart too
     * @return on how many links it was told; 0 also when no such device is known or admitted
     */
    public int redirect(DeviceId id, String host, int port, boolean keep) {
        List<LinkSession> links;
        synchronized (this) {
            Entry entry = entries.get(DeviceUnit.itself(id));
            links = entry == null || entry.state != Device.State.ADMITTED
                    ? List.of()
                    : entry.links.stream().map(LinkSession.class::cast).toList();
        }
        links.forEach(link -> link.link().execute(() -> link.redirect(host, port, keep)));
        if (!links.isEmpty()) {
            log.info("device {} sent to {} port {}{}", id, host, port, keep ? " for good" : "");
        }
        return links.size();
    }

    /**
     * A one-time code that admits whoever shows it to this seat, within {@link #pairingSeconds()}. Not to be logged.
     *
     * @return empty when there are too many unused ones
     * @throws IllegalArgumentException when there is no such seat; its message is for people
     */
    public Optional<String> pairingCode(String seatName) {
        if (seats.apply(seatName).isEmpty()) {
            throw new IllegalArgumentException("There is no such seat.");
        }
        synchronized (this) {
            return codes.make(seatName);
        }
    }

    /** How long a pairing code is good. */
    public static int pairingSeconds() {
        return PairingCodes.SECONDS;
    }

    /** Hears of every device that a code has admitted, so that it can be written down. */
    public interface PairingListener {
        /**
         * A device came in. On a virtual thread, before it is kept; may wait.
         *
         * @param address of the device
         */
        void paired(DeviceId device, String seat, String address);
    }

    /** Tells this of every device that a code admits. */
    public void onPaired(PairingListener listener) {
        pairingListeners.add(listener);
    }

    /** A device that waits shows a code; false when it is wrong. Never blocks. */
    boolean pair(DeviceId id, String code, String address) throws ProtocolException {
        Optional<String> seat;
        synchronized (this) {
            if (!codes.mayTry()) {
                throw new ProtocolException(ByeReason.NOT_ADMITTED, "too many pairing codes were tried; wait a minute");
            }
            seat = codes.use(code);
        }
        Optional<Seat> found = seat.flatMap(seats);
        if (found.isEmpty() || !enroll(DeviceUnit.itself(id), "device " + id.brief(), found.get(), Demand.NOTHING)) {
            return false;
        }
        String name = found.get().name();
        Thread.ofVirtual().name("save devices").start(() -> {
            pairingListeners.forEach(listener -> listener.paired(id, name, address));
            save();
        });
        return true;
    }

    /** Writes what has changed, last-seen times included. Waits for the disk. */
    public void save() {
        synchronized (table) {
            Map<DeviceUnit, Device> changes = new LinkedHashMap<>();
            synchronized (this) {
                for (DeviceUnit id : unsaved) {
                    Entry entry = entries.get(id);
                    if (entry != null) {
                        changes.put(id, entry.known(id));
                    }
                }
                unsaved.clear();
            }
            try {
                table.save(changes.values());
            } catch (RuntimeException e) {
                synchronized (this) {
                    unsaved.addAll(changes.keySet());
                }
                log.error("the devices cannot be saved: {}", e.getMessage(), e);
                throw e;
            }
        }
    }
}
