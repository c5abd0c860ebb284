package netseat.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what passes between a viewer and what it looks at: a relay on loopback that hands each piece on as soon as it comes,
 * and shows it to a {@link Tap} after that.
 */
final class Relay implements AutoCloseable {
    private static final int PIECE = 1 << 16;

    private final SocketAddress target;
    private final Supplier<? extends Tap> taps;
    private final ServerSocketChannel door;
    private final Set<SocketChannel> channels = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable IOException misread;

    /** Reads along one connection. Each direction on a thread of its own; the end of the stream is no mistake. */
    interface Tap {
        /** What the viewer says. */
        default void fromViewer(DataInputStream in) throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        /** What the viewer is told. */
        default void toViewer(DataInputStream in) throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        /** Only counts bytes. */
        static Tap none() {
            return new Tap() {};
        }
    }

    /**
     * @param target a TCP or unix socket
     * @param taps one for each connection
     */
    Relay(SocketAddress target, Supplier<? extends Tap> taps) throws IOException {
        this.target = target;
        this.taps = taps;
        this.door = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofPlatform().name("relay").daemon().start(this::take);
    }

    /** Where the viewer connects to, on the loopback address. */
    int port() throws IOException {
        return ((InetSocketAddress) door.getLocalAddress()).getPort();
    }

    /** Bytes so far in both directions, of all connections. */
    long bytes() throws IOException {
        IOException wrong = misread;
        if (wrong != null) {
            throw new IOException("the relay did not understand what it carries", wrong);
        }
        return bytes.get();
    }

    private void take() {
        while (true) {
            try {
                SocketChannel viewer = door.accept();
                channels.add(viewer);
                SocketChannel server = connect();
                channels.add(server);
                viewer.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Tap tap = taps.get();
                carry("to viewer", server, viewer, tap::toViewer);
                carry("from viewer", viewer, server, tap::fromViewer);
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel;
        if (target instanceof UnixDomainSocketAddress) {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        } else {
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        channel.connect(target);
        return channel;
    }

    private interface Reading {
        void read(DataInputStream in) throws IOException;
    }

    private void carry(String name, SocketChannel from, SocketChannel to, Reading reading) {
        Thread.ofPlatform().name("relay " + name).daemon().start(() -> {
            try (from;
                    to;
                    Copy copy = new Copy(Channels.newInputStream(from), Channels.newOutputStream(to))) {
                reading.read(new DataInputStream(new BufferedInputStream(copy, PIECE)));
            } catch (Misread e) {
                misread = e;
            } catch (IOException e) {
                // Either end is gone, and so is the connection.
            }
        });
    }

    /** What a {@link Tap} throws that does not understand. */
    static final class Misread extends IOException {
        private static final long serialVersionUID = 1;

        Misread(String message) {
            super(message);
        }
    }

    /** Whatever is read from it has been handed on already. */
    private final class Copy extends InputStream {
        private final InputStream from;
        private final OutputStream to;

        Copy(InputStream from, OutputStream to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            if (read(one, 0, 1) < 0) {
                throw new EOFException();
            }
            return one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = from.read(into, offset, length);
            if (n > 0) {
                to.write(into, offset, n);
                bytes.addAndGet(n);
            }
            return n;
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
