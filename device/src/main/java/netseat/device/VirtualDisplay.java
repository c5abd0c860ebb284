package netseat.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import netseat.protocol.Attachment;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameWriter;
import netseat.protocol.PeripheralClass;
import netseat.protocol.PlugState;
import netseat.protocol.ProtocolException;
import netseat.screen.BadPictureException;
import netseat.screen.Framebuffer;
import netseat.screen.PictureDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A display unit alone, of which many fit into one program: it answers each picture at once, and draws it only if asked to.
 * Any thread.
 */
public final class VirtualDisplay implements AutoCloseable {
    private static final int NUMBER = 1;

    private final @Nullable Consumer<Framebuffer> eye;
    private final Capabilities capabilities;
    private final Object drawing = new Object();
    private PictureDecoder decoder = new PictureDecoder(); // guarded by drawing
    private final AtomicLong pictures = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final DeviceLink link;
    private volatile String closed = "";

    private VirtualDisplay(LinkMaker maker, Capabilities capabilities, @Nullable Consumer<Framebuffer> eye)
            throws IOException {
        this.capabilities = capabilities;
        this.eye = eye;
        this.link = maker.open(new Receiver());
    }

    /** Attaches a display that draws nothing. */
    public static VirtualDisplay blind(SeatAddress at, Capabilities capabilities) throws IOException {
        return new VirtualDisplay(WebSocketDeviceLink.to(at), capabilities, null);
    }

    /**
     * Attaches a display that draws.
     *
     * @param eye sees each picture as it is shown, on the link's thread, before it is answered; must be brief
     */
    public static VirtualDisplay seeing(SeatAddress at, Capabilities capabilities, Consumer<Framebuffer> eye)
            throws IOException {
        return new VirtualDisplay(WebSocketDeviceLink.to(at), capabilities, eye);
    }

    /** How many pictures were shown. */
    public long pictures() {
        return pictures.get();
    }

    /** How many bytes of drawing commands came. */
    public long bytes() {
        return bytes.get();
    }

    /** Why the link is closed, in words; empty while it is open. */
    public String closed() {
        return closed;
    }

    /** A copy of what is shown; black when it draws nothing. */
    public Framebuffer picture() {
        synchronized (drawing) {
            return decoder.picture().copy();
        }
    }

    /** A copy of what is to be seen: {@link #picture} with what passes over it for a moment. */
    public Framebuffer seen() {
        synchronized (drawing) {
            return decoder.seen();
        }
    }

    @Override
    public void close() {
        link.close();
    }

    private final class Receiver extends AnsweringEnd {
        Receiver() {
            super("netseat virtual display");
        }

        @Override
        public void opened(DeviceLink opened) {
            synchronized (drawing) {
                decoder = new PictureDecoder();
            }
            closed = "";
            super.opened(opened);
        }

        @Override
        protected void attach(DeviceLink on) {
            ByteBuffer frame = ByteBuffer.allocate(256);
            FrameWriter.attach(
                    frame, NUMBER, new Attachment(PeripheralClass.DISPLAY, "netseat", "virtual", "", capabilities));
            on.send(frame.flip());
        }

        @Override
        public void closed(String why) {
            closed = why;
        }

        @Override
        public void welcome(int version, String controller) {}

        @Override
        public void identify(int peripheral, int seconds) {}

        @Override
        public void attached(int peripheral, String name) {}

        @Override
        public void status(int peripheral, PlugState state, String machine, String text) {}

        @Override
        public void leds(int peripheral, int leds) {}

        @Override
        public void pointerMode(int peripheral, boolean absolute) {}

        @Override
        public void picture(int peripheral, int mark, int answers, boolean last, ByteBuffer commands)
                throws ProtocolException {
            bytes.addAndGet(commands.remaining());
            Consumer<Framebuffer> by = eye;
            if (by != null) {
                draw(commands, last, by);
            }
            if (last) {
                pictures.incrementAndGet();
                showed(peripheral, mark);
            }
        }

        private void draw(ByteBuffer commands, boolean last, Consumer<Framebuffer> by) throws ProtocolException {
            synchronized (drawing) {
                try {
                    decoder.decode(commands);
                } catch (BadPictureException e) {
                    throw new ProtocolException(ByeReason.BAD_FRAME, String.valueOf(e.getMessage()));
                }
                if (last) {
                    by.accept(decoder.picture());
                }
            }
        }

        @Override
        public void pong(long token) {}

        @Override
        public void bye(int peripheral, ByeReason reason, String text) {
            closed = reason + ": " + text;
        }
    }
}
