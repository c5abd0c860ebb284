package netseat.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A monitor that shows memory of ours: a dumb buffer. One thread at a time. */
public final class DrmOutput implements AutoCloseable {
    private static final int BITS = 32;
    private static final int DEPTH = 24;

    private final Arena arena = Arena.ofAuto();
    private final Descriptor card;
    private final int crtc;
    private final int connector;
    private final DrmMode mode;
    private final int handle;
    private final int pitch;
    private final MemorySegment pixels;
    private final int buffer;
    private final MemorySegment clip = arena.allocate(DrmLayout.CLIP_SIZE, 8);
    private final MemorySegment dirty = arena.allocate(DrmLayout.Dirty.SIZE, 8);
    private boolean wantsDirty = true;

    private DrmOutput(
            Descriptor card,
            int crtc,
            int connector,
            DrmMode mode,
            int handle,
            int pitch,
            MemorySegment pixels,
            int buffer) {
        this.card = card;
        this.crtc = crtc;
        this.connector = connector;
        this.mode = mode;
        this.handle = handle;
        this.pitch = pitch;
        this.pixels = pixels;
        this.buffer = buffer;
        dirty.set(JAVA_INT, 0, buffer);
        dirty.set(JAVA_INT, DrmLayout.Dirty.COUNT_CLIPS, 1);
        dirty.set(JAVA_LONG, DrmLayout.Dirty.CLIPS, clip.address());
    }

    /**
     * Makes a monitor show a black picture of our own.
     *
     * @param crtc the number of one that can drive it and drives nothing else of ours
     * @throws LinuxException when the card refuses, or somebody else, such as a desktop, has the screen
     */
    public static DrmOutput show(DrmCard card, DrmConnector connector, int crtc, DrmMode mode) throws LinuxException {
        try (Arena brief = Arena.ofConfined()) {
            DrmOutput output = make(card.descriptor(), brief, crtc, connector.id(), mode);
            try {
                output.drive(brief);
                return output;
            } catch (LinuxException e) {
                output.close();
                throw e;
            }
        }
    }

    private static DrmOutput make(Descriptor card, Arena brief, int crtc, int connector, DrmMode mode)
            throws LinuxException {
        MemorySegment dumb = brief.allocate(DrmLayout.Dumb.SIZE, 8);
        dumb.set(JAVA_INT, 0, mode.height());
        dumb.set(JAVA_INT, DrmLayout.Dumb.WIDTH, mode.width());
        dumb.set(JAVA_INT, DrmLayout.Dumb.BITS, BITS);
        card.ioctl(DrmLayout.CREATE_DUMB, dumb, "get memory for a picture from");
        int handle = dumb.get(JAVA_INT, DrmLayout.Dumb.HANDLE);
        int pitch = dumb.get(JAVA_INT, DrmLayout.Dumb.PITCH);
        int buffer = 0;
        try {
            MemorySegment fb = brief.allocate(DrmLayout.Buffer.SIZE, 8);
            fb.set(JAVA_INT, DrmLayout.Buffer.WIDTH, mode.width());
            fb.set(JAVA_INT, DrmLayout.Buffer.HEIGHT, mode.height());
            fb.set(JAVA_INT, DrmLayout.Buffer.PITCH, pitch);
            fb.set(JAVA_INT, DrmLayout.Buffer.BITS, BITS);
            fb.set(JAVA_INT, DrmLayout.Buffer.DEPTH, DEPTH);
            fb.set(JAVA_INT, DrmLayout.Buffer.HANDLE, handle);
            card.ioctl(DrmLayout.ADD_FB, fb, "make a picture on");
            buffer = fb.get(JAVA_INT, 0);
            MemorySegment map = brief.allocate(DrmLayout.DumbMap.SIZE, 8);
            map.set(JAVA_INT, 0, handle);
            card.ioctl(DrmLayout.MAP_DUMB, map, "find the picture's memory on");
            MemorySegment pixels =
                    card.map(dumb.get(JAVA_LONG, DrmLayout.Dumb.LENGTH), map.get(JAVA_LONG, DrmLayout.DumbMap.OFFSET));
            return new DrmOutput(card, crtc, connector, mode, handle, pitch, pixels.fill((byte) 0), buffer);
        } catch (LinuxException e) {
            free(card, buffer, handle);
            throw e;
        }
    }

    /**
     * Switches the monitor's light off, by driving it no more, or on again. Its memory can be written meanwhile.
     *
     * @throws LinuxException when the card refuses
     */
    public void light(boolean on) throws LinuxException {
        try (Arena brief = Arena.ofConfined()) {
            if (on) {
                drive(brief);
            } else {
                MemorySegment set = brief.allocate(DrmLayout.Crtc.SIZE, 8);
                set.set(JAVA_INT, DrmLayout.Crtc.ID, crtc);
                card.ioctl(DrmLayout.SET_CRTC, set, "switch a monitor off on");
            }
        }
    }

    private void drive(Arena brief) throws LinuxException {
        MemorySegment set = brief.allocate(DrmLayout.Crtc.SIZE, 8);
        MemorySegment connectors = brief.allocateFrom(JAVA_INT, connector);
        set.set(JAVA_LONG, DrmLayout.Crtc.CONNECTORS, connectors.address());
        set.set(JAVA_INT, DrmLayout.Crtc.COUNT_CONNECTORS, 1);
        set.set(JAVA_INT, DrmLayout.Crtc.ID, crtc);
        set.set(JAVA_INT, DrmLayout.Crtc.BUFFER, buffer);
        set.set(JAVA_INT, DrmLayout.Crtc.MODE_VALID, 1);
        MemorySegment.copy(mode.raw(), 0, set, JAVA_BYTE, DrmLayout.Crtc.MODE, DrmLayout.Mode.SIZE);
        card.ioctl(DrmLayout.SET_CRTC, set, "show a picture on");
    }

    public int width() {
        return mode.width();
    }

    public int height() {
        return mode.height();
    }

    /** Bytes from one row to the next. */
    public int pitch() {
        return pitch;
    }

    /** What the monitor shows: rows from the top, {@code 0xXXRRGGBB} ints. Not to be used after {@link #close}. */
    public MemorySegment pixels() {
        return pixels;
    }

    /** What was written in this rectangle is to be seen now. Drivers that show memory as it is need not be told. */
    public void written(int x, int y, int width, int height) {
        if (wantsDirty) {
            clip.set(JAVA_SHORT, 0, (short) x);
            clip.set(JAVA_SHORT, 2, (short) y);
            clip.set(JAVA_SHORT, 4, (short) (x + width));
            clip.set(JAVA_SHORT, 6, (short) (y + height));
            wantsDirty = card.tryIoctl(DrmLayout.DIRTY_FB, dirty) == 0;
        }
    }

    private static void free(Descriptor card, int buffer, int handle) {
        try (Arena brief = Arena.ofConfined()) {
            if (buffer != 0) {
                card.tryIoctl(DrmLayout.REMOVE_FB, brief.allocateFrom(JAVA_INT, buffer));
            }
            card.tryIoctl(DrmLayout.DESTROY_DUMB, brief.allocateFrom(JAVA_INT, handle));
        }
    }

    /** Shows it no more. */
    @Override
    public void close() {
        card.unmap(pixels);
        free(card, buffer, handle);
    }
}
