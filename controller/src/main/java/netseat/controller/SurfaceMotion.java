package netseat.controller;

import netseat.hypervisor.LogicalPointer;
import netseat.screen.Framebuffer;

/**
 * Makes distances on a surface, in units of a position, into pixels of a picture, and keeps what is less than one for the next
 * time. Guarded by its adapter's lock.
 */
final class SurfaceMotion {
    private static final int UNITS = LogicalPointer.MAX_POSITION + 1;

    private int restX;
    private int restY;
    private int right;
    private int down;

    /** Forgets what was kept. */
    void forget() {
        restX = 0;
        restY = 0;
    }

    /** Takes a distance; {@link #right} and {@link #down} say what becomes of it. */
    void take(int dx, int dy, Framebuffer picture) {
        restX += dx * picture.width();
        restY += dy * picture.height();
        right = restX / UNITS;
        down = restY / UNITS;
        restX %= UNITS;
        restY %= UNITS;
    }

    int right() {
        return right;
    }

    int down() {
        return down;
    }

    boolean isNone() {
        return (right | down) == 0;
    }
}
