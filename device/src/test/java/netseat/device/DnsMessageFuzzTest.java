package netseat.device;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import netseat.device.DnsMessage.BadMessageException;

/** Whatever answers a question on the local network: answers, or that it is none, and always an end. */
class DnsMessageFuzzTest {
    @FuzzTest(maxExecutions = 50_000)
    void anyBytes(byte[] message) {
        try {
            DnsMessage.read(ByteBuffer.wrap(message)).forEach(answer -> {
                assert answer.name().length() <= 255;
            });
        } catch (BadMessageException e) {
            assert e.getMessage() != null;
        }
    }
}
