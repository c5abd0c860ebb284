package netseat.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** What a guest says on its serial port, line by line; and what it is told there. */
public final class Serial implements AutoCloseable {
    private final SocketChannel channel;
    private final List<String> lines = new ArrayList<>();

    public Serial(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.ISO_8859_1))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (this) {
                    lines.add(line.strip());
                }
            }
        } catch (IOException e) {
            synchronized (this) {
                lines.add("closed");
            }
        }
    }

    /** All lines so far, a copy. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Sends the guest these characters, of ISO 8859-1. */
    public void say(String characters) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(characters.getBytes(StandardCharsets.ISO_8859_1));
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    public synchronized void clear() {
        lines.clear();
    }

    public void await(String what, Duration within, Predicate<List<String>> condition) {
        Awaitility.await(what).atMost(within).until(() -> condition.test(lines()));
    }

    /**
     * Waits until the guest has reported so many key events since the last clearing, and looks often: so whoever types keeps
     * the pace of a guest whose PS/2 queue has sixteen bytes, which is five keys, and which a busy machine lets wait.
     */
    public void awaitKeys(int count, Duration within) {
        Awaitility.await(count + " key events")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(within)
                .until(() -> InputReport.keys(lines()).size() >= count);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
