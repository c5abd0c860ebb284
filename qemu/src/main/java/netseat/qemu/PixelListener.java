package netseat.qemu;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.LongAdder;
import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;
import org.jspecify.annotations.Nullable;

/**
 * Understands what QEMU tells a display listener ({@code org.qemu.Display1.Listener}, and its {@code Unix.Map} from QEMU 9.2
 * on) and keeps the display up to date with it. Without a socket and without a thread: the {@link PixelLoop} brings the messages.
 *
 * <p>A text-mode switch may send no {@code Scanout} but only {@code Update}s beyond the old size, so the picture grows
 * with those at once. When it shrinks only the console's properties tell; then the loop registers anew.
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/dbus-display.html">the interface</a>
 */
final class PixelListener {
    /** By this a listener says that it takes pixels that are shared instead of sent. */
    static final String MAP_INTERFACE = "org.qemu.Display1.Listener.Unix.Map";

    static final byte[] INTERFACE = "org.qemu.Display1.Listener".getBytes(US_ASCII);

    /** PIXMAN_x8r8g8b8 and PIXMAN_a8r8g8b8: the first is all that QEMU gives to a listener of this kind. */
    private static final int X8R8G8B8 = 0x20020888;

    private static final int A8R8G8B8 = 0x20028888;

    /** QEMU's own limit; what is larger than a {@link CursorShape} may be is cut. */
    private static final int MAX_CURSOR = 512;

    private static final ValueLayout.OfInt PIXEL = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final byte[] UPDATE = "Update".getBytes(US_ASCII);
    private static final byte[] SCANOUT = "Scanout".getBytes(US_ASCII);
    private static final byte[] DISABLE = "Disable".getBytes(US_ASCII);
    private static final byte[] MOUSE_SET = "MouseSet".getBytes(US_ASCII);
    private static final byte[] CURSOR_DEFINE = "CursorDefine".getBytes(US_ASCII);
    private static final byte[] UPDATE_TYPES = "iiiiuuay".getBytes(US_ASCII);
    private static final byte[] SCANOUT_TYPES = "uuuuay".getBytes(US_ASCII);
    private static final byte[] MOUSE_SET_TYPES = "iii".getBytes(US_ASCII);
    private static final byte[] CURSOR_TYPES = "iiiiay".getBytes(US_ASCII);

    private static final byte[] MAP_INTERFACE_ASCII = MAP_INTERFACE.getBytes(US_ASCII);
    private static final byte[] SCANOUT_MAP = "ScanoutMap".getBytes(US_ASCII);
    private static final byte[] UPDATE_MAP = "UpdateMap".getBytes(US_ASCII);
    private static final byte[] SCANOUT_MAP_TYPES = "huuuuu".getBytes(US_ASCII);
    private static final byte[] UPDATE_MAP_TYPES = "iiii".getBytes(US_ASCII);

    /** How a call is answered that QEMU waits for. */
    interface Answer {
        void done(DbusHeader call) throws IOException;

        /** QEMU is to do without it. */
        void refused(DbusHeader call, String why) throws IOException;
    }

    private final QemuDisplay display;
    private final PixelMerger merger = new PixelMerger();
    private final PixelMerger.Sink sink;
    private final PixelMerger.Sink nowhere = (x, y, width, height) -> {};
    private final DbusReader reader = new DbusReader();
    private final LongAdder ignored = new LongAdder();
    private @Nullable SharedSurface shared;

    /** @param movement told of every rectangle that differs, beside the display */
    PixelListener(QemuDisplay display, PixelMerger.Sink movement) {
        this.display = display;
        this.sink = (x, y, width, height) -> {
            display.changed(x, y, width, height);
            movement.changed(x, y, width, height);
        };
    }

    /** Messages that were left out: of an unknown kind, or with what we cannot show. */
    long ignored() {
        return ignored.sum();
    }

