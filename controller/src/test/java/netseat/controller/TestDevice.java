package netseat.controller;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import netseat.protocol.Attachment;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.ByeReason;
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

/** A device on a link without a network: what it sends arrives within the call. */
final class TestDevice implements Link, ToDevice {
    static final int KEYBOARD = 1;
    static final int POINTER = 2;
    static final int DISPLAY = 3;

    private final LinkSession session;
    private final FrameReader reader = new FrameReader();
    private final PictureDecoder decoder = new PictureDecoder();
    private final List<String> heard = new ArrayList<>();
    private int sent;
    private int received;
    private int lastMark;
    private int pictures;
    private String closed = "";

    TestDevice(Controller controller, Seat seat) {
        session = controller.open(this, seat).orElseThrow();
    }

    LinkSession session() {
        return session;
    }

    /** Sends frames as one message. */
    void say(Consumer<ByteBuffer> writer) {
        ByteBuffer frames = ByteBuffer.allocate(4096);
        writer.accept(frames);
        sent = FrameHeader.number(frames.flip(), sent);
        session.receive(frames, System.nanoTime());
    }

    void hello() {
        say(out -> FrameWriter.hello(out, 1, 1, "test"));
    }

    void attach(int number, PeripheralClass kind) {
        say(out -> FrameWriter.attach(out, number, new Attachment(kind, "", "test", "", Capabilities.DEFAULT)));
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
    public void sendPicture(ByteBuffer frames, long readNanos) {
        send(frames);
    }

    @Override
    public synchronized void close(ByeReason reason, String text) {
        closed = reason + ": " + text;
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
        try {
            decoder.decode(commands);
        } catch (BadPictureException e) {
            throw new AssertionError("a bad picture", e);
        }
        if (last) {
            lastMark = mark;
            pictures++;
        }
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
