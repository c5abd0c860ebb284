package netseat.server;

import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;
import netseat.controller.Link;
import netseat.controller.StageTimes;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameWriter;

/**
 * What the links of all transports share: frames get their number and their place in the queue together, so the order
 * is one; nobody waits for a device that does not read, and one that leaves too much unread is closed.
 */
abstract class NumberedLink implements Link {
    /** More than this that the device has not read closes the link: it is a picture of 3840x2160 in its worst case. */
    private static final long MAX_UNREAD = 32L << 20;

    /** So many frames cost more than their bytes: who asks for small ones and reads none is not to fill the heap. */
    private static final int MAX_UNREAD_FRAMES = 2048;

    /** What is no longer than this is copied behind its frame's head: two pieces cost more on their way. */
    private static final int MOST_COPIED = 4096;

    private static final byte[] NOTHING = {};

    private final SocketAddress remote;
    private final Context context;
    private final StageTimes times;

    // Guarded by this.
    private int sequence;
    private long unread;
    private int unreadFrames;
    private boolean closed;

    /** A link from there, whose transport belongs to this event loop. */
    NumberedLink(SocketAddress remote, Context context, StageTimes times) {
        this.remote = remote;
        this.context = context;
        this.times = times;
    }

    /** Whether the connection is gone; on the event loop. */
    abstract boolean isGone();

    /** Gives whole frames to the connection, on the event loop; the future ends when they have left. */
    abstract Future<Void> put(Buffer frames);

    /** Closes the connection after what was put into it; on the event loop. */
    abstract void hangUp(ByeReason reason, String text);

    @Override
    public void send(ByteBuffer frames) {
        enqueue(frames, NOTHING, 0);
    }

    @Override
    public void sendPicture(ByteBuffer prefix, byte[] commands, long readNanos) {
        enqueue(prefix, commands, readNanos);
    }

    private void enqueue(ByteBuffer frames, byte[] rest, long readNanos) {
        synchronized (this) {
            if (reserve(frames.remaining() + rest.length)) {
                sequence = FrameHeader.number(frames, sequence);
                boolean together = rest.length <= MOST_COPIED;
                byte[] start = together ? bytes(frames, rest) : bytes(frames);
                byte[] after = together ? NOTHING : rest;
                context.runOnContext(ignored -> write(start, after, readNanos));
            }
        }
    }

    /** What is left of a buffer, as the link's own. */
    static byte[] bytes(ByteBuffer frames) {
        return bytes(frames, NOTHING);
    }

    private static byte[] bytes(ByteBuffer frames, byte[] rest) {
        int length = frames.remaining();
        byte[] bytes = new byte[length + rest.length];
        frames.get(bytes, 0, length);
        System.arraycopy(rest, 0, bytes, length, rest.length);
        return bytes;
    }

    /** Whether so many bytes may be sent, which the device has not read until they are {@link #taken}; this is locked. */
    final boolean reserve(int length) {
        if (closed) {
            return false;
        }
        if (unread + length > MAX_UNREAD || unreadFrames >= MAX_UNREAD_FRAMES) {
            close(ByeReason.TIMEOUT, "the device does not read what it is sent");
            return false;
        }
        unread += length;
        unreadFrames++;
        return true;
    }

    private void write(byte[] start, byte[] rest, long readNanos) {
        if (isGone()) {
            return;
        }
        // Wrapped, not copied: the rest is shared with other links.
        Buffer frames = BufferInternal.buffer(
                rest.length == 0 ? Unpooled.wrappedBuffer(start) : Unpooled.wrappedBuffer(start, rest));
        put(frames).onComplete(written -> taken(start.length + rest.length));
        pictureLeft(readNanos);
    }

    /** A picture whose pixels were read then is on its way; 0: it is not whole yet. */
    final void pictureLeft(long readNanos) {
        if (readNanos != 0) {
            times.record(StageTimes.Stage.PICTURE, System.nanoTime() - readNanos);
        }
    }

    /** So many bytes have left. */
    final synchronized void taken(int length) {
        unread -= length;
        unreadFrames--;
    }

    @Override
    public void close(ByeReason reason, String text) {
        synchronized (this) {
            if (closed) {
                return;
            }
            ByteBuffer frame = ByteBuffer.allocate(320);
            FrameWriter.bye(frame, FrameHeader.LINK, reason, text);
            frame.flip();
            sequence = FrameHeader.number(frame, sequence);
            closed = true;
            byte[] bytes = bytes(frame);
            context.runOnContext(ignored -> {
                write(bytes, NOTHING, 0);
                if (!isGone()) {
                    hangUp(reason, text);
                }
            });
        }
    }

    @Override
    public String address() {
        return String.valueOf(remote.hostAddress());
    }

    @Override
    public String remote() {
        return String.valueOf(remote);
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }
}