    /**
     * Takes one call.
     *
     * @param descriptors those that came with it
     * @param answer for calls that QEMU waits for
     * @return whether it was one of the listener's own; otherwise the loop is to answer it
     * @throws DbusException when it breaks the protocol
     */
    boolean take(DbusHeader message, Descriptors descriptors, Answer answer) throws IOException {
        if (message.type() == DbusMessage.METHOD_CALL && message.is(DbusMessage.FIELD_INTERFACE, MAP_INTERFACE_ASCII)) {
            return takeMap(message, descriptors, answer);
        }
        if (message.type() != DbusMessage.METHOD_CALL || !message.is(DbusMessage.FIELD_INTERFACE, INTERFACE)) {
            return false;
        }
        if (isCall(message, UPDATE, UPDATE_TYPES)) {
            update(message);
        } else if (isCall(message, SCANOUT, SCANOUT_TYPES)) {
            scanout(message);
        } else if (isCall(message, MOUSE_SET, MOUSE_SET_TYPES)) {
            message.body(reader);
            display.cursorMoved(reader.int32(), reader.int32(), reader.int32() != 0);
        } else if (isCall(message, CURSOR_DEFINE, CURSOR_TYPES)) {
            cursorDefine(message);
        } else if (message.is(DbusMessage.FIELD_MEMBER, DISABLE)) {
            forgetShared();
            Framebuffer old = display.picture();
            display.resized(new Framebuffer(old.width(), old.height()));
        } else {
            ignored.increment();
        }
        return true;
    }

    private static boolean isCall(DbusHeader message, byte[] member, byte[] types) {
        return message.is(DbusMessage.FIELD_MEMBER, member) && message.is(DbusMessage.FIELD_SIGNATURE, types);
    }

    private void scanout(DbusHeader message) throws DbusException {
        message.body(reader);
        int width = reader.int32();
        int height = reader.int32();
        int stride = reader.int32();
        int format = reader.int32();
        long pixels = pixels(width, height, stride);
        forgetShared();
        if (!isShowable(message, width, height, format)) {
            return;
        }
        Framebuffer old = display.picture();
        if (old.width() == width && old.height() == height) {
            merger.merge(old, 0, 0, width, height, message.data(), pixels, stride, sink);
        } else {
            Framebuffer picture = new Framebuffer(width, height);
            merger.merge(picture, 0, 0, width, height, message.data(), pixels, stride, nowhere);
            display.resized(picture);
        }
    }

    private void update(DbusHeader message) throws DbusException {
        message.body(reader);
        int x = reader.int32();
        int y = reader.int32();
        int width = reader.int32();
        int height = reader.int32();
        int stride = reader.int32();
        int format = reader.int32();
        if (x < 0 || y < 0 || x > Framebuffer.MAX_SIDE || y > Framebuffer.MAX_SIDE) {
            throw new DbusException("an update at " + x + "," + y);
        }
        long pixels = pixels(width, height, stride);
        Framebuffer old = display.picture();
        int allWidth = Math.max(old.width(), x + width);
        int allHeight = Math.max(old.height(), y + height);
        if (!isShowable(message, allWidth, allHeight, format)) {
            return;
        }
        if (allWidth == old.width() && allHeight == old.height()) {
            merger.merge(old, x, y, width, height, message.data(), pixels, stride, sink);
        } else {
            Framebuffer picture = new Framebuffer(allWidth, allHeight);
            picture.copyFrom(old);
            merger.merge(picture, x, y, width, height, message.data(), pixels, stride, nowhere);
            display.resized(picture);
        }
    }

    private boolean takeMap(DbusHeader message, Descriptors descriptors, Answer answer) throws IOException {
        if (isCall(message, SCANOUT_MAP, SCANOUT_MAP_TYPES)) {
            scanoutMap(message, descriptors, answer);
        } else if (isCall(message, UPDATE_MAP, UPDATE_MAP_TYPES)) {
            updateMap(message);
        } else {
            return false;
        }
        return true;
    }

