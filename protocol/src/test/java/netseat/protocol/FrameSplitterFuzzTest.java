package netseat.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/** A foreign stream: however it is cut, the same whole frames come out, all of its bytes are accounted for. */
class FrameSplitterFuzzTest {
    @FuzzTest(maxExecutions = 50_000)
    void anyCut(byte[] stream) {
        if (stream.length == 0) {
            return;
        }
        int step = 1 + (stream[0] & 0x3F);
        int[] whole = taken(stream, stream.length);
        int[] pieces = taken(stream, step);
        assert whole[0] == pieces[0] && whole[1] == pieces[1] : "cut in steps of " + step;
    }

    /** How many bytes came out as whole frames, and whether the stream was refused. */
    private static int[] taken(byte[] stream, int step) {
        FrameSplitter splitter = new FrameSplitter(FrameHeader.MAX_PAYLOAD_TO_CONTROLLER);
        int[] taken = new int[2];
        try {
            for (int at = 0; at < stream.length; at += step) {
                ByteBuffer piece = ByteBuffer.wrap(stream, at, Math.min(step, stream.length - at));
                splitter.take(piece, frames -> {
                    while (frames.hasRemaining()) {
                        long length = FrameHeader.LENGTH + FrameHeader.payloadLength(frames, frames.position());
                        assert length <= frames.remaining() : "a frame that is not whole";
                        taken[0] += (int) length;
                        frames.position(frames.position() + (int) length);
                    }
                });
            }
        } catch (ProtocolException e) {
            taken[1] = 1;
        }
        return taken;
    }
}
