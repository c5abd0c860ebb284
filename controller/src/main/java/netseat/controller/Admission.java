package netseat.controller;

import java.nio.file.Path;
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
import java.util.function.Function;
import java.util.function.LongSupplier;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which devices may attach their peripherals, and to which seat. A device that nobody knows waits as pending, within
 * bounds, until an administrator admits it or it shows a pairing code. Any thread.
 */
public final class Admission {
    /** The most links of devices that wait, in all and from one address. */
    static final int MAX_PENDING_LINKS = 64;

    static final int MAX_PENDING_LINKS_OF_ADDRESS = 4;

    /** The most devices that wait and are remembered when their link is gone. */
    static final int MAX_PENDING = 256;

    /** The most links of one admitted device. */
    static final int MAX_LINKS = 16;

    /** The longest name in characters. */
    private static final int MAX_NAME = 64;

    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    private final DeviceFile file;
    private final Function<String, Optional<Seat>> seats;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Runnable changed;

    // Guarded by this.
    private final Map<DeviceId, Entry> entries = new LinkedHashMap<>();
    private final PairingCodes codes;
    private final NewcomerLimit newcomers = new NewcomerLimit();
    private boolean unsaved;

    private static final class Entry {
        private final Instant firstSeen;
        private final Set<LinkSession> links = new HashSet<>();
        private Device.State state;
        private String name;
        private String seat;
        private Instant lastSeen;
        private String address;

        Entry(Device.State state, String name, String seat, Instant firstSeen, Instant lastSeen, String address) {
            this.state = state;
            this.name = name;
            this.seat = seat;
            this.firstSeen = firstSeen;
            this.lastSeen = lastSeen;
            this.address = address;
        }
    }

    /**
     * The devices that a file knows.
     *
     * @param seats finds a seat by its name
     * @param changed called after each change, on any thread, without a lock
     */
    Admission(
            Path file,
            Function<String, Optional<Seat>> seats,
            InstantSource clock,
            LongSupplier nanos,
            Runnable changed) {
        this.file = new DeviceFile(file);
        this.seats = seats;
        this.clock = clock;
        this.nanos = nanos;
        this.changed = changed;
        this.codes = new PairingCodes(nanos);
        for (Device known : this.file.load()) {
            entries.put(
                    known.id(),
                    new Entry(
                            known.state(),
                            known.name(),
                            known.seat(),
                            known.firstSeen(),
                            known.lastSeen(),
                            known.address()));
        }
    }

    /** Every device that is admitted, revoked or waits, a copy. */
    public synchronized List<Device> devices() {
        List<Device> devices = new ArrayList<>();
        entries.forEach((id, entry) -> devices.add(new Device(
                id,
                entry.state,
                entry.name,
                entry.seat,
                entry.firstSeen,
                entry.lastSeen,
                entry.address,
                entry.links.size())));
        return devices;
    }

    /**
     * A new link of a device.
     *
     * @return the seat it is admitted to; empty when it is to wait
     * @throws ProtocolException when it may not stay, with the reason
     */
    Optional<Seat> enter(LinkSession link, DeviceId id) throws ProtocolException {
        Optional<Seat> seat;
        synchronized (this) {
            Entry entry = entries.get(id);
            if (entry == null || entry.state == Device.State.PENDING) {
                entry = pending(id, entry, link.link().address());
                seat = Optional.empty();
            } else if (entry.state == Device.State.REVOKED) {
                throw new ProtocolException(ByeReason.REVOKED, "an administrator has revoked this device");
            } else {
                seat = seats.apply(entry.seat);
                if (seat.isEmpty()) {
                    throw new ProtocolException(
                            ByeReason.REFUSED,
                            "its seat " + entry.seat
                                    + " is no longer declared; an administrator can admit it to another");
                }
                if (entry.links.size() >= MAX_LINKS) {
                    throw new ProtocolException(ByeReason.TOO_MANY, "this device has " + MAX_LINKS + " links already");
                }
                unsaved = true;
            }
            entry.links.add(link);
            entry.lastSeen = clock.instant();
            entry.address = link.link().address();
        }
        changed.run();
        return seat;
    }

