package netseat.controller;

import netseat.hypervisor.LogicalDisplay;
import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;

/** What a display unit looks at that is plugged into nothing, or dark: a black picture that never changes. */
final class BlankDisplay implements LogicalDisplay {
    private final Framebuffer black;

    /** A black picture of this size. */
    BlankDisplay(int width, int height) {
        black = new Framebuffer(width, height);
    }

    @Override
    public Framebuffer picture() {
        return black;
    }

    @Override
    public CursorShape cursor() {
        return CursorShape.NONE;
    }

    @Override
    public void suggest(int width, int height) {
        // Nobody draws here.
    }

    @Override
    public Watch watch(Listener listener) {
        listener.resized(black);
        return new Watch() {
            @Override
            public void waiting(boolean waiting) {
                // There is nothing that could be looked at sooner.
            }

            @Override
            public void close() {
                // Nobody was remembered.
            }
        };
    }
}
