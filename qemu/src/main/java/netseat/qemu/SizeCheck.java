package netseat.qemu;

import java.util.concurrent.TimeUnit;
import netseat.screen.Framebuffer;

/**
 * Finds out that the picture has not the size of the guest's surface. Only registering the listener anew brings the truth.
 *
 * <p>QEMU tells the size by a property of the console, on another connection than the pixels and in no order with them.
 * It tells it when its main loop is idle and only if it differs from what was told before: a mode that comes and goes
 * between two of those moments may send a {@code Scanout} of its own and never be told. So it is not enough to act when
 * another size is told; picture and console may also not disagree for longer than any message is on its way.
 *
 * <p>Owned by the pixel thread.
 */
final class SizeCheck {
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(60);
    private static final int NEVER = -1;

    private int consoleWidth;
    private int consoleHeight;
    private int triedWidth;
    private int triedHeight;
    private long disagreeSince;
    private boolean disagree;
    private boolean told;

    /** The console's width as told. */
    void width(int width) {
        consoleWidth = width;
        tellAnew();
    }

    /** The console's height as told. */
    void height(int height) {
        consoleHeight = height;
        tellAnew();
    }

    private void tellAnew() {
        told = true;
        triedWidth = 0;
        triedHeight = 0;
    }

    /** What was told before the listener is registered needs no action. */
    void settle() {
        told = false;
    }

    /** How long the thread may wait for messages before it is to ask again; negative for ever. */
    int pollMillis(long now) {
        return disagree ? (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(disagreeSince + PATIENCE - now)) : NEVER;
    }

    /** Whether the listener is to be registered anew now. A size for which that has not helped is not tried again. */
    boolean mustRegister(Framebuffer picture, long now) {
        boolean differs = picture.width() != consoleWidth || picture.height() != consoleHeight;
        boolean tried = picture.width() == triedWidth && picture.height() == triedHeight;
        if (told) {
            told = false;
            return differs;
        }
        if (!differs || tried) {
            disagree = false;
            return false;
        }
        if (!disagree) {
            disagree = true;
            disagreeSince = now;
        }
        if (now - disagreeSince < PATIENCE) {
            return false;
        }
        disagree = false;
        triedWidth = picture.width();
        triedHeight = picture.height();
        return true;
    }
}
