package netseat.desk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import netseat.device.DeviceLink;
import netseat.protocol.FrameHeader;

/** A link that notes what is sent: type, peripheral and payload of each frame, in hexadecimal digits. Any thread. */
final class SentFrames implements DeviceLink {
    private final List<String> frames = new ArrayList<>();

    @Override
    public synchronized void send(ByteBuffer sent) {
        while (sent.hasRemaining()) {
            int start = sent.position();
            int length = (int) FrameHeader.payloadLength(sent, start);
            byte[] payload = new byte[length];
            sent.get(start + FrameHeader.LENGTH, payload);
            frames.add(HexFormat.of().toHexDigits((byte) FrameHeader.type(sent, start)) + " " + sent.getShort(start + 2)
                    + " " + HexFormat.of().formatHex(payload));
            sent.position(start + FrameHeader.LENGTH + length);
        }
    }

    /** What was sent since the last call. */
    synchronized List<String> take() {
        List<String> taken = List.copyOf(frames);
        frames.clear();
        return taken;
    }

    @Override
    public int lastSequence() {
        return 0;
    }

    @Override
    public boolean asksAdmission() {
        return true;
    }

    @Override
    public void close() {}

    @Override
    public void cut() {}
}
