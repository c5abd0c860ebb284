package netseat.qemu;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Whatever comes over QMP is cut into lines, each told once. */
class QmpRepliesFuzzTest {
    @FuzzTest(maxExecutions = 8000)
    void anyBytesAreLines(byte[] bytes) throws IOException {
        int[] lines = new int[1];
        new QmpReplies().take(ByteBuffer.wrap(bytes), new QmpReplies.Sink() {
            @Override
            public void input(boolean accepted) {
                lines[0]++;
            }

            @Override
            public void refreshed() {
                lines[0]++;
            }

            @Override
            public void other(byte[] line) {
                lines[0]++;
            }
        });
        int ends = 0;
        for (byte b : bytes) {
            ends += b == '\n' ? 1 : 0;
        }
        if (lines[0] > ends) {
            throw new AssertionError(lines[0] + " lines told of " + ends);
        }
    }
}
