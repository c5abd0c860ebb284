package netseat.device;

import java.nio.ByteBuffer;
import netseat.protocol.FrameWriter;

/** What a device answers by itself. On the link's thread only; allocates nothing. */
final class Answers {
    private final ByteBuffer frame = ByteBuffer.allocate(32);

    /** The picture with this mark is shown. */
    void shown(DeviceLink link, int peripheral, int mark) {
        frame.clear();
        FrameWriter.pictureShown(frame, peripheral, mark);
        link.send(frame.flip());
    }

    /** It is alive. */
    void pong(DeviceLink link, long token) {
        frame.clear();
        FrameWriter.pong(frame, token);
        link.send(frame.flip());
    }
}