    private Entry pending(DeviceId id, @Nullable Entry known, String address) throws ProtocolException {
        int all = 0;
        int fromThere = 0;
        for (Entry entry : entries.values()) {
            if (entry.state == Device.State.PENDING) {
                all += entry.links.size();
                for (LinkSession link : entry.links) {
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
        Instant now = clock.instant();
        Entry entry = new Entry(Device.State.PENDING, "", "", now, now, address);
        entries.put(id, entry);
        return entry;
    }

    /** Of those that wait without a link, of which there are always some when there are so many. */
    private void forgetOldestBeyond(int most) {
        long waiting = entries.values().stream()
                .filter(entry -> entry.state == Device.State.PENDING)
                .count();
        for (Iterator<Entry> all = entries.values().iterator(); waiting > most && all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.state == Device.State.PENDING && entry.links.isEmpty()) {
                all.remove();
                waiting--;
            }
        }
    }

    /** The link is gone. */
    void leave(LinkSession link, DeviceId id) {
        synchronized (this) {
            Entry entry = entries.get(id);
            if (entry == null || !entry.links.remove(link)) {
                return;
            }
            entry.lastSeen = clock.instant();
            unsaved |= entry.state != Device.State.PENDING;
        }
        changed.run();
    }

    /**
     * Admits a device that waits, or was admitted or revoked before, and remembers it. Writes a file: not on an event loop.
     *
     * @param name for people, 1 to 64 characters
     * @return false when no such device is known
     * @throws IllegalArgumentException when the name or the seat cannot be; its message is for people
     */
    public boolean admit(DeviceId id, String name, String seatName) {
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The name must be 1 to " + MAX_NAME + " characters.");
        }
        Seat seat = seats.apply(seatName).orElseThrow(() -> new IllegalArgumentException("There is no such seat."));
        if (!enroll(id, name, seat)) {
            return false;
        }
        save();
        return true;
    }

    private boolean enroll(DeviceId id, String name, Seat seat) {
        List<LinkSession> links;
        synchronized (this) {
            Entry entry = entries.get(id);
            if (entry == null) {
                return false;
            }
            entry.state = Device.State.ADMITTED;
            entry.name = name;
            entry.seat = seat.name();
            unsaved = true;
            links = List.copyOf(entry.links);
        }
        links.forEach(link -> link.link().execute(() -> link.admittedTo(seat)));
        log.info("device {} admitted as \"{}\" to seat {}", id, name, seat.name());
        changed.run();
        return true;
    }

    /**
     * Shuts a device out: closes its links at once, which releases what they hold, and refuses it from now on. Writes a file:
     * not on an event loop.
     *
     * @return false when no such device is known
     */
    public boolean revoke(DeviceId id) {
        List<LinkSession> links;
        synchronized (this) {
            Entry entry = entries.get(id);
            if (entry == null) {
                return false;
            }
            entry.state = Device.State.REVOKED;
            unsaved = true;
            links = List.copyOf(entry.links);
        }
        links.forEach(link ->
                link.link().execute(() -> link.end(ByeReason.REVOKED, "an administrator has revoked this device")));
        log.info("device {} revoked", id);
        changed.run();
        save();
        return true;
    }

    /**
     * Lets a device blink or beep on all its links.
     *
     * @param seconds 0 to 255; 0 stops
     * @return on how many links it was told; 0 also when no such device is known
     */
    public int identify(DeviceId id, int seconds) {
        List<LinkSession> links;
        synchronized (this) {
            Entry entry = entries.get(id);
            links = entry == null ? List.of() : List.copyOf(entry.links);
        }
        links.forEach(link -> link.link().execute(() -> link.identify(seconds)));
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

    /** A device that waits shows a code; false when it is wrong. Never blocks. */
    boolean pair(DeviceId id, String code) throws ProtocolException {
        Optional<String> seat;
        synchronized (this) {
            if (!codes.mayTry()) {
                throw new ProtocolException(ByeReason.NOT_ADMITTED, "too many pairing codes were tried; wait a minute");
            }
            seat = codes.use(code);
        }
        Optional<Seat> found = seat.flatMap(seats);
        if (found.isEmpty() || !enroll(id, "device " + id.brief(), found.get())) {
            return false;
        }
        Thread.ofVirtual().name("save devices").start(this::save);
        return true;
    }

    /** Writes what has changed, last-seen times included, to the file. Blocks. */
    public void save() {
        synchronized (file) {
            List<Device> known;
            synchronized (this) {
                if (!unsaved) {
                    return;
                }
                unsaved = false;
                known = devices().stream()
                        .filter(device -> device.state() != Device.State.PENDING)
                        .toList();
            }
            try {
                file.save(known);
            } catch (RuntimeException e) {
                synchronized (this) {
                    unsaved = true;
                }
                log.error("the devices cannot be saved: {}", e.getMessage(), e);
                throw e;
            }
        }
    }
}
