package netseat.screen;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;

/** Foreign bytes to a display unit's decoder: an error of its own kind or a picture within bounds, nothing else. */
class PictureDecoderFuzzTest {
    @FuzzTest(maxExecutions = 1200)
    void anyBytes(byte[] commands) {
        try {
            new PictureDecoder().decode(ByteBuffer.wrap(commands));
        } catch (BadPictureException e) {
            assert e.getMessage() != null;
        }
    }

    /** Several frames, each after its length in two bytes: what is remembered goes on from one to the next. */
    @FuzzTest(maxExecutions = 1200)
    void anyFrames(byte[] framed) {
        PictureDecoder unit = new PictureDecoder();
        ByteBuffer in = ByteBuffer.wrap(framed);
        try {
            while (in.remaining() >= Short.BYTES) {
                int length = Math.min(Short.toUnsignedInt(in.getShort()), in.remaining());
                unit.decode(in.slice(in.position(), length));
                in.position(in.position() + length);
            }
        } catch (BadPictureException e) {
            assert e.getMessage() != null;
        }
    }

    /** The input of {@link #anyFrames} that these make. */
    static byte[] framed(List<PictureVectors.Frame> frames) {
        ByteBuffer out = ByteBuffer.allocate(frames.stream()
                .mapToInt(frame -> frame.commands().length + Short.BYTES)
                .sum());
        frames.forEach(frame -> out.putShort((short) frame.commands().length).put(frame.commands()));
        return out.array();
    }
}
