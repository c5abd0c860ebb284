package netseat.desk;

import java.io.IOException;

/**
 * What a window shows while it has one size. It keeps the pixels, because an X server forgets what another window has
 * covered. The link's thread draws, the window's thread draws again.
 */
final class WindowScreen implements Screen {
    private final WindowMonitor monitor;
    private final X11Window window;
    private final int width;
    private final int height;
    private final int[] canvas; // guarded by this

    WindowScreen(WindowMonitor monitor, X11Window window, int width, int height) throws IOException {
        this.monitor = monitor;
        this.window = window;
        this.width = width;
        this.height = height;
        this.canvas = new int[width * height];
        window.clear();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public void placed(Placement placement, int pictureWidth, int pictureHeight) {
        monitor.placed(placement, pictureWidth, pictureHeight);
    }

    @Override
    public synchronized void put(int x, int y, int[] pixels, int from, int count) {
        System.arraycopy(pixels, from, canvas, y * width + x, count);
    }

    /** Draws a part, or draws it again; what lies outside is left out. */
    @Override
    public synchronized void written(int x, int y, int partWidth, int partHeight) {
        int columns = Math.min(partWidth, width - x);
        int rows = Math.min(partHeight, height - y);
        if (columns > 0 && rows > 0) {
            try {
                window.draw(canvas, width, x, y, columns, rows);
            } catch (IOException e) {
                return; // the window's thread finds the same, and says it
            }
        }
    }

    @Override
    public void close() {
        monitor.closed(this);
    }
}
