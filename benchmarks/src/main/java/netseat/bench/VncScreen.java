package netseat.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import netseat.screen.Framebuffer;

/**
 * The peer: QEMU's own VNC server, raw encoding on a unix socket (RFC 6143), always with a request outstanding: the best
 * that a viewer can do.
 */
final class VncScreen implements Screen {
    private static final int RAW = 0;
    private static final int DESKTOP_SIZE = -223;

    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Object drawing = new Object();
    private Framebuffer picture;
    private volatile Probe probe = new Probe(0, 0, -1, new CompletableFuture<>());
    private volatile boolean closed;

    VncScreen(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
        out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
        in.skipNBytes(12);
        out.writeBytes("RFB 003.008\n");
        out.flush();
        in.skipNBytes(in.readUnsignedByte());
        out.writeByte(1); // no authentication
        out.flush();
        if (in.readInt() != 0) {
            throw new IOException("QEMU's VNC server wants authentication");
        }
        out.writeByte(1);
        out.flush();
        picture = new Framebuffer(in.readUnsignedShort(), in.readUnsignedShort());
        in.skipNBytes(16);
        in.skipNBytes(in.readInt());
        setUp();
        request(false);
        Thread.ofPlatform().name("vnc").daemon().start(this::run);
    }

    private void setUp() throws IOException {
        out.write(
                new byte[] {0, 0, 0, 0, 32, 24, 0, 1, 0, (byte) 255, 0, (byte) 255, 0, (byte) 255, 16, 8, 0, 0, 0, 0});
        out.write(new byte[] {2, 0});
        out.writeShort(2);
        out.writeInt(RAW);
        out.writeInt(DESKTOP_SIZE);
        out.flush();
    }

    private void request(boolean incremental) throws IOException {
        synchronized (out) {
            out.write(new byte[] {3, (byte) (incremental ? 1 : 0)});
            out.writeInt(0);
            out.writeShort(picture.width());
            out.writeShort(picture.height());
            out.flush();
        }
    }

    private void run() {
        try {
            while (true) {
                int type = in.readUnsignedByte();
                if (type == 0) {
                    in.skipNBytes(1);
                    int rectangles = in.readUnsignedShort();
                    boolean resized = false;
                    for (int i = 0; i < rectangles; i++) {
                        resized |= rectangle();
                    }
                    probe.look(picture);
                    request(!resized);
                } else if (type == 3) {
                    in.skipNBytes(3);
                    in.skipNBytes(in.readInt());
                } else if (type != 2) {
                    throw new IOException("message " + type + " of the VNC server");
                }
            }
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private boolean rectangle() throws IOException {
        int left = in.readUnsignedShort();
        int top = in.readUnsignedShort();
        int width = in.readUnsignedShort();
        int height = in.readUnsignedShort();
        int encoding = in.readInt();
        if (encoding == DESKTOP_SIZE) {
            synchronized (drawing) {
                picture = new Framebuffer(width, height);
            }
            return true;
        }
        byte[] row = new byte[4 * width];
        synchronized (drawing) {
            for (int y = top; y < top + height; y++) {
                in.readFully(row);
                for (int x = 0; x < width; x++) {
                    picture.pixels()[y * picture.width() + left + x] =
                            (row[4 * x + 2] & 0xFF) << 16 | (row[4 * x + 1] & 0xFF) << 8 | (row[4 * x] & 0xFF);
                }
            }
        }
        return false;
    }

    @Override
    public void strike(char character) throws IOException {
        int keysym = character == '\b' ? 0xFF08 : character == '\n' ? 0xFF0D : character;
        boolean shifted = character == '_';
        synchronized (out) {
            if (shifted) {
                key(0xFFE1, true);
            }
            key(keysym, true);
            key(keysym, false);
            if (shifted) {
                key(0xFFE1, false);
            }
            out.flush();
        }
    }

    private void key(int keysym, boolean down) throws IOException {
        out.write(new byte[] {4, (byte) (down ? 1 : 0), 0, 0});
        out.writeInt(keysym);
    }

    @Override
    public Framebuffer picture() {
        synchronized (drawing) {
            return picture.copy();
        }
    }

    @Override
    public void expect(int x, int y, int colour) {
        probe = new Probe(x, y, colour, new CompletableFuture<>());
    }

    @Override
    public long awaitExpected(Duration within) throws Exception {
        return probe.seen().get(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        channel.close();
    }
}
