package netseat.controller;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import netseat.hypervisor.LogicalDisplay;
import netseat.hypervisor.Registration;
import netseat.screen.CursorShape;
import netseat.screen.Damage;
import netseat.screen.Framebuffer;
import netseat.screen.Tile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the picture of an {@link OverlayDisplay} for one onlooker, on a thread of its own, so that the machine's pixel thread
 * does no more for it than to mark what changed. What was drawn beneath goes on to be seen, dimmed while a menu is open.
 */
final class OverlayView implements LogicalDisplay.Watch, LogicalDisplay.Listener, Runnable {
    private static final Logger log = LoggerFactory.getLogger(OverlayView.class);
    private static final Pointer HIDDEN = new Pointer(0, 0, false);

    private final LogicalDisplay beneath;
    private final SeatScreen screen;
    private final LogicalDisplay.Listener onlooker;
    private final Thread painter = Thread.ofPlatform().name("overlay").daemon().unstarted(this);

    private volatile LogicalDisplay.@Nullable Watch watch;
    private volatile @Nullable Registration changes;
    private volatile boolean closed;

    // Of the picture beneath, written by the machine's pixel thread.
    private volatile HeadView.Surface below = new HeadView.Surface(new Framebuffer(1, 1));
    private volatile CursorShape shape = CursorShape.NONE;
    private volatile Pointer pointer = HIDDEN;
    private final AtomicLong readNanos = new AtomicLong(HeadView.NOT_READ);

    // Of the picture as it is here; of whoever composes it: the one who opens this, and then the painter.
    private HeadView.Surface composedOf = below;
    private Framebuffer composed = new Framebuffer(1, 1);
    private SeatScreen.Content drawn = new SeatScreen.Content(null, "");
    private List<Plate> plates = List.of();
    private CursorShape toldShape = CursorShape.NONE;
    private Pointer toldPointer = HIDDEN;

    private record Pointer(int x, int y, boolean visible) {}

    OverlayView(LogicalDisplay beneath, SeatScreen screen, LogicalDisplay.Listener onlooker) {
        this.beneath = beneath;
        this.screen = screen;
        this.onlooker = onlooker;
    }

    /** Looks from now on; the onlooker has the whole picture when this returns. */
    OverlayView open() {
        watch = beneath.watch(this);
        shape = beneath.cursor();
        changes = screen.onChange(() -> LockSupport.unpark(painter));
        compose();
        painter.start();
        return this;
    }

    @Override
    public void waiting(boolean waiting) {
        LogicalDisplay.Watch open = watch;
        if (open != null) {
            open.waiting(waiting);
        }
    }

    @Override
    public void close() {
        closed = true;
        LogicalDisplay.Watch open = watch;
        if (open != null) {
            open.close();
        }
        Registration registration = changes;
        if (registration != null) {
            registration.close();
        }
        LockSupport.unpark(painter);
    }

    @Override
    public void resized(Framebuffer picture) {
        below = new HeadView.Surface(picture);
    }

    @Override
    public void changed(int x, int y, int width, int height) {
        below.damage().mark(x, y, width, height);
    }

    @Override
    public void cursorShaped(CursorShape next) {
        shape = next;
    }

    @Override
    public void cursorMoved(int x, int y, boolean visible) {
        pointer = new Pointer(x, y, visible);
    }

    @Override
    public void settled(long nanos) {
        readNanos.compareAndSet(HeadView.NOT_READ, nanos);
        LockSupport.unpark(painter);
    }

    /** The painter's loop. */
    @Override
    public void run() {
        try {
            while (!closed) {
                long nanos = readNanos.getAndSet(HeadView.NOT_READ);
                if (compose()) {
                    onlooker.settled(nanos == HeadView.NOT_READ ? System.nanoTime() : nanos);
                } else {
                    LockSupport.park(this); // whoever changes what is looked at above unparks after it
                }
            }
        } catch (RuntimeException e) {
            log.error("our mistake: what is drawn over a display stands still until nothing is drawn there", e);
        }
    }

