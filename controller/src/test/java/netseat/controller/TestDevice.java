package netseat.controller;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import netseat.protocol.AdmissionState;
import netseat.protocol.Attachment;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameReader;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.KeyPage;
import netseat.protocol.PeripheralClass;
import netseat.protocol.PlugState;
import netseat.protocol.ProtocolException;
import netseat.protocol.ToDevice;
import netseat.screen.BadPictureException;
import netseat.screen.Framebuffer;
import netseat.screen.PictureDecoder;
import org.jspecify.annotations.Nullable;

/** A device on a link without a network: what it sends arrives within the call. */
final class TestDevice implements Link, ToDevice {
    static final int KEYBOARD = 1;
    static final int POINTER = 2;
    static final int DISPLAY = 3;

    private final @Nullable LinkSession session;
    private final String address;
    private final String mac;
    private final FrameReader reader = new FrameReader();
    private final PictureDecoder decoder = new PictureDecoder();
    private final List<String> heard = new ArrayList<>();
    private final Object saying = new Object();
    private final ExecutorService answerer =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private LongSupplier clock = System::nanoTime;
    private Consumer<Framebuffer> onPicture = picture -> {};
    private boolean answering;
    private int pictureBytes;
    private int sent;
    private int received;
    private int lastMark;
    private int answered;
    private int pictures;
    private String closed = "";

    TestDevice(Controller controller, Seat seat) {
        address = "test";
        mac = "";
        session = controller.open(this, seat).orElse(null);
    }

    /** A device with a key, from an address; it has no session when it is refused. */
    TestDevice(Controller controller, DeviceId id, String address) {
        this(controller, id, address, "");
    }

    /** A device with a key, from an address and a network card. */
    TestDevice(Controller controller, DeviceId id, String address, String mac) {
        this.address = address;
        this.mac = mac;
        session = controller.open(this, id).orElse(null);
    }

    LinkSession session() {
        return Objects.requireNonNull(session);
    }

    /** What it sends arrives by this clock from now on. */
    TestDevice arrivesBy(LongSupplier nanos) {
        clock = nanos;
        return this;
    }

    /** Sends frames as one message. */
    void say(Consumer<ByteBuffer> writer) {
        ByteBuffer frames = ByteBuffer.allocate(4096);
        synchronized (saying) {
            writer.accept(frames);
            sent = FrameHeader.number(frames.flip(), sent);
            session().receive(frames, clock.getAsLong());
        }
    }

    void hello() {
        say(out -> FrameWriter.hello(out, 1, 1, "test"));
    }

    void attach(int number, PeripheralClass kind) {
        attach(number, kind, Capabilities.DEFAULT);
    }

    void attach(int number, PeripheralClass kind, Capabilities capabilities) {
        say(out -> FrameWriter.attach(out, number, new Attachment(kind, "", "test", "", capabilities)));
    }

    /** Attaches a display only, which answers each picture on a thread of its own while {@link #answers} says so. */
    TestDevice attachDisplay(Capabilities capabilities) {
        answers(true);
        hello();
        attach(DISPLAY, PeripheralClass.DISPLAY, capabilities);
        return this;
    }

    /** Whether pictures are answered at once from now on; one that waits is answered now. */
    void answers(boolean now) {
        boolean late;
        synchronized (this) {
            late = now && !answering && lastMark != answered;
            answering = now;
        }
        if (late) {
            answerer.execute(this::answer);
        }
    }

    private void answer() {
        int mark;
        synchronized (this) {
            if (!answering || answered == lastMark || !closed.isEmpty()) {
                return;
            }
            mark = lastMark;
            answered = mark;
        }
        say(out -> FrameWriter.pictureShown(out, DISPLAY, mark));
    }

    /** Lets somebody look at each picture as it is shown, on the thread that sends it. */
    synchronized void onPicture(Consumer<Framebuffer> look) {
        onPicture = look;
    }

    /** Bytes of drawing commands of all pictures. */
    synchronized int pictureBytes() {
        return pictureBytes;
    }

