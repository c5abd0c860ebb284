package netseat.desk;

import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real X server with a screen in memory, a display of its own, and a cookie that only who reads its file knows. */
final class XServer implements AutoCloseable {
    private static final String COOKIE = "0123456789abcdef";

    private final Process process;
    private final Path cookies;
    private final String display;
    private final X11Connection person;
    private final int faking;

    private XServer(Process process, Path cookies, String display) throws IOException, CommandFailure {
        this.process = process;
        this.cookies = cookies;
        this.display = display;
        this.person = connect();
        ByteBuffer out = X11Connection.room(256);
        X11Requests.queryExtension(out, "XTEST");
        person.send(out.flip());
        this.faking = Byte.toUnsignedInt(person.reply().get(9));
    }

    static XServer start(Path folder) throws IOException, CommandFailure {
        Path cookies = folder.resolve("cookies");
        writeCookie(cookies, COOKIE);
        Process process = new ProcessBuilder(
                        "Xvfb",
                        "-displayfd",
                        "1",
                        "-screen",
                        "0",
                        "1280x1024x24",
                        "-nolisten",
                        "tcp",
                        "-noreset",
                        "-auth",
                        cookies.toString())
                .redirectError(folder.resolve("xvfb.log").toFile())
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String number = said.readLine(); // when it listens
        if (number == null) {
            throw new IOException(Files.readString(folder.resolve("xvfb.log")));
        }
        return new XServer(process, cookies, ":" + number.strip());
    }

    /** A file with one cookie, of any host and display. */
    static void writeCookie(Path file, String cookie) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeShort(0xFFFF);
            out.writeUTF("");
            out.writeUTF("");
            out.writeUTF(X11Cookies.KIND);
            out.writeUTF(cookie);
        }
    }

    String display() {
        return display;
    }

    Path cookies() {
        return cookies;
    }

    X11Connection connect() throws CommandFailure {
        return X11Connection.open(X11Address.of(display).orElseThrow(), cookies);
    }

    int root() {
        return person.setup().root();
    }

    private void send(ByteBuffer out) throws IOException {
        person.send(out.flip());
    }

    /** What a person does, by the extension XTEST: 2 and 3 press and release a key, 4 and 5 a button, 6 moves. */
    void fake(int type, int detail, int x, int y) throws IOException {
        ByteBuffer out = X11Connection.room(64);
        out.put((byte) faking).put((byte) 2).putShort((short) 9);
        out.put((byte) type)
                .put((byte) detail)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0)
                .putLong(0);
        out.putShort((short) x).putShort((short) y).putLong(0);
        send(out);
    }

    /** Gives the keys to a window, or to none, for 0. */
    void focus(int window) throws IOException {
        ByteBuffer out = X11Connection.room(64);
        send(out.put((byte) 42).put((byte) 0).putShort((short) 3).putInt(window).putInt(0));
    }

    void resize(int window, int width, int height) throws IOException {
        ByteBuffer out = X11Connection.room(64);
        X11Requests.resizeWindow(out, window, width, height);
        send(out);
    }

    /** What a desktop does when its button for closing is clicked. */
    void askToClose(int window) throws IOException {
        int protocols = atom("WM_PROTOCOLS");
        int delete = atom("WM_DELETE_WINDOW");
        ByteBuffer out = X11Connection.room(64);
        out.put((byte) 25).put((byte) 0).putShort((short) 11).putInt(window).putInt(0);
        out.put((byte) 33).put((byte) 32).putShort((short) 0).putInt(window).putInt(protocols);
        send(out.putInt(delete).putLong(0).putLong(0));
    }

    /** Sends a window a key that nobody has pressed. */
    void forgeKey(int window, int code) throws IOException {
        ByteBuffer out = X11Connection.room(64);
        out.put((byte) 25).put((byte) 0).putShort((short) 11).putInt(window).putInt(0);
        out.put((byte) 2)
                .put((byte) code)
                .putShort((short) 0)
                .putInt(0)
                .putInt(root())
                .putInt(window);
        send(out.putInt(0).putLong(0).putInt(0x10000));
    }

    private int atom(String name) throws IOException {
        ByteBuffer out = X11Connection.room(256);
        X11Requests.internAtom(out, name);
        send(out);
        return person.reply().getInt(8);
    }

    /** Covers everything for a moment. */
    void coverAll() throws IOException {
        int cover = person.newId();
        ByteBuffer out = X11Connection.room(256);
        X11Requests.createWindow(out, cover, root(), 1280, 1024, 0);
        X11Requests.mapWindow(out, cover);
        out.put((byte) 4).put((byte) 0).putShort((short) 2).putInt(cover); // DestroyWindow
        send(out);
    }

    /** Width and height of a window. */
    int[] size(int window) throws IOException {
        ByteBuffer out = X11Connection.room(64);
        send(out.put((byte) 14).put((byte) 0).putShort((short) 2).putInt(window));
        ByteBuffer answer = person.reply();
        return new int[] {Short.toUnsignedInt(answer.getShort(16)), Short.toUnsignedInt(answer.getShort(18))};
    }

    /** What is to be seen of a part of a window, {@code 0x00RRGGBB} each. */
    int[] pixels(int window, int width, int height) throws IOException {
        ByteBuffer out = X11Connection.room(64);
        out.put((byte) 73).put((byte) 2).putShort((short) 5).putInt(window).putInt(0);
        send(out.putShort((short) width).putShort((short) height).putInt(-1));
        ByteBuffer answer = person.reply();
        int[] pixels = new int[width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = answer.getInt(X11Events.SIZE + 4 * i) & 0xFFFFFF;
        }
        return pixels;
    }

    /** The newest window on the desktop, once there is one, else 0. */
    int newest() throws IOException {
        ByteBuffer out = X11Connection.room(64);
        send(out.put((byte) 15).put((byte) 0).putShort((short) 2).putInt(root())); // QueryTree
        ByteBuffer answer = person.reply();
        int count = Short.toUnsignedInt(answer.getShort(16));
        return count == 0 ? 0 : answer.getInt(X11Events.SIZE + 4 * (count - 1));
    }

    @Override
    public void close() {
        person.close();
        process.destroy();
        process.onExit()
                .orTimeout(5, TimeUnit.SECONDS)
                .handle((ended, late) -> process.destroyForcibly())
                .join();
    }
}
