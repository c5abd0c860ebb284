package netseat.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import netseat.keys.Chord;
import netseat.keys.Layout;
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
import netseat.screen.BadPictureException;
import netseat.screen.Framebuffer;
import netseat.screen.PictureDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A keyboard, a pointer and a display on one link, used by a program instead of a person. Any thread may use it. The
 * display shows each picture as it comes and answers at once.
 */
public final class VirtualSeat implements AutoCloseable {
    public static final int KEYBOARD = 1;
    public static final int POINTER = 2;
    public static final int DISPLAY = 3;

    private static final String VENDOR = "netseat";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int head;
    private final PictureListener listener;
    private final DeviceLink link;

    // Guarded by the lock.
    private PictureDecoder decoder = new PictureDecoder();
    private AdmissionState admission = AdmissionState.PENDING;
    private int identifySeconds;
    private boolean welcomed;
    private boolean displayAttached;
    private boolean absolute;
    private boolean dark;
    private int leds;
    private long pictures;
    private PlugState state = PlugState.UNPLUGGED;
    private String machine = "";
    private String words = "";
    private String closed = "";
    private String lastClosed = "";
    private int openings;
    private String bye = "";

    private volatile @Nullable PictureTap tap;

    /** Sees each picture, on the link's thread, before it is answered; must be brief. */
    public interface PictureListener {
        /**
         * A picture is shown.
         *
         * @param picture valid during the call only
         * @param answers as in the PICTURE message
         */
        void shown(Framebuffer picture, int answers);
    }

    /** Sees what draws each picture, on the link's thread, before it is drawn; must be brief. */
    public interface PictureTap {
        /**
         * A PICTURE message came.
         *
         * @param commands valid during the call only
         */
        void picture(int mark, int answers, boolean last, ByteBuffer commands);
    }

    private VirtualSeat(LinkMaker maker, PictureListener listener, int head) throws IOException {
        this.listener = listener;
        this.head = head;
        this.link = maker.open(new Receiver());
    }

    /** Sits down: connects and attaches the three. */
    public static VirtualSeat connect(SeatAddress at) throws IOException {
        return connect(at, (picture, answers) -> {});
    }

    /** Sits down, with somebody who sees each picture. */
    public static VirtualSeat connect(SeatAddress at, PictureListener listener) throws IOException {
        return connect(at, listener, 1);
    }

    /** Sits down before one of the machine's heads, 1 to {@link Capabilities#MAX_HEAD}. */
    public static VirtualSeat connect(SeatAddress at, PictureListener listener, int head) throws IOException {
        return new VirtualSeat(WebSocketDeviceLink.to(at), listener, head);
    }

    /** Sits down by a transport of one's choice, with somebody who sees each picture. */
    public static VirtualSeat connect(LinkMaker maker, PictureListener listener) throws IOException {
        return new VirtualSeat(maker, listener, 1);
    }

    /** Sits down by a transport of one's choice. */
    public static VirtualSeat connect(LinkMaker maker) throws IOException {
        return new VirtualSeat(maker, (picture, answers) -> {}, 1);
    }

    private static void attach(ByteBuffer frames, int number, PeripheralClass kind, Capabilities capabilities) {
        FrameWriter.attach(frames, number, new Attachment(kind, VENDOR, "virtual", "", capabilities));
    }

    /** The link, for whoever wants to send frames of their own. */
    public DeviceLink link() {
        return link;
    }

    /** Presses, repeats or releases a key by its HID keyboard usage. */
    public void key(int usage, KeyAction action) {
        key(KeyPage.KEYBOARD, usage, action);
    }

    /** Presses, repeats or releases a key of any page. */
    public void key(int page, int code, KeyAction action) {
        ByteBuffer frame = ByteBuffer.allocate(32);
        FrameWriter.key(frame, KEYBOARD, page, code, action);
        link.send(frame.flip());
    }

