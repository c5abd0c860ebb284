package netseat.desk;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import netseat.device.ControllerAddress;
import netseat.identity.Identity;
import netseat.identity.IdentityKeys;
import netseat.identity.PeerTrust;
import netseat.protocol.AdmissionState;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameWriter;
import netseat.protocol.MessageType;
import netseat.protocol.PlugState;
import netseat.protocol.Protocol;
import netseat.screen.Damage;
import netseat.screen.Framebuffer;
import netseat.screen.PictureEncoder;
import netseat.screen.PictureFormat;

/**
 * As much of a controller as {@link TrialCommand} needs: admits the one device that comes, shows it two pictures, and is
 * done when that says that it has shown them.
 */
final class TrialController implements AutoCloseable {
    private static final int DISPLAY = 1;
    private static final int ROOM = 256 * 1024;

    private final DeviceId device;
    private final SSLServerSocket server;
    private int sequence;

    TrialController(DeviceId device) throws IOException, GeneralSecurityException {
        this.device = device;
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new KeyManager[] {new IdentityKeys(Identity.make("trial"))},
                new TrustManager[] {new PeerTrust(peer -> {})},
                new SecureRandom());
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SSLParameters parameters = server.getSSLParameters();
        parameters.setNeedClientAuth(true);
        parameters.setApplicationProtocols(new String[] {Protocol.ALPN});
        server.setSSLParameters(parameters);
    }

    ControllerAddress address() {
        return new ControllerAddress("127.0.0.1", server.getLocalPort());
    }

    /** Serves one link until both pictures are shown. */
    void serve() throws IOException {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int shown = 0;
            while (shown < 2) {
                ByteBuffer header = ByteBuffer.wrap(in.readNBytes(FrameHeader.LENGTH));
                in.skipNBytes(FrameHeader.payloadLength(header, 0));
                int type = FrameHeader.type(header, 0);
                if (type == MessageType.HELLO) {
                    send(socket, welcome());
                } else if (type == MessageType.SIZE) { // the first word of an attached display
                    send(socket, picture(shown));
                } else if (type == MessageType.PICTURE_SHOWN) {
                    shown++;
                    send(socket, picture(shown));
                }
            }
        }
    }

    private ByteBuffer welcome() {
        ByteBuffer out = ByteBuffer.allocate(1024);
        FrameWriter.welcome(out, Protocol.VERSION, "trial");
        FrameWriter.admission(out, AdmissionState.ADMITTED, device);
        FrameWriter.attached(out, DISPLAY, "trial");
        FrameWriter.status(out, DISPLAY, PlugState.RUNNING, "trial", "");
        return out;
    }

    /** Some text-like pixels, so that the decoder has something to learn. */
    private static ByteBuffer picture(int round) {
        Framebuffer pixels = new Framebuffer(640, 400);
        for (int i = 0; i < pixels.pixels().length; i++) {
            pixels.pixels()[i] = (i / 7 % 8) == round ? 0xAAAAAA : i / 640 * 0x000100;
        }
        ByteBuffer commands = ByteBuffer.allocate(ROOM);
        PictureEncoder encoder = new PictureEncoder(PictureFormat.FULL);
        encoder.begin(pixels, new Damage(pixels.width(), pixels.height()), commands);
        encoder.encode(commands);
        commands.flip();
        ByteBuffer out = ByteBuffer.allocate(commands.remaining() + 64);
        FrameWriter.picturePrefix(out, DISPLAY, round, 0, true, commands.remaining());
        return out.put(commands);
    }

    private void send(SSLSocket socket, ByteBuffer frames) throws IOException {
        sequence = FrameHeader.number(frames.flip(), sequence);
        byte[] bytes = new byte[frames.remaining()];
        frames.get(bytes);
        socket.getOutputStream().write(bytes);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