    /** Whether it shows exactly this. */
    synchronized boolean shows(Framebuffer picture) {
        return decoder.picture().width() == picture.width()
                && Arrays.equals(decoder.picture().pixels(), picture.pixels());
    }

    /** A display for one of the heads, from 1. */
    TestDevice attachDisplay(int head) {
        hello();
        Capabilities all = Capabilities.DEFAULT;
        Capabilities forHead =
                new Capabilities(0, true, false, 5, 0, 0, all.refresh(), head, all.depth(), all.codings());
        say(out -> FrameWriter.attach(out, DISPLAY, new Attachment(PeripheralClass.DISPLAY, "", "test", "", forHead)));
        return this;
    }

    TestDevice attachAll() {
        hello();
        attach(KEYBOARD, PeripheralClass.KEYBOARD);
        attach(POINTER, PeripheralClass.POINTER);
        attach(DISPLAY, PeripheralClass.DISPLAY);
        return this;
    }

    void key(int usage, KeyAction action) {
        say(out -> FrameWriter.key(out, KEYBOARD, KeyPage.KEYBOARD, usage, action));
    }

    void acknowledge() {
        say(out -> FrameWriter.pictureShown(out, DISPLAY, lastMark()));
    }

    synchronized int lastMark() {
        return lastMark;
    }

    synchronized int pictures() {
        return pictures;
    }

    synchronized Framebuffer picture() {
        return decoder.picture();
    }

    synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    synchronized String closed() {
        return closed;
    }

    @Override
    public synchronized void send(ByteBuffer frames) {
        received = FrameHeader.number(frames, received);
        try {
            reader.read(frames, this);
        } catch (ProtocolException e) {
            throw new AssertionError("the controller broke the protocol", e);
        }
    }

    @Override
    public Transport transport() {
        return Transport.TLS;
    }

    @Override
    public void sendPicture(ByteBuffer prefix, byte[] commands, long readNanos) {
        ByteBuffer frame = ByteBuffer.allocate(prefix.remaining() + commands.length);
        send(frame.put(prefix).put(commands).flip());
    }

    @Override
    public synchronized void close(ByeReason reason, String text) {
        closed = reason + ": " + text;
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public String mac() {
        return mac;
    }

    @Override
    public String remote() {
        return "test";
    }

    @Override
    public void welcome(int version, String controller) {
        heard.add("welcome " + version);
    }

    @Override
    public void admission(AdmissionState state, DeviceId device) {
        heard.add("admission " + state);
    }

    @Override
    public void identify(int peripheral, int seconds) {
        heard.add("identify " + peripheral + " " + seconds);
    }

    @Override
    public void redirect(String host, int port, boolean keep) {
        heard.add("redirect " + host);
    }

    @Override
    public void attached(int peripheral, String name) {
        heard.add("attached " + peripheral + " " + name);
    }

    @Override
    public void status(int peripheral, PlugState state, String machine, String text) {
        heard.add("status " + peripheral + " " + state + " " + machine + (text.isEmpty() ? "" : " " + text));
    }

    @Override
    public void leds(int peripheral, int bits) {
        heard.add("leds " + bits);
    }

    @Override
    public void pointerMode(int peripheral, boolean absolute) {
        heard.add("positions " + absolute);
    }

    @Override
    public void picture(int peripheral, int mark, int answers, boolean last, ByteBuffer commands) {
        pictureBytes += commands.remaining();
        try {
            decoder.decode(commands);
        } catch (BadPictureException e) {
            throw new AssertionError("a bad picture", e);
        }
        if (last) {
            lastMark = mark;
            pictures++;
            onPicture.accept(decoder.picture());
            if (answering) {
                answerer.execute(this::answer);
            }
        }
    }

    @Override
    public void touchMode(int peripheral, int contacts) {
        heard.add("touches " + contacts);
    }

    @Override
    public void blank(int peripheral, boolean dark) {
        heard.add("blank " + peripheral + " " + dark);
    }

    @Override
    public void ping(long token) {
        heard.add("ping");
    }

    @Override
    public void pong(long token) {
        heard.add("pong");
    }

    @Override
    public void bye(int peripheral, ByeReason reason, String text) {
        heard.add("bye " + reason);
    }
}
