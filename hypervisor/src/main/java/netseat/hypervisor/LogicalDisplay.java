package netseat.hypervisor;

import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;

/** One head that the guest draws on. */
public interface LogicalDisplay {
    /** The least width and height that a guest is asked for. */
    int MIN_SIDE = 64;

    /** {@link #isSize} in words. */
    String SIZES = MIN_SIDE + " to " + Framebuffer.MAX_SIDE + " each and at most " + Framebuffer.MAX_PIXELS + " pixels";

    /** Whether a guest may be asked for this size. */
    static boolean isSize(int width, int height) {
        return width >= MIN_SIDE && height >= MIN_SIDE && Framebuffer.fits(width, height);
    }

    /** The newest pixels, written by the machine's pixel thread while you read; see {@link Framebuffer}. */
    Framebuffer picture();

    /** The pointer's shape as the guest set it; {@link CursorShape#NONE} when the guest draws its own. */
    CursorShape cursor();

    /**
     * Tells the guest of what size this head's monitor is, as a monitor does by its EDID. A guest whose driver listens
     * changes its mode; others, and every guest on a plain VGA, do as they please. The last word counts and holds for the
     * machine's later lives; a flood of them is thinned out. Any thread; does not wait.
     *
     * @throws IllegalArgumentException when {@link #isSize} says no
     */
    void suggest(int width, int height);

    /**
     * Looks at the display from now on. The listener's first call is {@link Listener#resized} with the picture as it
     * is.
     */
    Watch watch(Listener listener);

    /** Called on the machine's pixel thread (the first call: on the caller's); must not block and should be brief. */
    interface Listener {
        /** A new mode: everything is to be looked at again. */
        void resized(Framebuffer picture);

        /** The pixels of this rectangle differ from before; it lies within the picture of the last resize. */
        void changed(int x, int y, int width, int height);

        /** The guest set another pointer shape. */
        void cursorShaped(CursorShape shape);

        /** The guest moved the pointer, in pixels of the picture; it may lie outside. */
        void cursorMoved(int x, int y, boolean visible);

        /**
         * What was called since the last time belongs together and no more is at hand: time to act.
         *
         * @param readNanos {@link System#nanoTime()} when the first of it had been read whole from the hypervisor
         */
        void settled(long readNanos);
    }

    /** One onlooker. */
    interface Watch extends Registration {
        /**
         * Says whether the onlooker waits for a newer picture. While one does, the machine looks for changes sooner and
         * more often than the hypervisor would by itself; while none does, it costs nothing. Any thread.
         */
        void waiting(boolean waiting);
    }
}
