package netseat.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.Arrays;
import netseat.e2e.Workload.Rectangle;
import netseat.protocol.FrameWriter;
import netseat.screen.BadPictureException;
import netseat.screen.Damage;
import netseat.screen.Framebuffer;
import netseat.screen.PictureDecoder;
import netseat.screen.PictureEncoder;
import netseat.screen.PictureFormat;

/**
 * What lies between a head's pixels and a display unit's, without the network: pixels are encoded into PICTURE frames as
 * the controller does, the frames are counted and decoded, and what the unit shows is held against the pixels. For one
 * thread.
 */
final class Wire {
    /** So many pictures must be enough for one update; more would be an encoder that never comes to an end. */
    private static final int MOST_PICTURES = 1000;

    /** Of the thread's own time, in which it is not held up by whatever else the machine does. */
    private final ThreadMXBean thread = ManagementFactory.getThreadMXBean();

    private final Framebuffer source;
    private final Damage damage;
    private final PictureEncoder encoder = new PictureEncoder(PictureFormat.FULL);
    private final PictureDecoder decoder = new PictureDecoder();
    private final ByteBuffer prefix = ByteBuffer.allocate(FrameWriter.PICTURE_PREFIX);
    private final ByteBuffer out = ByteBuffer.allocate(FrameWriter.MAX_COMMANDS); // as the controller's
    private boolean begun;
    private int mark;
    private long bytes;
    private long nanos;
    private long longest;

    /**
     * From these pixels, which the caller changes between updates.
     *
     * @param linkSpeed what the encoder is told of the link, in bytes a second
     */
    Wire(Framebuffer source, long linkSpeed) {
        this.source = source;
        encoder.linkSpeed(linkSpeed);
        this.damage = new Damage(source.width(), source.height());
    }

    /**
     * What an update took.
     *
     * @param bytes of all its PICTURE frames, headers and all
     * @param nanos of the processor, of encoding alone
     * @param longestPicture of its pictures the one that took longest to encode, in nanoseconds
     */
    record Update(long bytes, long nanos, long longestPicture) {}

    /**
     * Brings the unit up to date; the first update is the whole picture.
     *
     * @param changed where the pixels may differ from the last update's
     * @throws IllegalStateException when the unit does not show exactly the pixels then
     */
    Update update(Iterable<Rectangle> changed) throws BadPictureException {
        bytes = 0;
        nanos = 0;
        longest = 0;
        for (Rectangle at : changed) {
            at.mark(damage);
        }
        int pictures = 0;
        do {
            long before = nanos;
            picture();
            longest = Math.max(longest, nanos - before);
            if (++pictures > MOST_PICTURES) {
                throw new IllegalStateException("an update has no end");
            }
        } while (!encoder.isUpToDate());
        if (!Arrays.equals(decoder.picture().pixels(), source.pixels())) {
            throw new IllegalStateException("the display unit does not show the guest's pixels");
        }
        return new Update(bytes, nanos, longest);
    }

    private void picture() throws BadPictureException {
        mark++;
        boolean first = true;
        boolean complete;
        do {
            out.clear();
            long start = thread.getCurrentThreadCpuTime();
            if (!begun) {
                begun = true;
                encoder.begin(source, damage, out);
            } else if (first) {
                encoder.start(PictureEncoder.UNLIMITED);
            }
            complete = encoder.encode(out);
            nanos += thread.getCurrentThreadCpuTime() - start;
            boolean nothing = first && complete && out.position() == 0;
            if (!nothing) {
                FrameWriter.picturePrefix(prefix.clear(), 1, mark & 0xFF, 0, complete, out.position());
                bytes += prefix.position() + out.position();
                decoder.decode(out.flip());
            }
            first = false;
        } while (!complete);
    }
}
