package netseat.device;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import netseat.identity.Identity;
import netseat.identity.IdentityKeys;
import netseat.identity.PeerTrust;
import netseat.protocol.FrameHeader;

/** Listens as a controller does, answers each HELLO with the frames that a test gives it, and notes what it is sent. */
final class FakeController implements AutoCloseable {
    private final SSLServerSocket server;
    private final Consumer<ByteBuffer> answer;
    private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();

    FakeController(Identity identity, Consumer<ByteBuffer> answer) throws IOException, GeneralSecurityException {
        this.answer = answer;
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new KeyManager[] {new IdentityKeys(identity)},
                new TrustManager[] {new PeerTrust(peer -> {})},
                new SecureRandom());
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 8, InetAddress.getLoopbackAddress());
        SSLParameters parameters = server.getSSLParameters();
        parameters.setNeedClientAuth(true);
        parameters.setApplicationProtocols(new String[] {"netseat/1"});
        server.setSSLParameters(parameters);
        Thread.ofVirtual().start(this::listen);
    }

    ControllerAddress address() {
        return new ControllerAddress("127.0.0.1", server.getLocalPort());
    }

    /** The types of the messages that came, in their order, over all links. */
    BlockingQueue<Integer> heard() {
        return heard;
    }

    private void listen() {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                serve(socket);
            } catch (IOException e) {
                heard.add(-1);
            }
        }
    }

    private void serve(SSLSocket socket) throws IOException {
        byte[] header = socket.getInputStream().readNBytes(FrameHeader.LENGTH);
        boolean first = true;
        while (header.length == FrameHeader.LENGTH) {
            ByteBuffer frame = ByteBuffer.wrap(header);
            socket.getInputStream().readNBytes((int) FrameHeader.payloadLength(frame, 0));
            heard.add(FrameHeader.type(frame, 0));
            if (first) {
                ByteBuffer out = ByteBuffer.allocate(1024);
                answer.accept(out);
                FrameHeader.number(out.flip(), 0);
                socket.getOutputStream().write(out.array(), 0, out.limit());
            }
            first = false;
            header = socket.getInputStream().readNBytes(FrameHeader.LENGTH);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
