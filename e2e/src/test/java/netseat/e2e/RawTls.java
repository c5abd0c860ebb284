package netseat.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import netseat.device.ControllerAddress;
import netseat.identity.Identity;
import netseat.identity.IdentityKeys;
import netseat.identity.PeerTrust;
import netseat.protocol.FrameHeader;
import netseat.protocol.MessageType;

/** A TLS connection, or a plain one, that sends whatever bytes a test wants, and reads only up to the controller's BYE. */
final class RawTls implements AutoCloseable {
    static final String HELLO = "01 00 0000 00000001 00000005 0001 0001 00";

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;

    private RawTls(Socket socket) {
        this.socket = socket;
    }

    /** An address of this host that nobody has come from, so that one test does not use up another's share. */
    static String newAddress() {
        int number = ADDRESSES.incrementAndGet();
        return "127.2." + number / 250 + "." + (1 + number % 250);
    }

    static RawTls connect(ControllerAddress to, Identity identity) throws IOException {
        return connect(to, new KeyManager[] {new IdentityKeys(identity)}, "TLSv1.3", "netseat/1", newAddress());
    }

    /** Connects without TLS, from an address of this host. */
    static RawTls plain(ControllerAddress to, String from) throws IOException {
        Socket wire = wire(to, from);
        wire.setSoTimeout(PATIENCE_MILLIS);
        return new RawTls(wire);
    }

    private static Socket wire(ControllerAddress to, String from) throws IOException {
        Socket wire = new Socket();
        wire.bind(new InetSocketAddress(from, 0));
        wire.connect(new InetSocketAddress(to.host(), to.port()));
        return wire;
    }

    /** Connects with these keys, this version of TLS and this ALPN, from an address of this host. */
    static RawTls connect(ControllerAddress to, KeyManager[] keys, String version, String alpn, String from)
            throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {new PeerTrust(peer -> {})}, new SecureRandom());
            Socket wire = wire(to, from);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(wire, to.host(), to.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {version});
            if (!alpn.isEmpty()) {
                parameters.setApplicationProtocols(new String[] {alpn});
            }
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.startHandshake();
            } catch (IOException e) {
                wire.close();
                throw e;
            }
            return new RawTls(socket);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    void send(String hex) throws IOException {
        send(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /**
     * One frame that the controller sent.
     *
     * @param payload in hexadecimal
     */
    record Frame(int type, String payload) {}

    /** The next frame. */
    Frame read() throws IOException {
        byte[] header = socket.getInputStream().readNBytes(FrameHeader.LENGTH);
        if (header.length < FrameHeader.LENGTH) {
            throw new IOException("closed");
        }
        ByteBuffer buffer = ByteBuffer.wrap(header);
        byte[] payload = socket.getInputStream().readNBytes((int) FrameHeader.payloadLength(buffer, 0));
        return new Frame(FrameHeader.type(buffer, 0), HexFormat.of().formatHex(payload));
    }

    /** Reads on to the next frame of a type. */
    Frame read(int type) throws IOException {
        for (Frame frame = read(); ; frame = read()) {
            if (frame.type() == type) {
                return frame;
            }
        }
    }

    /** The reason's number in the controller's BYE, which must come within the time. */
    int awaitBye(Duration within) throws IOException {
        socket.setSoTimeout((int) within.toMillis());
        return Integer.parseInt(read(MessageType.BYE).payload().substring(0, 4), 16);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
