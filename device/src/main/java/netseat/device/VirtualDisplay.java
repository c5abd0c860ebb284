package netseat.device;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import netseat.protocol.Attachment;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameWriter;
import netseat.protocol.PeripheralClass;
import netseat.protocol.PlugState;
import netseat.protocol.Protocol;
import netseat.protocol.ProtocolException;
import netseat.protocol.ToDevice;
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
    private final PictureDecoder decoder = new PictureDecoder();
    private final AtomicLong pictures = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final DeviceLink link;
    private volatile String closed = "";

    private VirtualDisplay(URI uri, @Nullable Consumer<Framebuffer> eye) throws IOException {
        this.eye = eye;
        this.link = DeviceLink.connect(uri, new Receiver(), why -> closed = why);
    }

    /** Attaches a display that draws nothing. */
    public static VirtualDisplay blind(URI uri, Capabilities capabilities) throws IOException {
        return new VirtualDisplay(uri, null).attach(capabilities);
    }

    /**
     * Attaches a display that draws.
     *
     * @param eye sees each picture as it is shown, on the link's thread, before it is answered; must be brief
     */
    public static VirtualDisplay seeing(URI uri, Capabilities capabilities, Consumer<Framebuffer> eye)
            throws IOException {
        return new VirtualDisplay(uri, eye).attach(capabilities);
    }

    private VirtualDisplay attach(Capabilities capabilities) {
        ByteBuffer frames = ByteBuffer.allocate(512);
        FrameWriter.hello(frames, Protocol.VERSION, Protocol.VERSION, "netseat virtual display");
        FrameWriter.attach(
                frames, NUMBER, new Attachment(PeripheralClass.DISPLAY, "netseat", "virtual", "", capabilities));
        link.send(frames.flip());
        return this;
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
        synchronized (decoder) {
            Framebuffer shown = decoder.picture();
            Framebuffer copy = new Framebuffer(shown.width(), shown.height());
            copy.copyFrom(shown);
            return copy;
        }
    }

    @Override
    public void close() {
        link.close();
    }

    private final class Receiver implements ToDevice {
        private final Answers own = new Answers();

        @Override
        public void welcome(int version, String controller) {}

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
                own.shown(link, peripheral, mark);
            }
        }

        private void draw(ByteBuffer commands, boolean last, Consumer<Framebuffer> by) throws ProtocolException {
            synchronized (decoder) {
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
        public void ping(long token) {
            own.pong(link, token);
        }

        @Override
        public void pong(long token) {}

        @Override
        public void bye(int peripheral, ByeReason reason, String text) {
            closed = reason + ": " + text;
        }
    }
}
