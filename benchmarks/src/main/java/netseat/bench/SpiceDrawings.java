package netseat.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what SPICE draws. QEMU sends what changed between two looks at the guest's screen as several drawing commands one
 * right after the other, and looks every 30 ms: commands with a pause before them begin an update.
 */
final class SpiceDrawings implements Relay.Tap {
    private static final int DISPLAY_CHANNEL = 2;

    /** Of a link message: magic, versions, and the size of the rest. */
    private static final int LINK_HEAD = 12;

    private static final int CONNECTION_ID = 4;
    private static final int MOST_BYTES = 1 << 28;

    // Messages of the display channel
    private static final int COPY_BITS = 104;
    private static final int STREAM_DATA = 123;
    private static final int DRAW_FIRST = 302;
    private static final int DRAW_LAST = 313;
    private static final int STREAM_DATA_SIZED = 316;
    private static final int DRAW_COMPOSITE = 318;
    private static final int LAST = 400;

    /** A third of the time between two looks. */
    private static final long PAUSE = 10_000_000;

    private final AtomicLong updates;
    private final CompletableFuture<Integer> channel = new CompletableFuture<>();
    private long lastDrawing;

    /**
     * @param updates is counted up
     */
    SpiceDrawings(AtomicLong updates) {
        this.updates = updates;
        this.lastDrawing = System.nanoTime() - PAUSE;
    }

    @Override
    public void fromViewer(DataInputStream in) throws IOException {
        try {
            in.skipNBytes(LINK_HEAD + 4 + CONNECTION_ID);
            channel.complete(in.readUnsignedByte());
        } finally {
            channel.complete(-1);
        }
        Relay.Tap.super.fromViewer(in);
    }

    @Override
    public void toViewer(DataInputStream in) throws IOException {
        in.skipNBytes(LINK_HEAD);
        in.skipNBytes(Integer.reverseBytes(in.readInt()));
        if (channel.join() != DISPLAY_CHANNEL) {
            Relay.Tap.super.toViewer(in);
            return;
        }
        if (in.readInt() != 0) {
            throw new Relay.Misread("SPICE refuses the viewer");
        }
        while (true) {
            int type = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
            int size = Integer.reverseBytes(in.readInt());
            if (type > LAST || size < 0 || size > MOST_BYTES) {
                throw new Relay.Misread("a SPICE message " + type + " of " + size + " bytes: not the short heads");
            }
            in.skipNBytes(size);
            if (draws(type)) {
                long now = System.nanoTime();
                if (now - lastDrawing >= PAUSE) {
                    updates.incrementAndGet();
                }
                lastDrawing = now;
            }
        }
    }

    private static boolean draws(int type) {
        return type == COPY_BITS
                || type == STREAM_DATA
                || (type >= DRAW_FIRST && type <= DRAW_LAST)
                || type == STREAM_DATA_SIZED
                || type == DRAW_COMPOSITE;
    }
}