    /** Brings the picture up to date; returns whether there was anything to do. */
    private boolean compose() {
        HeadView.Surface from = below;
        SeatScreen.Content content = screen.content();
        boolean changed = false;
        if (!from.equals(composedOf)) {
            begin(from, content);
            changed = true;
        } else if (!content.equals(drawn)) {
            draw(content);
            changed = true;
        }
        changed |= copyDamaged();
        return tellPointer() || changed;
    }

    /** Makes the whole picture in a new mode, and only then shows it. */
    private void begin(HeadView.Surface from, SeatScreen.Content content) {
        composedOf = from;
        composed = new Framebuffer(from.picture().width(), from.picture().height());
        drawn = content;
        plates = content.plates(composed.width(), composed.height());
        copy(0, 0, composed.width(), composed.height());
        plates.forEach(plate -> plate.drawOn(composed));
        onlooker.resized(composed);
    }

    /** Draws other plates; where they are is left out of what is copied from now on. */
    private void draw(SeatScreen.Content content) {
        List<Plate> next = content.plates(composed.width(), composed.height());
        boolean same = drawn.dims() == content.dims() && next.size() == plates.size();
        for (int i = 0; same && i < next.size(); i++) {
            same = next.get(i).hasSamePlaceAs(plates.get(i));
        }
        drawn = content;
        plates = next;
        if (!same) {
            composedOf.damage().markAll();
        }
        for (Plate plate : next) {
            plate.drawOn(composed);
            onlooker.changed(
                    plate.x(), plate.y(), plate.pixels().width(), plate.pixels().height());
        }
    }

    private boolean copyDamaged() {
        Damage damage = composedOf.damage();
        boolean any = false;
        for (int tile = damage.next(0); tile >= 0; tile = damage.next(tile + 1)) {
            damage.take(tile); // first: what is drawn there meanwhile marks it again
            int x = tile % damage.columns() * Tile.SIDE;
            int y = tile / damage.columns() * Tile.SIDE;
            int width = Math.min(Tile.SIDE, composed.width() - x);
            int height = Math.min(Tile.SIDE, composed.height() - y);
            copy(x, y, width, height);
            onlooker.changed(x, y, width, height);
            any = true;
        }
        return any;
    }

    /** Copies a rectangle from beneath, but for what plates cover. */
    private void copy(int x, int y, int width, int height) {
        for (int row = y; row < y + height; row++) {
            Plate plate = plateIn(row);
            if (plate == null) {
                copyRow(row, x, x + width);
            } else {
                copyRow(row, x, Math.min(x + width, plate.x()));
                copyRow(row, Math.max(x, plate.right()), x + width);
            }
        }
    }

    /** The plate that covers a part of this row: they lie below one another. */
    private @Nullable Plate plateIn(int row) {
        for (Plate plate : plates) {
            if (row >= plate.y() && row < plate.bottom()) {
                return plate;
            }
        }
        return null;
    }

    private void copyRow(int row, int left, int right) {
        int start = row * composed.width();
        int[] from = composedOf.picture().pixels();
        int[] to = composed.pixels();
        if (drawn.dims()) {
            for (int at = start + left; at < start + right; at++) {
                to[at] = dimmed(from[at]);
            }
        } else if (left < right) {
            System.arraycopy(from, start + left, to, start + left, right - left);
        }
    }

    /** Three eighths as bright. */
    private static int dimmed(int colour) {
        return ((colour >> 2) & 0x3F3F3F) + ((colour >> 3) & 0x1F1F1F);
    }

    private boolean tellPointer() {
        CursorShape newShape = drawn.dims() ? CursorShape.NONE : shape;
        Pointer newPointer = drawn.dims() ? HIDDEN : pointer;
        boolean changed = false;
        if (!newShape.equals(toldShape)) {
            toldShape = newShape;
            onlooker.cursorShaped(newShape);
            changed = true;
        }
        if (!newPointer.equals(toldPointer)) {
            toldPointer = newPointer;
            onlooker.cursorMoved(newPointer.x(), newPointer.y(), newPointer.visible());
            changed = true;
        }
        return changed;
    }
}