    /**
     * Types a text on a US keyboard, at a pace that firmware can follow.
     *
     * @throws IllegalArgumentException when that keyboard lacks a character; then nothing is typed
     */
    public void type(String text) throws InterruptedException {
        for (Chord chord : Layout.us().chords(text)) {
            chord.press(usage -> key(usage, KeyAction.PRESS));
            TimeUnit.MILLISECONDS.sleep(10);
            chord.release(usage -> key(usage, KeyAction.RELEASE));
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    public void move(int dx, int dy) {
        ByteBuffer frame = ByteBuffer.allocate(32);
        FrameWriter.motion(frame, POINTER, dx, dy);
        link.send(frame.flip());
    }

    public void moveTo(int x, int y) {
        ByteBuffer frame = ByteBuffer.allocate(32);
        FrameWriter.position(frame, POINTER, x, y);
        link.send(frame.flip());
    }

    public void button(int button, boolean down) {
        ByteBuffer frame = ByteBuffer.allocate(32);
        FrameWriter.button(frame, POINTER, button, down);
        link.send(frame.flip());
    }

    public void wheel(int vertical, int horizontal) {
        ByteBuffer frame = ByteBuffer.allocate(32);
        FrameWriter.wheel(frame, POINTER, vertical, horizontal);
        link.send(frame.flip());
    }

    /** Says what size the guest's picture should have; each 64 to 8192. */
    public void size(int width, int height) {
        ByteBuffer frame = ByteBuffer.allocate(32);
        FrameWriter.size(frame, DISPLAY, width, height);
        link.send(frame.flip());
    }

    /** Asks for the whole picture again, as a display unit does that has lost it; what draws it needs nothing from before. */
    public void askForWholePicture() {
        ByteBuffer frame = ByteBuffer.allocate(32);
        FrameWriter.pictureLost(frame, DISPLAY);
        link.send(frame.flip());
    }

    /** Lets somebody see what draws the pictures from now on, instead of whoever saw it before; null = nobody. */
    public void tap(@Nullable PictureTap by) {
        tap = by;
    }

    /** A copy of what the display shows. */
    public Framebuffer picture() {
        lock.lock();
        try {
            return decoder.picture().copy();
        } finally {
            lock.unlock();
        }
    }

    /** How many pictures were shown. */
    public long pictures() {
        return read(() -> pictures);
    }

    /** The keyboard's LEDs, bits as in the LEDS message. */
    public int leds() {
        return read(() -> leds);
    }

    /** Whether the guest takes positions. */
    public boolean absolute() {
        return read(() -> absolute);
    }

    /** Whether the display is to be dark, as nobody uses the seat. */
    public boolean isDark() {
        return read(() -> dark);
    }

    /** Whether the controller has taken all three and the machine they are plugged into runs. */
    public boolean isReady() {
        return read(() -> displayAttached && state == PlugState.RUNNING);
    }

    /** Whether the controller has answered on the present link. */
    public boolean isWelcome() {
        return read(() -> welcomed);
    }

    /** What the keyboard is plugged into. */
    public PlugState state() {
        return read(() -> state);
    }

    /** The VM that the keyboard is plugged into. */
    public String machine() {
        return read(() -> machine);
    }

    /** The controller's words on {@link #state}. */
    public String words() {
        return read(() -> words);
    }

    /** How the device stands with the controller; a link that needs no admission is admitted from the first. */
    public AdmissionState admission() {
        return read(() -> admission);
    }

    /** For how many seconds the controller last asked it to blink. */
    public int identifySeconds() {
        return read(() -> identifySeconds);
    }

    /** Why the link is closed, in words; empty while it is open. */
    public String closed() {
        return read(() -> closed);
    }

    /** Why the link was closed the last time, in words, also when it has been opened again since; empty before that. */
    public String lastClosed() {
        return read(() -> lastClosed);
    }

    /** How often its link has been opened. */
    public int openings() {
        return read(() -> openings);
    }

    /** Reason and text of the controller's BYE; empty before. */
    public String bye() {
        return read(() -> bye);
    }

    private interface Reading<T> {
        T get();
    }

    private <T> T read(Reading<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something about this seat is so. False when it is not within the time. */
    public boolean await(Predicate<VirtualSeat> condition, Duration within) throws InterruptedException {
        long left = within.toNanos();
        lock.lock();
        try {
            while (!condition.test(this)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves in an orderly way. */
    @Override
    public void close() {
        link.close();
    }

    private void tell(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What the controller says. */
    private final class Receiver extends AnsweringEnd {
        Receiver() {
            super("netseat virtual seat");
        }

        @Override
        public void opened(DeviceLink opened) {
            tell(() -> {
                decoder = new PictureDecoder();
                admission = AdmissionState.PENDING;
                welcomed = false;
                displayAttached = false;
                dark = false;
                state = PlugState.UNPLUGGED;
                closed = "";
                openings++;
            });
            super.opened(opened);
        }

        @Override
        public void closed(String why) {
            tell(() -> {
                displayAttached = false;
                closed = why;
                lastClosed = why;
            });
        }

        @Override
        public void welcome(int version, String controller) {
            tell(() -> welcomed = true);
        }

        @Override
        public void admission(AdmissionState told, DeviceId device) throws ProtocolException {
            tell(() -> admission = told);
            super.admission(told, device);
        }

        @Override
        protected void attach(DeviceLink on) {
            tell(() -> admission = AdmissionState.ADMITTED); // whether or not it had to be said
            ByteBuffer frames = ByteBuffer.allocate(512);
            Capabilities all = new Capabilities(7, true, true, 5, 0, 0, 60, head, 24, 0);
            VirtualSeat.attach(frames, KEYBOARD, PeripheralClass.KEYBOARD, all);
            VirtualSeat.attach(frames, POINTER, PeripheralClass.POINTER, all);
            VirtualSeat.attach(frames, DISPLAY, PeripheralClass.DISPLAY, all);
            on.send(frames.flip());
        }

        @Override
        public void identify(int peripheral, int seconds) {
            tell(() -> identifySeconds = seconds);
        }

        @Override
        public void attached(int peripheral, String name) throws ProtocolException {
            if (!read(() -> welcomed)) {
                throw new ProtocolException(ByeReason.OUT_OF_ORDER, "ATTACHED before WELCOME");
            }
            if (peripheral == DISPLAY) {
                tell(() -> displayAttached = true);
            }
        }

        @Override
        public void status(int peripheral, PlugState plugState, String on, String text) {
            if (peripheral == KEYBOARD) {
                tell(() -> {
                    state = plugState;
                    machine = on;
                    words = text;
                });
            }
        }

        @Override
        public void leds(int peripheral, int bits) {
            tell(() -> leds = bits);
        }

        @Override
        public void pointerMode(int peripheral, boolean positions) {
            tell(() -> absolute = positions);
        }

        @Override
        public void blank(int peripheral, boolean nowDark) {
            tell(() -> dark = nowDark);
        }

        @Override
        public void picture(int peripheral, int mark, int answers, boolean last, ByteBuffer commands)
                throws ProtocolException {
            PictureTap by = tap;
            if (by != null) {
                by.picture(mark, answers, last, commands.duplicate());
            }
            lock.lock();
            try {
                decoder.decode(commands);
                if (last) {
                    pictures++;
                    listener.shown(decoder.picture(), answers);
                    changed.signalAll();
                }
            } catch (BadPictureException e) {
                throw new ProtocolException(ByeReason.BAD_FRAME, String.valueOf(e.getMessage()));
            } finally {
                lock.unlock();
            }
            if (last) {
                showed(peripheral, mark);
            }
        }

        @Override
        public void pong(long token) {
            tell(() -> {});
        }

        @Override
        public void bye(int peripheral, ByeReason reason, String text) {
            tell(() -> bye = reason + ": " + text);
        }
    }
}
