package netseat.desk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A window as a monitor. It follows the guest: it gets the size of the guest's picture. A person who drags it to another
 * size gives the guest that size as a wish, and until the guest follows, the picture is fitted into the window. Any thread.
 */
final class WindowMonitor implements Monitor {
    /** What it has, and wishes, before any picture. */
    static final int WIDTH = 1024;

    static final int HEIGHT = 768;

    private static final int MOST_WIDTH = 3840;
    private static final int MOST_HEIGHT = 2400;

    private final X11Window window;
    private final String display;
    private volatile @Nullable WindowScreen shown;
    private volatile Placement placement = new Placement(0, 0, WIDTH, HEIGHT);
    private volatile Runnable resized = () -> {};

    // Guarded by this.
    private int width = WIDTH;
    private int height = HEIGHT;
    private int askedWidth = WIDTH;
    private int askedHeight = HEIGHT;
    private int wishedWidth = WIDTH;
    private int wishedHeight = HEIGHT;
    private int pictureWidth;
    private int pictureHeight;

    /** @param display for a person, as in {@code :0} */
    WindowMonitor(X11Window window, String display) {
        this.window = window;
        this.display = display;
    }

    @Override
    public String name() {
        return "window";
    }

    @Override
    public String maker() {
        return "";
    }

    @Override
    public String model() {
        return "window on display " + display;
    }

    @Override
    public String serial() {
        return "";
    }

    @Override
    public synchronized int width() {
        return wishedWidth;
    }

    @Override
    public synchronized int height() {
        return wishedHeight;
    }

    @Override
    public int refresh() {
        return 60;
    }

    @Override
    public void onResize(Runnable does) {
        resized = does;
    }

    @Override
    public Screen show() throws IOException {
        WindowScreen screen;
        synchronized (this) {
            screen = new WindowScreen(this, window, width, height);
        }
        shown = screen;
        return screen;
    }

    /** Where the guest's picture lies in the window. */
    Placement placement() {
        return placement;
    }

    /** A screen places a picture; a size that is new is the guest's own doing, and the window follows. */
    void placed(Placement now, int ofWidth, int ofHeight) {
        placement = now;
        boolean follows;
        synchronized (this) {
            follows =
                    (ofWidth != pictureWidth || ofHeight != pictureHeight) && (ofWidth != width || ofHeight != height);
            pictureWidth = ofWidth;
            pictureHeight = ofHeight;
            follows &= ofWidth <= window.desktopWidth() && ofHeight <= window.desktopHeight();
            if (follows) {
                askedWidth = ofWidth;
                askedHeight = ofHeight;
            }
        }
        if (follows) {
            try {
                window.resize(ofWidth, ofHeight);
            } catch (IOException e) {
                return; // the window's thread finds the same, and says it
            }
        }
    }

    /** The window has this size now. */
    void sized(int toWidth, int toHeight) {
        synchronized (this) {
            int newWidth = Math.clamp(toWidth, 1, MOST_WIDTH);
            int newHeight = Math.clamp(toHeight, 1, MOST_HEIGHT);
            if (newWidth == width && newHeight == height) {
                return;
            }
            width = newWidth;
            height = newHeight;
            if (newWidth != askedWidth || newHeight != askedHeight) {
                wishedWidth = newWidth;
                wishedHeight = newHeight;
                askedWidth = newWidth;
                askedHeight = newHeight;
            }
        }
        resized.run();
    }

    /** A part of the window has been lost. */
    void exposed(int x, int y, int partWidth, int partHeight) {
        WindowScreen screen = shown;
        if (screen != null) {
            screen.written(x, y, partWidth, partHeight);
        }
    }

    /** A screen has ended; the window is black, unless it has another one already. */
    void closed(WindowScreen screen) {
        if (shown == screen) {
            shown = null;
            try {
                window.clear();
            } catch (IOException e) {
                return; // the window has been closed before
            }
        }
    }
}
