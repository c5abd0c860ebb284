package netseat.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/** Foreign bytes in either direction: a {@link ProtocolException} or calls within their ranges, nothing else. */
class FrameReaderFuzzTest {
    @FuzzTest(maxExecutions = 50_000)
    void toController(byte[] message) {
        try {
            new FrameReader().read(ByteBuffer.wrap(message), (ToController) new Recorder());
        } catch (ProtocolException e) {
            assert e.getMessage() != null;
        }
    }

    @FuzzTest(maxExecutions = 50_000)
    void toDevice(byte[] message) {
        try {
            new FrameReader().read(ByteBuffer.wrap(message), (ToDevice) new Recorder());
        } catch (ProtocolException e) {
            assert e.getMessage() != null;
        }
    }
}
