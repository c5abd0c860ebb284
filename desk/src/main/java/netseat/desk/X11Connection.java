package netseat.desk;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an X server on this computer. One thread reads; any thread sends. What it sends is little-endian, which
 * each server understands.
 */
final class X11Connection implements Closeable {
    private static final int ROOM = 64 * 1024;
    private static final int FIRST = 8;
    private static final int ACCEPTED = 1;
    private static final long MOST_REPLY = 64L << 20;

    private final SocketChannel channel;
    private final X11Setup setup;
    private final ByteBuffer in;
    private int lastId; // guarded by this

    private X11Connection(SocketChannel channel, X11Setup setup, ByteBuffer in) {
        this.channel = channel;
        this.setup = setup;
        this.in = in;
    }

    /** Room for requests, of the right order of bytes. */
    static ByteBuffer room(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Connects.
     *
     * @param cookies the file with what lets this user in
     * @throws CommandFailure when there is no such server, it does not let this user in, or its screen cannot be used
     */
    static X11Connection open(X11Address address, Path cookies) throws CommandFailure {
        SocketChannel channel = null;
        try {
            byte[] cookie = X11Cookies.find(cookies, address.number());
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(address.socket()));
            return greet(channel, address, cookie);
        } catch (IOException e) {
            close(channel);
            throw new CommandFailure(
                    ExitStatus.NO_DEVICE, "cannot open display " + address.name() + ": " + e.getMessage());
        } catch (CommandFailure e) {
            close(channel);
            throw e;
        }
    }

    private static void close(@Nullable SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // it is of no use anyway
        }
    }

    private static X11Connection greet(SocketChannel channel, X11Address address, byte[] cookie)
            throws IOException, CommandFailure {
        ByteBuffer hello = room(1024);
        hello.put((byte) 'l').put((byte) 0).putShort((short) 11).putShort((short) 0);
        hello.putShort((short) (cookie.length == 0 ? 0 : X11Cookies.KIND.length()));
        hello.putShort((short) cookie.length).putShort((short) 0);
        if (cookie.length > 0) {
            X11Requests.padded(hello, X11Cookies.KIND.getBytes(StandardCharsets.US_ASCII));
            X11Requests.padded(hello, cookie);
        }
        write(channel, hello.flip());
        ByteBuffer in = room(ROOM).flip();
        fill(channel, in, FIRST);
        int answer = in.get();
        int reasonLength = Byte.toUnsignedInt(in.get());
        int length = 4 * Short.toUnsignedInt(in.getShort(in.position() + 4));
        in.position(in.position() + 6);
        byte[] body = new byte[length];
        take(channel, in, body);
        if (answer != ACCEPTED) {
            int words = answer == 0 ? Math.min(reasonLength, length) : length;
            String reason = new String(body, 0, words, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", " ");
            throw new CommandFailure(
                    ExitStatus.NO_PERMISSION,
                    "cannot open display " + address.name() + ": its server does not let this user in ("
                            + reason.strip()
                            + "); XAUTHORITY has to name the file with the cookie of the desktop's user");
        }
        X11Setup setup = X11Setup.parse(ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN), address.screen());
        return new X11Connection(channel, setup, in);
    }

    X11Setup setup() {
        return setup;
    }

    /** An identifier for something new on the server. */
    synchronized int newId() {
        return setup.idBase() + ++lastId; // no program of this kind needs more than the lowest bits
    }

    /** Sends whole requests, in one piece. */
    synchronized void send(ByteBuffer requests) throws IOException {
        write(channel, requests);
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Waits for the answer to the only request that is under way; events that come before it are dropped.
     *
     * @return its first 32 bytes and, after them, what more it has
     * @throws IOException also when the server answers with an error
     */
    ByteBuffer reply() throws IOException {
        while (true) {
            ByteBuffer packet = next();
            if (X11Events.type(packet) == X11Events.ERROR) {
                throw X11Events.refused(packet);
            } else if (X11Events.type(packet) == X11Events.REPLY) {
                return packet;
            }
        }
    }

    /** Waits for the next packet, of 32 bytes or more. */
    ByteBuffer next() throws IOException {
        fill(channel, in, X11Events.SIZE);
        ByteBuffer first = in.slice(in.position(), X11Events.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        long extra = X11Events.extra(first);
        if (extra > MOST_REPLY) {
            throw new IOException("the X server sends " + extra + " bytes at once");
        }
        byte[] packet = new byte[X11Events.SIZE + (int) extra];
        take(channel, in, packet);
        return ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads until so many bytes are there, at most as many as there is room for. */
    private static void fill(SocketChannel channel, ByteBuffer in, int bytes) throws IOException {
        while (in.remaining() < bytes) {
            in.compact();
            int count = channel.read(in);
            in.flip();
            if (count < 0) {
                throw new EOFException("the X server has closed the connection");
            }
        }
    }

    private static void take(SocketChannel channel, ByteBuffer in, byte[] to) throws IOException {
        int done = 0;
        while (done < to.length) {
            fill(channel, in, 1);
            int count = Math.min(in.remaining(), to.length - done);
            in.get(to, done, count);
            done += count;
        }
    }

    /** Ends it; the server closes its windows. */
    @Override
    public void close() {
        close(channel);
    }
}
