package netseat.qemu;

import java.lang.invoke.VarHandle;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import netseat.hypervisor.LogicalDisplay;
import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The picture of one head of a machine and those who look at it. Stays the same over the machine's lives; the pixel thread of
 * the present life writes, through the package's methods, and any thread reads.
 */
final class QemuDisplay implements LogicalDisplay {
    private static final Logger LOG = LoggerFactory.getLogger(QemuDisplay.class);

    private final CopyOnWriteArrayList<Onlooker> onlookers = new CopyOnWriteArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Runnable onWaiting;
    private final Runnable onWish;
    private volatile Framebuffer picture = new Framebuffer(720, 400);
    private volatile long wish = SizeWish.NONE;
    private volatile CursorShape cursor = CursorShape.NONE;
    private boolean unsettled;

    /**
     * @param onWaiting called, on any thread, whenever an onlooker begins to wait for a newer picture
     * @param onWish called, on any thread, when another {@link #wish} is to be told to the guest
     */
    QemuDisplay(Runnable onWaiting, Runnable onWish) {
        this.onWaiting = onWaiting;
        this.onWish = onWish;
    }

    @Override
    public Framebuffer picture() {
        return picture;
    }

    @Override
    public CursorShape cursor() {
        return cursor;
    }

    @Override
    public void suggest(int width, int height) {
        if (!LogicalDisplay.isSize(width, height)) {
            throw new IllegalArgumentException("a size of " + width + "x" + height);
        }
        wish = SizeWish.pack(width, height);
        onWish.run();
    }

    /** The size that was suggested last, as a {@link SizeWish}. */
    long wish() {
        return wish;
    }

    @Override
    public Watch watch(Listener listener) {
        Onlooker onlooker = new Onlooker(listener);
        onlooker.open();
        return onlooker;
    }

    /** Whether any onlooker waits for a newer picture. */
    boolean isWaitedFor() {
        return waiting.get() > 0;
    }

    /** A new mode; the framebuffer holds its pixels already. Pixel thread. */
    void resized(Framebuffer newPicture) {
        picture = newPicture;
        unsettled = true;
        for (Onlooker onlooker : onlookers) {
            onlooker.resized(newPicture);
        }
    }

    /** These pixels of the picture have been changed. Pixel thread. */
    void changed(int x, int y, int width, int height) {
        unsettled = true;
        VarHandle.fullFence(); // whoever is not among the onlookers yet will read these pixels after its first call
        for (Onlooker onlooker : onlookers) {
            onlooker.changed(picture, x, y, width, height);
        }
    }

    void cursorShaped(CursorShape shape) {
        cursor = shape;
        unsettled = true;
        for (Onlooker onlooker : onlookers) {
            onlooker.cursorShaped(shape);
        }
    }

    void cursorMoved(int x, int y, boolean visible) {
        unsettled = true;
        for (Onlooker onlooker : onlookers) {
            onlooker.cursorMoved(x, y, visible);
        }
    }

    /** What was read has been told. Pixel thread. */
    void settled(long readNanos) {
        if (unsettled) {
            unsettled = false;
            for (Onlooker onlooker : onlookers) {
                onlooker.settled(readNanos);
            }
        }
    }

    /** The machine is off: black, as on a screen without a signal. After the pixel thread's end. */
    void blank() {
        cursorShaped(CursorShape.NONE);
        resized(new Framebuffer(picture.width(), picture.height()));
        settled(System.nanoTime());
    }

    /**
     * One onlooker. Its monitor orders the first {@link Listener#resized}, on the caller's thread, before whatever the
     * pixel thread has to tell. {@link #waiting} stays clear of it: its caller may hold what the listener wants.
     */
    private final class Onlooker implements Watch {
        private static final int LOOKING = 0;
        private static final int WAITING = 1;
        private static final int CLOSED = 2;

        private final Listener listener;
        private final AtomicInteger state = new AtomicInteger(LOOKING);
        private Framebuffer known = picture;

        Onlooker(Listener listener) {
            this.listener = listener;
        }

        synchronized void open() {
            onlookers.add(this);
            known = picture;
            listener.resized(known);
        }

        synchronized void resized(Framebuffer newPicture) {
            if (known != newPicture) {
                known = newPicture;
                tell(() -> listener.resized(newPicture));
            }
        }

        synchronized void changed(Framebuffer of, int x, int y, int width, int height) {
            if (known != of) {
                return;
            }
            try {
                listener.changed(x, y, width, height);
            } catch (RuntimeException e) {
                drop(e);
            }
        }

        synchronized void cursorShaped(CursorShape shape) {
            tell(() -> listener.cursorShaped(shape));
        }

        synchronized void cursorMoved(int x, int y, boolean visible) {
            tell(() -> listener.cursorMoved(x, y, visible));
        }

        synchronized void settled(long readNanos) {
            try {
                listener.settled(readNanos);
            } catch (RuntimeException e) {
                drop(e);
            }
        }

        private void tell(Runnable call) {
            try {
                call.run();
            } catch (RuntimeException e) {
                drop(e);
            }
        }

        /** An onlooker's fault must not cost all others the display. */
        private void drop(RuntimeException fault) {
            LOG.error("an onlooker failed and is told no more", fault);
            close();
        }

        @Override
        public void waiting(boolean nowWaits) {
            if (nowWaits) {
                if (state.compareAndSet(LOOKING, WAITING)) {
                    waiting.incrementAndGet();
                    onWaiting.run();
                }
            } else if (state.compareAndSet(WAITING, LOOKING)) {
                waiting.decrementAndGet();
            }
        }

        @Override
        public void close() {
            if (state.getAndSet(CLOSED) == WAITING) {
                waiting.decrementAndGet();
            }
            onlookers.remove(this);
        }
    }
}
