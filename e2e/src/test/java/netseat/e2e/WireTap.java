package netseat.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import netseat.device.ControllerAddress;

/**
 * Sits in one device's line: writes down what the device sends, and can let both ends go on without a word from each other, as a
 * cable that is pulled out behind a switch does.
 */
final class WireTap implements AutoCloseable {
    private static final int PIECE = 8192;

    private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ControllerAddress to;
    private volatile boolean cut;

    WireTap(ControllerAddress to) throws IOException {
        this.to = to;
        Thread.ofVirtual().name("wire tap").start(this::carry);
    }

    /** Where the device finds its controller. */
    ControllerAddress address() {
        return new ControllerAddress("127.0.0.1", door.getLocalPort());
    }

    /** What the device has sent so far. */
    byte[] recorded() {
        synchronized (sent) {
            return sent.toByteArray();
        }
    }

    /** Nothing passes any more, and nobody is told. */
    void cut() {
        cut = true;
    }

    private void carry() {
        try (Socket device = door.accept();
                Socket controller = new Socket()) {
            controller.bind(new InetSocketAddress(RawTls.newAddress(), 0));
            controller.connect(new InetSocketAddress(to.host(), to.port()));
            Thread back = Thread.ofVirtual().start(() -> copy(controller, device, false));
            copy(device, controller, true);
            back.join();
        } catch (IOException e) {
            // The test is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy(Socket from, Socket into, boolean record) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            byte[] piece = new byte[PIECE];
            for (int length = in.read(piece); length > 0; length = in.read(piece)) {
                if (record) {
                    synchronized (sent) {
                        sent.write(piece, 0, length);
                    }
                }
                if (!cut) {
                    out.write(piece, 0, length);
                }
            }
            if (!cut) {
                into.close();
            }
        } catch (IOException e) {
            // Either end is gone.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
