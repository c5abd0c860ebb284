package netseat.qemu;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One D-Bus connection, to a bus or to QEMU itself: authentication as a client, messages out, messages in. Owned by
 * one thread; {@link #shutdown} wakes it from any.
 */
final class DbusConnection implements AutoCloseable {
    private final UnixSocket socket;
    private final ReceiveBuffer buffer;
    private final long mostMessage;
    private final @Nullable Descriptors descriptors;
    private final DbusHeader header = new DbusHeader();
    private int lastSerial;
    private long current;

    /** @param mostMessage the largest message to be taken, in bytes */
    DbusConnection(UnixSocket socket, long mostMessage) {
        this(socket, mostMessage, null);
    }

    /** @param descriptors takes those that come in; what a message brought is there as long as the message is valid */
    DbusConnection(UnixSocket socket, long mostMessage, @Nullable Descriptors descriptors) {
        this.socket = socket;
        this.mostMessage = mostMessage;
        this.descriptors = descriptors;
        this.buffer = new ReceiveBuffer(mostMessage, descriptors);
    }

    UnixSocket socket() {
        return socket;
    }

    /**
     * Says who we are (SASL EXTERNAL: the kernel vouches for our user id).
     *
     * @param passDescriptors whether descriptors are to be sent, either way
     */
    void authenticate(boolean passDescriptors, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        StringBuilder uid = new StringBuilder();
        for (char digit : Integer.toUnsignedString(socket.uid()).toCharArray()) {
            uid.append(Integer.toHexString(digit));
        }
        sendLine("\0AUTH EXTERNAL " + uid);
        expectLine("OK ", deadline);
        if (passDescriptors) {
            sendLine("NEGOTIATE_UNIX_FD");
            expectLine("AGREE_UNIX_FD", deadline);
        }
        sendLine("BEGIN");
    }

    private void sendLine(String line) throws IOException {
        socket.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void expectLine(String start, long deadline) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 256) {
            while (buffer.available() > 0 && line.length() < 256) {
                char c = (char) buffer.memory().get(ValueLayout.JAVA_BYTE, buffer.start());
                buffer.skip(1);
                if (c == '\n') {
                    if (!line.toString().startsWith(start)) {
                        throw new DbusException(
                                "authentication refused: " + line.toString().strip());
                    }
                    return;
                }
                line.append(c);
            }
            awaitMore(socket::awaitReadable, deadline);
        }
        throw new DbusException("authentication answered by too long a line");
    }

    private void awaitMore(Wait wait, long deadline) throws IOException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("no answer over D-Bus in time");
        }
        wait.await((int) Math.max(1, left / 1_000_000));
        if (buffer.fill(socket) < 0) {
            throw new DbusException("the D-Bus connection was closed");
        }
    }

    /** Reads once, without waiting; as {@link ReceiveBuffer#fill}. */
    long fill() throws IOException {
        releaseCurrent();
        return buffer.fill(socket);
    }

    /** Whether the last {@link #fill} took all that there was. */
    boolean isDrained() {
        return buffer.isDrained();
    }

    /** Whether part of a message waits for its rest. */
    boolean isWithinMessage() {
        return buffer.available() > current;
    }

    /** The next complete message of those read, valid until the next call of this or of {@link #fill}. */
    @Nullable
    DbusHeader next() throws DbusException {
        releaseCurrent();
        long length = DbusHeader.messageLength(buffer.memory(), buffer.start(), buffer.available(), mostMessage);
        if (length == 0 || length > buffer.available()) {
            return null;
        }
        current = length;
        header.parse(buffer.memory(), buffer.start(), length);
        if (descriptors != null) {
            descriptors.claim(header.descriptors());
        }
        return header;
    }

    private void releaseCurrent() {
        buffer.skip(current);
        current = 0;
        if (descriptors != null) {
            descriptors.release();
        }
    }

    int nextSerial() {
        lastSerial++;
        return lastSerial;
    }

    void send(byte[] message) throws IOException {
        socket.write(message);
    }

    /** What happens to messages that arrive while an answer is awaited. */
    interface Others {
        void take(DbusHeader message) throws IOException;
    }

    /** How a thread waits that is to wait for more than this connection alone. */
    interface Wait {
        /** Waits until this connection may have something to read, and at most so long. */
        void await(int millis) throws IOException;
    }

    /**
     * Waits for the answer to a call.
     *
     * @throws DbusException when it is an error, with its name
     */
    DbusHeader awaitReply(int serial, Others others, Wait wait, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            for (DbusHeader message = next(); message != null; message = next()) {
                if (message.replySerial() != serial) {
                    others.take(message);
                } else if (message.type() == DbusMessage.ERROR) {
                    throw errorOf(message);
                } else {
                    return message;
                }
            }
            awaitMore(wait, deadline);
        }
    }

    private static DbusException errorOf(DbusHeader message) throws DbusException {
        String name = message.text(DbusMessage.FIELD_ERROR_NAME);
        String words = message.text(DbusMessage.FIELD_SIGNATURE).startsWith("s")
                ? message.body(new DbusReader()).string()
                : "";
        return new DbusException(name, name + ": " + words);
    }

    /** Ends the connection; the owner reads its end and closes it. Any thread. */
    void shutdown() {
        socket.shutdown();
    }

    /** Only the owner, when it reads no more; twice does no harm. */
    @Override
    public void close() {
        socket.close();
        buffer.close();
        if (descriptors != null) {
            descriptors.close();
        }
    }
}
