package netseat.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import netseat.identity.IdentityKeys;
import netseat.identity.PeerKey;
import netseat.identity.PeerTrust;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameReader;
import netseat.protocol.FrameSplitter;
import netseat.protocol.FrameWriter;
import netseat.protocol.Protocol;
import netseat.protocol.ProtocolException;
import netseat.protocol.ToDevice;

/**
 * One TLS connection to a controller, from its handshake to its end. One thread calls {@link #read}; any may send. A thread
 * of its own watches over silence: with nothing else to say it asks the controller every 10 s, and gives up after 30 s
 * without a word from it or 10 s in which a write does not end.
 */
final class TlsConnection implements DeviceConnection {
    private static final int CONNECT_MILLIS = 10_000;
    private static final long WATCH_MILLIS = 1000;
    private static final long PING_AFTER = TimeUnit.SECONDS.toNanos(10);
    private static final long SILENT_TOO_LONG = TimeUnit.SECONDS.toNanos(30);
    private static final long WRITING_TOO_LONG = TimeUnit.SECONDS.toNanos(10);
    private static final int READ_SIZE = 32 * 1024;

    private final Socket wire;
    private final InputStream in;
    private final OutputStream out;
    private final DeviceId controller;
    private final Thread watch;
    private final ReentrantLock sending = new ReentrantLock();
    private final ByteBuffer ping = ByteBuffer.allocate(32);
    private int sequence; // guarded by sending
    private volatile long heardNanos = System.nanoTime();
    private volatile long writingNanos; // when the write that is under way began; 0 when there is none
    private volatile String given = "";

    private TlsConnection(Socket wire, SSLSocket tls) throws IOException {
        this.wire = wire;
        this.in = tls.getInputStream();
        this.out = tls.getOutputStream();
        try {
            this.controller = PeerKey.of((X509Certificate) tls.getSession().getPeerCertificates()[0]);
        } catch (CertificateException e) {
            throw new IOException(e);
        }
        this.watch = Thread.ofVirtual()
                .name("watch " + wire.getRemoteSocketAddress())
                .start(this::watch);
    }

    /**
     * Connects and proves who both are.
     *
     * @throws IOException when nobody is there, or it is no controller, or not the one that is trusted
     */
    static TlsConnection dial(ControllerAddress to, DeviceKey key) throws IOException {
        Socket wire = new Socket();
        try {
            wire.setTcpNoDelay(true);
            wire.connect(new InetSocketAddress(to.host(), to.port()), CONNECT_MILLIS);
            wire.setSoTimeout(CONNECT_MILLIS);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    new KeyManager[] {new IdentityKeys(key.identity())},
                    new TrustManager[] {new PeerTrust(key::check)},
                    new SecureRandom());
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(wire, to.host(), to.port(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setApplicationProtocols(new String[] {Protocol.ALPN});
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            if (!tls.getApplicationProtocol().equals(Protocol.ALPN)) {
                throw new IOException("whoever listens there does not speak " + Protocol.ALPN);
            }
            wire.setSoTimeout(0);
            return new TlsConnection(wire, tls);
        } catch (GeneralSecurityException e) {
            wire.close();
            throw new IOException("no TLS 1.3 in this Java", e);
        } catch (IOException e) {
            wire.close();
            throw clear(e);
        }
    }

    /** The words of the check of the controller's key, which TLS hides in causes. */
    private static IOException clear(IOException fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return new IOException(cause.getMessage(), fault);
            }
        }
        return fault;
    }

    @Override
    public DeviceId controller() {
        return controller;
    }

    @Override
    public String read(ToDevice handler) {
        FrameReader reader = new FrameReader();
        FrameSplitter splitter = new FrameSplitter(FrameHeader.MAX_PAYLOAD_TO_DEVICE);
        FrameSplitter.Sink sink = frames -> reader.read(frames, handler);
        byte[] bytes = new byte[READ_SIZE];
        ByteBuffer piece = ByteBuffer.wrap(bytes);
        try {
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                heardNanos = System.nanoTime();
                splitter.take(piece.clear().limit(length), sink);
            }
            return given.isEmpty() ? "the controller closed the link" : given;
        } catch (IOException e) {
            return given.isEmpty() ? "lost: " + e.getMessage() : given;
        } catch (ProtocolException e) {
            return "the controller sent nonsense: " + e.getMessage();
        }
    }

    /** Numbers and sends frames. A fault is left to the reader to find: the controller's last words may still come. */
    @Override
    public void send(ByteBuffer frames) {
        sending.lock();
        try {
            write(frames);
        } finally {
            sending.unlock();
        }
    }

    private void write(ByteBuffer frames) {
        sequence = FrameHeader.number(frames, sequence);
        writingNanos = System.nanoTime() | 1;
        try {
            out.write(frames.array(), frames.arrayOffset() + frames.position(), frames.remaining());
        } catch (IOException e) {
            frames.position(frames.limit());
        } finally {
            writingNanos = 0;
        }
    }

    @Override
    public int lastSequence() {
        sending.lock();
        try {
            return sequence;
        } finally {
            sending.unlock();
        }
    }

    private void watch() {
        try {
            long asked = System.nanoTime();
            while (!wire.isClosed()) {
                Thread.sleep(WATCH_MILLIS);
                long now = System.nanoTime();
                long writing = writingNanos;
                if (now - heardNanos > SILENT_TOO_LONG) {
                    giveUp("the controller was silent for 30 seconds");
                } else if (writing != 0 && now - writing > WRITING_TOO_LONG) {
                    giveUp("the controller took nothing for 10 seconds");
                } else if (now - heardNanos > PING_AFTER && now - asked > PING_AFTER && sending.tryLock()) {
                    asked = now;
                    try {
                        FrameWriter.ping(ping.clear(), now);
                        write(ping.flip());
                    } finally {
                        sending.unlock();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void giveUp(String why) {
        given = why;
        close();
    }

    /** Ends it at once, without waiting for a write that does not end, as closing TLS first would. */
    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException e) {
            given = "lost: " + e.getMessage();
        }
        watch.interrupt();
    }
}
