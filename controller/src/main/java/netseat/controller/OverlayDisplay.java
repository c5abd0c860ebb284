package netseat.controller;

import netseat.hypervisor.LogicalDisplay;
import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;

/**
 * A head as one seat sees it, with what is drawn over it there. Whoever else looks at the head sees nothing of that, and
 * shares no picture with it.
 */
final class OverlayDisplay implements LogicalDisplay {
    private final LogicalDisplay beneath;
    private final SeatScreen screen;

    OverlayDisplay(LogicalDisplay beneath, SeatScreen screen) {
        this.beneath = beneath;
        this.screen = screen;
    }

    @Override
    public Framebuffer picture() {
        return beneath.picture();
    }

    @Override
    public CursorShape cursor() {
        return screen.content().dims() ? CursorShape.NONE : beneath.cursor();
    }

    @Override
    public void suggest(int width, int height) {
        beneath.suggest(width, height);
    }

    @Override
    public Watch watch(Listener listener) {
        return new OverlayView(beneath, screen, listener).open();
    }
}
