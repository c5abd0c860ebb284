package netseat.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import netseat.protocol.AdmissionState;
import netseat.protocol.Attachment;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.KeyPage;
import netseat.protocol.PeripheralClass;
import netseat.protocol.PlugState;
import netseat.protocol.ProtocolException;

/**
 * A hub with many identical keyboards on one link, used by a program instead of a class: each keyboard is a unit that is
 * admitted by itself. Any thread may use it. A keyboard that the controller detaches stays so until it is plugged in again,
 * or the link comes back.
 */
public final class VirtualHub implements AutoCloseable {
    private static final int MOST_UNITS = 256;

    private final DeviceLink link;

    // Guarded by this.
    private final Map<Integer, Keyboard> keyboards = new TreeMap<>(); // by the peripheral's number
    private AdmissionState admission = AdmissionState.PENDING;
    private String closed = "";
    private int openings;

    /**
     * One of the hub's keyboards, as it is now.
     *
     * @param number of the peripheral on the link
     * @param unit the name that the hub tells it by
     * @param state what it is plugged into, or that it waits
     * @param machine the VM that it is plugged into
     * @param identifySeconds for how long the controller last asked it to blink
     * @param bye why the controller has detached it, reason and text; empty while it has not
     */
    public record Keyboard(int number, String unit, PlugState state, String machine, int identifySeconds, String bye) {
        private static Keyboard plugged(int number, String unit) {
            return new Keyboard(number, unit, PlugState.UNPLUGGED, "", 0, "");
        }

        /** Whether what it types reaches a machine that runs. */
        public boolean isReady() {
            return state == PlugState.RUNNING && bye.isEmpty();
        }
    }

    private VirtualHub(LinkMaker maker, List<String> units) throws IOException {
        if (units.size() > MOST_UNITS) {
            throw new IllegalArgumentException("a link carries " + MOST_UNITS + " peripherals at most");
        }
        for (String unit : units) {
            int number = keyboards.size() + 1;
            keyboards.put(number, Keyboard.plugged(number, unit));
        }
        link = maker.open(new Receiver());
    }

    /**
     * Connects and attaches a keyboard for each of these units, at most 256.
     *
     * @throws IOException when the maker's link cannot be opened
     */
    public static VirtualHub connect(LinkMaker maker, List<String> units) throws IOException {
        return new VirtualHub(maker, units);
    }

    /** The link, for whoever wants to send frames of their own. */
    public DeviceLink link() {
        return link;
    }

    /** A unit's keyboard; it must have been given to {@link #connect}. */
    public synchronized Keyboard keyboard(String unit) {
        return keyboards.values().stream()
                .filter(keyboard -> keyboard.unit().equals(unit))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no unit " + unit));
    }

    /** Presses, repeats or releases a key of one keyboard by its HID keyboard usage. */
    public void key(String unit, int usage, KeyAction action) {
        ByteBuffer frame = ByteBuffer.allocate(32);
        FrameWriter.key(frame, keyboard(unit).number(), KeyPage.KEYBOARD, usage, action);
        link.send(frame.flip());
    }

    /** Pulls a keyboard out of the hub. */
    public void pullOut(String unit) {
        ByteBuffer frame = ByteBuffer.allocate(32);
        FrameWriter.detach(frame, keyboard(unit).number());
        link.send(frame.flip());
    }

    /** Plugs a keyboard into the hub again. */
    public void plugIn(String unit) {
        Keyboard keyboard = keyboard(unit);
        synchronized (this) {
            keyboards.put(keyboard.number(), Keyboard.plugged(keyboard.number(), unit));
        }
        ByteBuffer frame = ByteBuffer.allocate(512);
        attach(frame, keyboard);
        link.send(frame.flip());
    }

    private static void attach(ByteBuffer frames, Keyboard keyboard) {
        FrameWriter.attach(
                frames,
                keyboard.number(),
                new Attachment(
                        PeripheralClass.KEYBOARD, "netseat", "virtual", "", Capabilities.DEFAULT, keyboard.unit()));
    }

    /** How the hub itself stands with the controller. */
    public synchronized AdmissionState admission() {
        return admission;
    }

    /** Why the link is closed, in words; empty while it is open. */
    public synchronized String closed() {
        return closed;
    }

    /** How often its link has been opened. */
    public synchronized int openings() {
        return openings;
    }

    /** Waits until something about this hub is so. False when it is not within the time. */
    public synchronized boolean await(Predicate<VirtualHub> condition, Duration within) throws InterruptedException {
        long until = System.nanoTime() + within.toNanos();
        while (!condition.test(this)) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** Leaves in an orderly way. */
    @Override
    public void close() {
        link.close();
    }

    private synchronized void tell(Runnable change) {
        change.run();
        notifyAll();
    }

    /** What the controller says. */
    private final class Receiver extends AnsweringEnd {
        Receiver() {
            super("netseat virtual hub");
        }

        @Override
        public void opened(DeviceLink opened) {
            tell(() -> {
                closed = "";
                openings++;
            });
            super.opened(opened);
        }

        @Override
        protected void attach(DeviceLink on) {
            tell(() -> admission = AdmissionState.ADMITTED);
            List<Keyboard> all;
            synchronized (VirtualHub.this) {
                all = List.copyOf(keyboards.values());
            }
            ByteBuffer frame = ByteBuffer.allocate(512);
            for (Keyboard keyboard : all) {
                VirtualHub.attach(frame.clear(), keyboard);
                on.send(frame.flip());
            }
        }

        @Override
        public void closed(String why) {
            tell(() -> {
                closed = why;
                admission = AdmissionState.PENDING;
                keyboards.replaceAll((number, old) -> Keyboard.plugged(number, old.unit()));
            });
        }

        @Override
        public void welcome(int version, String controller) {}

        @Override
        public void admission(AdmissionState told, DeviceId device) throws ProtocolException {
            tell(() -> admission = told);
            super.admission(told, device);
        }

        private Optional<Keyboard> find(int peripheral) {
            return Optional.ofNullable(keyboards.get(peripheral));
        }

        @Override
        public void status(int peripheral, PlugState state, String machine, String text) {
            tell(() -> find(peripheral)
                    .ifPresent(was -> keyboards.put(
                            peripheral,
                            new Keyboard(peripheral, was.unit(), state, machine, was.identifySeconds(), was.bye()))));
        }

        @Override
        public void identify(int peripheral, int seconds) {
            tell(() -> find(peripheral)
                    .ifPresent(was -> keyboards.put(
                            peripheral,
                            new Keyboard(peripheral, was.unit(), was.state(), was.machine(), seconds, was.bye()))));
        }

        @Override
        public void bye(int peripheral, ByeReason reason, String text) {
            tell(() -> find(peripheral)
                    .ifPresent(was -> keyboards.put(
                            peripheral,
                            new Keyboard(
                                    peripheral,
                                    was.unit(),
                                    PlugState.UNPLUGGED,
                                    "",
                                    was.identifySeconds(),
                                    reason + ": " + text))));
        }

        @Override
        public void attached(int peripheral, String name) {}

        @Override
        public void leds(int peripheral, int leds) {}

        @Override
        public void pointerMode(int peripheral, boolean absolute) {}

        @Override
        public void picture(int peripheral, int mark, int answers, boolean last, ByteBuffer commands) {}

        @Override
        public void pong(long token) {}
    }
}
