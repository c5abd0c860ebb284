package netseat.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import netseat.device.SeatAddress;

/**
 * A slow line before the controller: a relay on loopback that hands on so many bytes a second towards the device, and
 * buffers next to nothing. One line for each connection.
 */
public final class Throttle implements AutoCloseable {
    private static final int PIECE = 1024;

    private final SeatAddress target;
    private final int bytesPerSecond;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** A line to this link's host and port. */
    public Throttle(SeatAddress target, int bytesPerSecond) throws IOException {
        this.target = target;
        this.bytesPerSecond = bytesPerSecond;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::take);
    }

    /** The same link through the line. */
    public SeatAddress link() {
        return target.through(door.getLocalPort());
    }

    private void take() {
        while (!door.isClosed()) {
            try {
                Socket device = door.accept();
                Socket controller = new Socket();
                controller.setReceiveBufferSize(4 * PIECE); // before it connects, or the window is large already
                controller.connect(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), target.link().getPort()));
                device.setTcpNoDelay(true);
                controller.setTcpNoDelay(true);
                sockets.add(device);
                sockets.add(controller);
                Thread.ofVirtual().start(() -> carry(device, controller, Integer.MAX_VALUE));
                Thread.ofVirtual().start(() -> carry(controller, device, bytesPerSecond));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void carry(Socket from, Socket to, int bytesPerSecond) {
        byte[] piece = new byte[PIECE];
        long free = System.nanoTime();
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                long now = System.nanoTime();
                free = Math.max(free, now) + n * 1_000_000_000L / bytesPerSecond;
                for (long left = free - now; left > 0; left = free - System.nanoTime()) {
                    LockSupport.parkNanos(left); // the last bit of the piece arrives when the line has carried it
                }
                out.write(piece, 0, n);
            }
        } catch (IOException e) {
            // Either end is gone, and so the line.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
