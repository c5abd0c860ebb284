package netseat.controller;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import netseat.protocol.AdmissionState;
import netseat.protocol.Attachment;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameReader;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.Protocol;
import netseat.protocol.ProtocolException;
import netseat.protocol.QuicDatagram;
import netseat.protocol.ToController;
import netseat.protocol.TouchReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller's end of one link: takes its frames in their order to the adapters of its peripherals. The transport
 * calls {@link #receive} and {@link #closed} on one thread at a time, that of its {@link LinkWatch}.
 */
public final class LinkSession implements Applicant {
    /** The most peripherals on one link. */
    static final int MAX_PERIPHERALS = 256;

    private static final Logger log = LoggerFactory.getLogger(LinkSession.class);

    private static final long HELLO_WITHIN = TimeUnit.SECONDS.toNanos(10);
    private static final long PENDING_FOR = TimeUnit.MINUTES.toNanos(10);
    private static final int MAX_WRONG_CODES = 3;
    private static final long PING_AFTER = TimeUnit.SECONDS.toNanos(10);
    private static final long CLOSE_AFTER = TimeUnit.SECONDS.toNanos(30);
    private static final long PING_HOLDING_AFTER = TimeUnit.SECONDS.toNanos(1);
    private static final long RELEASE_AFTER = TimeUnit.SECONDS.toNanos(5);

    private final Controller controller;
    private final @Nullable DeviceId device;
    private final Link link;
    private final FrameReader reader = new FrameReader();
    private final Frames frames = new Frames();
    private final Map<Integer, Adapter> adapters = new HashMap<>();
    private final Map<Integer, HubUnit> units = new HashMap<>(); // those of the adapters that are a hub's units

    private final long openedNanos;

    private @Nullable Seat seat; // null while the device waits for its admission
    private int wrongCodes;
    private boolean greeted;
    private boolean ended;
    private boolean inputTaken;
    private long lastHeard;
    private long lastAsked;
    private LinkWatch.@Nullable Place place; // null while nobody watches over its silence
    private boolean closelyWatched;
    private volatile int answers;

    /**
     * A session that has not heard anything yet.
     *
     * @param seat what the peripherals join; null when the device is to be admitted first
     * @param device whose link it is; null when it comes from a page
     */
    LinkSession(Controller controller, @Nullable Seat seat, @Nullable DeviceId device, Link link, long nowNanos) {
        this.controller = controller;
        this.seat = seat;
        this.device = device;
        this.link = link;
        this.openedNanos = nowNanos;
        this.lastHeard = nowNanos;
        this.lastAsked = nowNanos;
    }

    /** Where it waits to be looked at from now on. */
    void watchedAt(LinkWatch.Place where) {
        place = where;
    }

    /** Where it waits to be looked at. */
    LinkWatch.@Nullable Place watchedAt() {
        return place;
    }

    @Override
    public Link link() {
        return link;
    }

    /** The sequence number of the last input that was given to a machine; any thread. */
    int answers() {
        return answers;
    }

    /**
     * Takes what the device sent: whole frames, from position to limit. A fault closes the link.
     *
     * @param arrivedNanos {@link System#nanoTime()} when it arrived
     */
    public void receive(ByteBuffer message, long arrivedNanos) {
        if (ended) {
            return;
        }
        lastHeard = arrivedNanos;
        inputTaken = false;
        try {
            read(message);
        } catch (ProtocolException e) {
            fault(e);
        } catch (RuntimeException e) {
            mistake(e);
        }
        if (inputTaken) {
            controller.times().record(StageTimes.Stage.INPUT, System.nanoTime() - arrivedNanos);
        }
    }

    /** Reads all frames; the fault of a hub's unit costs that unit, and the rest is read. */
    private void read(ByteBuffer message) throws ProtocolException {
        do {
            try {
                reader.read(message, frames);
            } catch (ProtocolException e) {
                HubUnit unit = units.get(reader.blamed());
                if (unit == null) {
                    throw e;
                }
                if (!unit.isOut()) {
                    controller.countFault();
                    log.debug("{}: a unit is detached: {} ({})", link.remote(), e.getMessage(), e.reason());
                    unit.end(e.reason(), String.valueOf(e.getMessage()));
                }
            }
        } while (message.hasRemaining() && !ended);
    }

    /**
     * Takes a pointer's motion from a datagram, as {@link QuicDatagram.ToController#motion} has it. One of a peripheral that is not
     * attached is late or early, and dropped.
     *
     * @param arrivedNanos {@link System#nanoTime()} when it arrived
     */
    public void receiveMotion(
            int peripheral, int after, int number, boolean position, int x, int y, long arrivedNanos) {
        if (ended) {
            return;
        }
        lastHeard = arrivedNanos;
        try {
            if (adapters.get(peripheral) instanceof PointerAdapter pointer
                    && pointer.order().datagram(after, number, position, x, y)) {
                controller.times().record(StageTimes.Stage.INPUT, System.nanoTime() - arrivedNanos);
            }
        } catch (RuntimeException e) {
            mistake(e);
        }
    }

    private void mistake(RuntimeException e) {
        log.error("{}: our mistake closes this link", link.remote(), e);
        end(ByeReason.INTERNAL, "internal error");
    }

    /** The device broke the rules, as the session or the transport found: closes the link and counts. */
    public void fault(ProtocolException fault) {
        if (!ended) {
            controller.countFault();
            log.debug("{}: closed: {} ({})", link.remote(), fault.getMessage(), fault.reason());
            end(fault.reason(), String.valueOf(fault.getMessage()));
        }
    }

    /** The device has been admitted to a seat, on the session's thread. A change of its seat closes the link. */
    @Override
    public void admittedTo(Seat to) {
        if (ended) {
            return;
        }
        if (seat == null) {
            seat = to;
            if (greeted) {
                tellAdmission();
            }
        } else if (!seat.equals(to)) {
            end(ByeReason.NORMAL, "the device moves to seat " + to.name() + ": open the link again");
        }
    }

    /** A seat has been removed, on the session's thread: what was there is out, with a reason. */
    void seatRemoved(Seat which) {
        String words = "its seat " + which.name() + " was removed";
        if (which.equals(seat)) {
            end(ByeReason.REFUSED, words);
        } else {
            units.values().stream()
                    .filter(unit -> which.equals(unit.seat()) && !unit.isOut())
                    .toList()
                    .forEach(unit -> unit.end(ByeReason.REFUSED, words));
        }
    }

    /** Whether its seat, if it has one, is still there; on the session's thread. */
    boolean isSeated() {
        return seat == null || controller.seat(seat.name()).filter(seat::equals).isPresent();
    }

    private void tellAdmission() {
        if (device != null) {
            ByteBuffer frame = ByteBuffer.allocate(128);
            FrameWriter.admission(frame, seat == null ? AdmissionState.PENDING : AdmissionState.ADMITTED, device);
            link.send(frame.flip());
        }
    }

    /** Asks the device to blink or beep, on the session's thread. */
    @Override
    public void identify(int seconds) {
        if (greeted && !ended) {
            ByteBuffer frame = ByteBuffer.allocate(32);
            FrameWriter.identify(frame, FrameHeader.LINK, seconds);
            link.send(frame.flip());
        }
    }

    /** Sends the device to another controller, on the session's thread; it closes the link by itself. */
    void redirect(String host, int port, boolean keep) {
        if (greeted && !ended) {
            ByteBuffer frame = ByteBuffer.allocate(320);
            FrameWriter.redirect(frame, host, port, keep);
            link.send(frame.flip());
        }
    }

    /**
     * Watches over silence: does what is due, and nothing when it is called too early.
     *
     * @return when it is to be called again at the latest, by {@link System#nanoTime()}. A key that is pressed before makes
     *     it sooner, as the {@link LinkWatch} is told.
     */
    long tick(long nowNanos) {
        if (ended) {
            return nowNanos + CLOSE_AFTER;
        }
        long silent = nowNanos - lastHeard;
        boolean holding = isHolding();
        closelyWatched = holding;
        if (!greeted && nowNanos - openedNanos > HELLO_WITHIN) {
            end(ByeReason.TIMEOUT, "no HELLO within 10 seconds");
        } else if (seat == null && nowNanos - openedNanos > PENDING_FOR) {
            end(ByeReason.TIMEOUT, "not admitted within 10 minutes");
        } else if (silent > CLOSE_AFTER) {
            end(ByeReason.TIMEOUT, "silent for 30 seconds");
        } else if (holding && silent > RELEASE_AFTER) {
            log.info("{}: silent while holding keys, releasing them", link.remote());
            adapters.values().forEach(Adapter::releaseAll);
        } else if (greeted && silent > askAfter(holding) && nowNanos - lastAsked > askAfter(holding)) {
            lastAsked = nowNanos;
            ByteBuffer frame = ByteBuffer.allocate(32);
            FrameWriter.ping(frame, nowNanos);
            link.send(frame.flip());
        }
        return nextTick(holding);
    }

    private static long askAfter(boolean holding) {
        return holding ? PING_HOLDING_AFTER : PING_AFTER;
    }

    private long nextTick(boolean holding) {
        long next = Math.min(lastHeard + CLOSE_AFTER, Math.max(lastHeard, lastAsked) + askAfter(holding));
        if (!greeted) {
            next = Math.min(next, openedNanos + HELLO_WITHIN);
        }
        return seat == null ? Math.min(next, openedNanos + PENDING_FOR) : next;
    }

    private boolean isHolding() {
        for (Adapter adapter : adapters.values()) {
            if (adapter.isHolding()) {
                return true;
            }
        }
        return false;
    }

    /** Something may be held from now on: silence counts by the second. */
    private void watchClosely() {
        if (!closelyWatched && place != null) {
            closelyWatched = true;
            place.soon();
        }
    }

    /** The link is gone: everything it holds is released and its peripherals are forgotten. */
    public void closed() {
        if (!ended) {
            ended = true;
            detachAll();
        }
    }

    /** Closes the link for a reason of the controller's own. */
    @Override
    public void end(ByeReason reason, String text) {
        if (!ended) {
            ended = true;
            detachAll();
            link.close(reason, text);
        }
    }

    private void detachAll() {
        adapters.values().forEach(this::forget);
        adapters.clear();
        units.clear();
        controller.ended(this, device);
    }

    private void forget(Adapter adapter) {
        HubUnit unit = units.get(adapter.number());
        if (unit != null) {
            unit.leave();
            return;
        }
        Objects.requireNonNull(seat).leave(adapter); // first, so that the seat does not plug it in again
        adapter.detach();
        controller.presets().detached(adapter);
    }

    /** What the frames say; each method is one message. */
    private final class Frames implements ToController {
        private <A extends Adapter> A find(int peripheral, Class<A> kind) throws ProtocolException {
            Adapter adapter = adapters.get(peripheral);
            if (!kind.isInstance(adapter)) {
                throw new ProtocolException(
                        adapter == null ? ByeReason.OUT_OF_ORDER : ByeReason.BAD_VALUE,
                        "peripheral " + peripheral + (adapter == null ? " is not attached" : " is of another class"));
            }
            return kind.cast(adapter);
        }

        private void inputTaken() {
            answers = reader.lastSequence();
            inputTaken = true;
            HubUnit unit = units.isEmpty() ? null : units.get(reader.blamed());
            Seat at = unit == null ? seat : unit.seat();
            if (at != null) {
                at.inputTaken(lastHeard);
            }
        }

        @Override
        public void hello(int lowestVersion, int highestVersion, String agent) throws ProtocolException {
            if (greeted) {
                throw new ProtocolException(ByeReason.OUT_OF_ORDER, "a second HELLO");
            }
            if (lowestVersion > Protocol.VERSION || highestVersion < Protocol.VERSION) {
                throw new ProtocolException(
                        ByeReason.VERSION, "this controller speaks version " + Protocol.VERSION + " only");
            }
            greeted = true;
            log.debug("{}: {}", link.remote(), agent);
            ByteBuffer frame = ByteBuffer.allocate(128);
            FrameWriter.welcome(frame, Protocol.VERSION, controller.name());
            link.send(frame.flip());
            tellAdmission();
        }

        @Override
        public void pair(String code) throws ProtocolException {
            if (!greeted) {
                throw new ProtocolException(ByeReason.OUT_OF_ORDER, "PAIR before HELLO");
            }
            if (seat != null || device == null) {
                return; // admitted meanwhile: the code stays good for another device
            }
            if (device.equals(DeviceId.ofAddress(link.address()))) {
                // Whoever listens in would have the code, and nothing says who shows it.
                throw new ProtocolException(
                        ByeReason.NOT_ADMITTED, "a device without a key is admitted by an administrator only");
            }
            if (!controller.admission().pair(device, code, link.address())) {
                wrongCodes++;
                if (wrongCodes == MAX_WRONG_CODES) {
                    throw new ProtocolException(ByeReason.NOT_ADMITTED, "three wrong pairing codes");
                }
                tellAdmission(); // still pending
            }
        }

        @Override
        public void attach(int peripheral, Attachment attachment) throws ProtocolException {
            if (!greeted) {
                throw new ProtocolException(ByeReason.OUT_OF_ORDER, "ATTACH before HELLO");
            }
            Seat at = seat;
            if (at == null) {
                throw new ProtocolException(ByeReason.NOT_ADMITTED, "ATTACH before the device is admitted");
            }
            HubUnit before = units.get(peripheral);
            if (adapters.containsKey(peripheral) && (before == null || !before.isOut())) {
                throw new ProtocolException(
                        ByeReason.OUT_OF_ORDER, "peripheral " + peripheral + " is attached already");
            }
            if (adapters.size() == MAX_PERIPHERALS && before == null) {
                throw new ProtocolException(ByeReason.TOO_MANY, "more than " + MAX_PERIPHERALS + " peripherals");
            }
            DeviceId hub = attachment.unit().isEmpty() ? null : device; // a page is no hub
            String name = hub == null ? at.nameFor(attachment.peripheralClass()) : attachment.unit();
            Adapter adapter = switch (attachment.peripheralClass()) {
                case KEYBOARD -> new KeyboardAdapter(name, peripheral, attachment, link, controller.dueTimes());
                case POINTER -> new PointerAdapter(name, peripheral, attachment, link);
                case TOUCH -> new TouchAdapter(name, peripheral, attachment, link, controller.dueTimes());
                case DISPLAY ->
                    new DisplayAdapter(
                            name,
                            peripheral,
                            attachment,
                            at.isLossless() || hub != null, // as a unit may come to a seat that is
                            LinkSession.this,
                            controller.streams(),
                            controller.headSizes(),
                            controller.dueTimes());
            };
            adapters.put(peripheral, adapter);
            units.remove(peripheral);
            if (hub != null) {
                HubUnit unit = new HubUnit(adapter, hub, controller);
                units.put(peripheral, unit);
                unit.enter();
                return;
            }
            ByteBuffer frame = ByteBuffer.allocate(320);
            FrameWriter.attached(frame, peripheral, name);
            link.send(frame.flip());
            controller.presets().attached(adapter, device, at.name());
            if (device != null) {
                adapter.belongsTo(DeviceUnit.itself(device));
            }
            if (adapter instanceof PointerAdapter pointer) {
                pointer.order().follow(reader.lastSequence());
            }
            at.join(adapter);
        }

        @Override
        public void detach(int peripheral) throws ProtocolException {
            forget(find(peripheral, Adapter.class));
            adapters.remove(peripheral);
            units.remove(peripheral);
        }

        @Override
        public void key(int peripheral, int page, int code, KeyAction action) throws ProtocolException {
            find(peripheral, KeyboardAdapter.class).key(page, code, action);
            inputTaken();
            watchClosely();
        }

        @Override
        public void motion(int peripheral, int dx, int dy) throws ProtocolException {
            find(peripheral, PointerAdapter.class).order().motion(reader.lastSequence(), dx, dy);
            inputTaken();
        }

        @Override
        public void position(int peripheral, int x, int y) throws ProtocolException {
            find(peripheral, PointerAdapter.class).order().position(reader.lastSequence(), x, y);
            inputTaken();
        }

        @Override
        public void button(int peripheral, int button, boolean down) throws ProtocolException {
            PointerAdapter pointer = find(peripheral, PointerAdapter.class);
            pointer.button(button, down);
            pointer.order().follow(reader.lastSequence());
            inputTaken();
            watchClosely();
        }

        @Override
        public void wheel(int peripheral, int vertical, int horizontal) throws ProtocolException {
            PointerAdapter pointer = find(peripheral, PointerAdapter.class);
            pointer.wheel(vertical, horizontal);
            pointer.order().follow(reader.lastSequence());
            inputTaken();
        }

        @Override
        public void touch(int peripheral, TouchReport report) throws ProtocolException {
            find(peripheral, TouchAdapter.class).touch(report);
            inputTaken();
        }

        @Override
        public void pictureShown(int peripheral, int mark) throws ProtocolException {
            find(peripheral, DisplayAdapter.class).shown(mark);
        }

        @Override
        public void pictureLost(int peripheral) throws ProtocolException {
            find(peripheral, DisplayAdapter.class).pictureLost();
        }

        @Override
        public void size(int peripheral, int width, int height) throws ProtocolException {
            find(peripheral, DisplayAdapter.class).wish(width, height);
        }

        @Override
        public void ping(long token) throws ProtocolException {
            if (!greeted) {
                throw new ProtocolException(ByeReason.OUT_OF_ORDER, "PING before HELLO");
            }
            ByteBuffer frame = ByteBuffer.allocate(32);
            FrameWriter.pong(frame, token);
            link.send(frame.flip());
        }

        @Override
        public void pong(long token) {
            // Whatever was heard ends the silence; the answer needs nothing else.
        }

        @Override
        public void bye(int peripheral, ByeReason reason, String text) throws ProtocolException {
            if (peripheral == 0) {
                end(ByeReason.NORMAL, "");
            } else {
                detach(peripheral);
            }
        }
    }
}