    /** QEMU's main loop waits for the answer, so that comes before the pixels are read. */
    private void scanoutMap(DbusHeader message, Descriptors descriptors, Answer answer) throws IOException {
        message.body(reader);
        int handle = reader.int32();
        long offset = Integer.toUnsignedLong(reader.int32());
        int width = reader.int32();
        int height = reader.int32();
        int stride = reader.int32();
        int format = reader.int32();
        forgetShared();
        SharedSurface surface;
        try {
            if (!isShowable(message, width, height, format)) {
                throw new DbusException(
                        "a shared surface of " + width + "x" + height + ", format " + Integer.toHexString(format));
            }
            surface = SharedSurface.of(descriptors.take(handle), offset, width, height, stride);
        } catch (DbusException e) {
            answer.refused(message, String.valueOf(e.getMessage())); // QEMU then sends the pixels themselves
            return;
        }
        shared = surface;
        answer.done(message);
        Framebuffer old = display.picture();
        if (old.width() == width && old.height() == height) {
            surface.merge(old, 0, 0, width, height, merger, sink);
        } else {
            Framebuffer picture = new Framebuffer(width, height);
            surface.merge(picture, 0, 0, width, height, merger, nowhere);
            display.resized(picture);
        }
    }

    private void updateMap(DbusHeader message) throws DbusException {
        message.body(reader);
        int x = reader.int32();
        int y = reader.int32();
        int width = reader.int32();
        int height = reader.int32();
        SharedSurface surface = shared;
        if (surface == null) {
            ignored.increment();
            return;
        }
        if (!surface.contains(x, y, width, height)) {
            throw new DbusException("an update of " + width + "x" + height + " at " + x + "," + y);
        }
        surface.merge(display.picture(), x, y, width, height, merger, sink);
    }

    /** Whether the pixels are shared at this moment. */
    boolean isShared() {
        return shared != null;
    }

    /** The surface that was shared is no more. */
    void forgetShared() {
        if (shared != null) {
            shared.close();
            shared = null;
        }
    }

    /** Where the pixels are, of which there are enough. */
    private long pixels(int width, int height, int stride) throws DbusException {
        int length = reader.arrayLength();
        long at = reader.skip(length);
        boolean sized = width >= 1 && height >= 1 && width <= Framebuffer.MAX_SIDE && height <= Framebuffer.MAX_SIDE;
        if (!sized
                || stride < width * Integer.BYTES
                || (long) stride * (height - 1) + (long) width * Integer.BYTES > length) {
            throw new DbusException(width + "x" + height + " pixels of stride " + stride + " in " + length + " bytes");
        }
        return at;
    }

    private boolean isShowable(DbusHeader message, int width, int height, int format) {
        boolean showable = (format == X8R8G8B8 || format == A8R8G8B8)
                && message.little() // the pixels of a big-endian QEMU would be too
                && Framebuffer.fits(width, height);
        if (!showable) {
            ignored.increment();
        }
        return showable;
    }

    private void cursorDefine(DbusHeader message) throws DbusException {
        message.body(reader);
        int width = reader.int32();
        int height = reader.int32();
        int hotX = reader.int32();
        int hotY = reader.int32();
        int length = reader.arrayLength();
        long at = reader.skip(length);
        boolean sized = width >= 1 && height >= 1 && width <= MAX_CURSOR && height <= MAX_CURSOR;
        if (!sized || length < width * height * Integer.BYTES) {
            throw new DbusException("a cursor of " + width + "x" + height + " in " + length + " bytes");
        }
        int shownWidth = Math.min(width, CursorShape.MAX_SIDE);
        int shownHeight = Math.min(height, CursorShape.MAX_SIDE);
        int[] argb = new int[shownWidth * shownHeight];
        for (int y = 0; y < shownHeight; y++) {
            long from = at + (long) y * width * Integer.BYTES;
            MemorySegment.copy(message.data(), PIXEL, from, argb, y * shownWidth, shownWidth);
        }
        int shownHotX = Math.clamp(hotX, 0, shownWidth - 1);
        int shownHotY = Math.clamp(hotY, 0, shownHeight - 1);
        display.cursorShaped(new CursorShape(shownWidth, shownHeight, shownHotX, shownHotY, argb));
    }
}
