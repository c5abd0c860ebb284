package netseat.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/** Foreign bytes in either direction: a {@link ProtocolException} or calls within their ranges, nothing else. */
class FrameReaderFuzzTest {
    @FuzzTest(maxDuration = "10s")
    void toController(byte[] message) {
        try {
            new FrameReader().read(ByteBuffer.wrap(message), (ToController) new Recorder());
        } catch (ProtocolException e) {
            assert e.getMessage() != null;
        }
    }

    @FuzzTest(maxDuration = "10s")
    void toDevice(byte[] message) {
        try {
            new FrameReader().read(ByteBuffer.wrap(message), (ToDevice) new Recorder());
        } catch (ProtocolException e) {
            assert e.getMessage() != null;
        }
    }
}
