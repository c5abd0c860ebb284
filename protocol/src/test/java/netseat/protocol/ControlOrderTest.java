package netseat.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames that come by a stream, and some of them by datagrams as well: each once, in their order. */
class ControlOrderTest {
    private static final int COUNT = 2000;

    private final Recorder recorder = new Recorder();
    private final FrameReader reader = new FrameReader();
    private final ControlOrder order = new ControlOrder(frames -> reader.read(frames, (ToController) recorder));

    private static ByteBuffer keys(int from, int to) {
        ByteBuffer frames = ByteBuffer.allocate(1024);
        for (int i = from; i < to; i++) {
            FrameWriter.key(frames, 1, KeyPage.CONSUMER, 1 + i % 0x3FF, KeyAction.PRESS);
        }
        FrameHeader.number(frames.flip(), from);
        return frames;
    }

    @Test
    void byChance() throws ProtocolException {
        Random random = new Random(7);
        int stream = 0;
        int said = 0;
        while (stream < COUNT) {
            said = Math.min(COUNT, said + random.nextInt(4));
            if (random.nextBoolean()) {
                int from = Math.max(
                        0, said - random.nextInt(8)); // some are old, some ahead of others that are not there yet
                order.fromDatagram(keys(from, said));
            }
            if (random.nextInt(3) == 0) {
                int to = Math.min(said, stream + random.nextInt(12));
                order.fromStream(keys(stream, to));
                stream = to;
            }
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            expected.add("key 1 " + KeyPage.CONSUMER + " " + (1 + i % 0x3FF) + " PRESS");
        }
        assertThat(recorder.heard()).isEqualTo(expected);
    }

    @Test
    void aDatagramOfSomethingElseIsAFault() {
        ByteBuffer cut = keys(0, 2);
        cut.limit(cut.limit() - 1);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> order.fromDatagram(cut));
    }
}
