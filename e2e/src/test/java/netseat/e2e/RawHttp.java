package netseat.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection to the pages that sends whatever bytes a test wants. */
final class RawHttp implements AutoCloseable {
    private static final int LONGEST = 1 << 20;

    private final Socket socket;

    RawHttp(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** One from this address of loopback. */
    RawHttp(int port, String from) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** All that comes until the controller closes the connection. */
    String rest(Duration within) throws IOException {
        socket.setSoTimeout(Math.toIntExact(within.toMillis()));
        InputStream in = socket.getInputStream();
        return new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
    }

    /** The whole answer to a request whose head this is, without its last lines, on a connection of its own. */
    static String ask(int port, String head) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send(head + "\r\nHost: localhost:" + port + "\r\nConnection: close\r\n\r\n");
            return http.rest(Duration.ofSeconds(30));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
