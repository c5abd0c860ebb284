package netseat.hypervisor;

import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;

/** The head that the guest draws on. */
public interface LogicalDisplay {
    /** The newest pixels, written by the machine's pixel thread while you read; see {@link Framebuffer}. */
    Framebuffer picture();

    /** The pointer's shape as the guest set it; {@link CursorShape#NONE} when the guest draws its own. */
    CursorShape cursor();

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
