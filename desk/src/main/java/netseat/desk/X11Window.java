package netseat.desk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A window on a desktop. One thread reads its events; any thread draws. */
final class X11Window implements Closeable {
    private static final int ROOM = 4096;
    private static final int FIRST_FIELD = 8;

    private final X11Connection connection;
    private final int id;
    private final int context;
    private final int deleteWindow;
    private final ByteBuffer image; // guarded by itself, as are the requests that share it

    /**
     * Opens it.
     *
     * @param title for a person
     * @param hears whether its keys and pointer are wanted
     */
    X11Window(X11Connection connection, String title, int width, int height, boolean hears) throws IOException {
        this.connection = connection;
        this.id = connection.newId();
        this.context = connection.newId();
        this.image = X11Connection.room(connection.setup().mostBytes());
        this.deleteWindow = atom("WM_DELETE_WINDOW");
        int protocols = atom("WM_PROTOCOLS");
        int name = atom("_NET_WM_NAME");
        int utf8 = atom("UTF8_STRING");
        if (hears) {
            tellRepeatsApart();
        }
        ByteBuffer out = X11Connection.room(ROOM);
        int events = hears ? X11Requests.SHOWS_AND_HEARS : X11Requests.SHOWS;
        X11Requests.createWindow(out, id, connection.setup().root(), width, height, events);
        X11Requests.text(out, id, X11Requests.WM_NAME, X11Requests.STRING, title);
        X11Requests.text(out, id, X11Requests.WM_CLASS, X11Requests.STRING, "netseat-device\0Netseat\0");
        X11Requests.text(out, id, name, utf8, title);
        X11Requests.atom(out, id, protocols, deleteWindow);
        X11Requests.createContext(out, context, id);
        X11Requests.mapWindow(out, id);
        connection.send(out.flip());
    }

    private int atom(String name) throws IOException {
        ByteBuffer out = X11Connection.room(ROOM);
        X11Requests.internAtom(out, name);
        return ask(out).getInt(FIRST_FIELD);
    }

    private ByteBuffer ask(ByteBuffer out) throws IOException {
        connection.send(out.flip());
        return connection.reply();
    }

    /** Without the extension each repeat is a release and a press, which a guest takes for typing. */
    private void tellRepeatsApart() throws IOException {
        ByteBuffer out = X11Connection.room(ROOM);
        X11Requests.queryExtension(out, "XKEYBOARD");
        ByteBuffer answer = ask(out);
        if (answer.get(FIRST_FIELD) != 0) {
            int extension = Byte.toUnsignedInt(answer.get(FIRST_FIELD + 1));
            X11Requests.useKeyboard(out.clear(), extension);
            ask(out);
            X11Requests.repeatWithoutRelease(out.clear(), extension);
            ask(out);
        }
    }

    int id() {
        return id;
    }

    /** Of the whole desktop, in pixels. */
    int desktopWidth() {
        return connection.setup().width();
    }

    int desktopHeight() {
        return connection.setup().height();
    }

    /** Waits for the next thing that happens to it, and tells of it. */
    void read(X11Sink sink) throws IOException {
        X11Events.read(connection.next(), deleteWindow, sink);
    }

    /** Asks for another size; the desktop may give it another one. */
    void resize(int width, int height) throws IOException {
        synchronized (image) {
            X11Requests.resizeWindow(image.clear(), id, width, height);
            connection.send(image.flip());
        }
    }

    /** Makes it black. */
    void clear() throws IOException {
        synchronized (image) {
            X11Requests.clear(image.clear(), id);
            connection.send(image.flip());
        }
    }

    /**
     * Draws a part of a canvas at the same place in the window, in as many pieces as the server wants.
     *
     * @param stride the canvas' pixels in a row; the part lies within it
     */
    void draw(int[] canvas, int stride, int x, int y, int width, int height) throws IOException {
        int most = (connection.setup().mostBytes() - X11Requests.IMAGE_HEADER) / Integer.BYTES / width;
        for (int done = 0; done < height; done += most) {
            int rows = Math.min(most, height - done);
            synchronized (image) {
                X11Requests.image(image.clear(), id, context, x, y + done, width, rows);
                int size = width * rows;
                var pixels = image.slice(image.position(), size * Integer.BYTES)
                        .order(connection.setup().pixelOrder())
                        .asIntBuffer();
                for (int row = 0; row < rows; row++) {
                    pixels.put(canvas, (y + done + row) * stride + x, width);
                }
                image.position(image.position() + size * Integer.BYTES);
                connection.send(image.flip());
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
