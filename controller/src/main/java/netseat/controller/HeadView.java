package netseat.controller;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import netseat.hypervisor.LogicalDisplay;
import netseat.screen.CursorShape;
import netseat.screen.Damage;
import netseat.screen.Framebuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the units of one stream have not yet seen of its head. Written by the machine's pixel thread, taken by whoever draws
 * the stream's picture, without a lock.
 */
final class HeadView implements LogicalDisplay.Listener {
    /** The time of nothing read. */
    static final long NOT_READ = 0;

    /** A pointer at 0,0, hidden: what a unit has before it is told otherwise. */
    static final long NO_POINTER = 0;

    private static final long VISIBLE = 1L << 63;
    private static final VarHandle READ_NANOS;

    static {
        try {
            READ_NANOS = MethodHandles.lookup().findVarHandle(HeadView.class, "readNanos", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A picture and what of it is unseen. */
    record Surface(Framebuffer picture, Damage damage) {
        Surface(Framebuffer picture) {
            this(picture, new Damage(picture.width(), picture.height()));
        }
    }

    private final PictureStream stream;
    private boolean closed;
    private volatile LogicalDisplay.@Nullable Watch watch;

    private volatile Surface surface = new Surface(new Framebuffer(1, 1));
    private volatile CursorShape cursor = CursorShape.NONE;
    private volatile long pointer = NO_POINTER;

    @SuppressWarnings("UnusedVariable") // through READ_NANOS
    private volatile long readNanos = NOT_READ;

    /** A view of a head that is yet to be looked at. */
    HeadView(PictureStream stream) {
        this.stream = stream;
    }

    /** Looks at the head from now on, unless closed. */
    synchronized void look(LogicalDisplay display) {
        if (!closed) {
            watch = display.watch(this);
            cursor = display.cursor();
        }
    }

    synchronized void close() {
        closed = true;
        LogicalDisplay.Watch open = watch;
        if (open != null) {
            open.close();
        }
    }

    /** Whether the units wait for a newer picture. */
    void waiting(boolean waiting) {
        LogicalDisplay.Watch open = watch;
        if (open != null) {
            open.waiting(waiting);
        }
    }

    Surface surface() {
        return surface;
    }

    CursorShape cursor() {
        return cursor;
    }

    /** The pointer's place, packed. */
    long pointer() {
        return pointer;
    }

    static int pointerX(long packed) {
        return (short) packed;
    }

    static int pointerY(long packed) {
        return (short) (packed >> Short.SIZE);
    }

    static boolean pointerVisible(long packed) {
        return (packed & VISIBLE) != 0;
    }

    /** When the oldest unseen pixels were read, or {@link #NOT_READ}; forgets it. */
    long takeReadNanos() {
        return (long) READ_NANOS.getAndSet(this, NOT_READ);
    }

    @Override
    public void resized(Framebuffer picture) {
        surface = new Surface(picture);
    }

    @Override
    public void changed(int x, int y, int width, int height) {
        surface.damage().mark(x, y, width, height);
    }

    @Override
    public void cursorShaped(CursorShape shape) {
        cursor = shape;
    }

    @Override
    public void cursorMoved(int x, int y, boolean visible) {
        pointer = (x & 0xFFFFL) | (y & 0xFFFFL) << Short.SIZE | (visible ? VISIBLE : 0);
    }

    @Override
    public void settled(long nanos) {
        READ_NANOS.compareAndSet(this, NOT_READ, nanos);
        stream.headChanged();
    }
}
