package netseat.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class FrameSplitterTest {
    private final Recorder recorder = new Recorder();
    private final FrameReader reader = new FrameReader();
    private final FrameSplitter splitter = new FrameSplitter(FrameHeader.MAX_PAYLOAD_TO_CONTROLLER);

    private void read(ByteBuffer frames) {
        try {
            reader.read(frames, (ToController) recorder);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteBuffer stream(int frames) {
        ByteBuffer out = ByteBuffer.allocate(frames * 128);
        for (int i = 0; i < frames; i++) {
            if (i % 3 == 0) {
                FrameWriter.hello(out, 1, i, "x".repeat(i % 60));
            } else {
                FrameWriter.ping(out, i);
            }
        }
        FrameHeader.number(out.flip(), 0);
        return out;
    }

    @Test
    void piecesOfAnySizeAreTheSameFrames() throws ProtocolException {
        List<String> whole = new ArrayList<>();
        for (int most = 1; most < 300; most = most * 3 / 2 + 1) {
            FrameSplitterTest other = new FrameSplitterTest();
            Random random = new Random(most);
            ByteBuffer stream = stream(60);
            while (stream.hasRemaining()) {
                int length = Math.min(stream.remaining(), 1 + random.nextInt(most));
                ByteBuffer piece = ByteBuffer.allocateDirect(length + 3).position(3);
                piece.put(3, stream, stream.position(), length);
                stream.position(stream.position() + length);
                other.splitter.take(piece, other::read);
                assertThat(piece.hasRemaining()).isFalse();
            }
            assertThat(other.recorder.heard()).hasSize(60);
            if (whole.isEmpty()) {
                whole.addAll(other.recorder.heard());
            }
            assertThat(other.recorder.heard()).as("pieces up to %d", most).isEqualTo(whole);
        }
    }

    @Test
    void framesThatArriveWholeAreHandedOnTogetherAndUncopied() throws ProtocolException {
        ByteBuffer stream = stream(5);
        List<ByteBuffer> taken = new ArrayList<>();
        splitter.take(stream, taken::add);
        assertThat(taken).hasSize(1);
        assertThat(taken.getFirst()).isSameAs(stream);
    }

    @Test
    void whatIsTooLongEndsTheStreamAsSoonAsItsHeaderIsThere() {
        ByteBuffer tooLong = ByteBuffer.wrap(
                HexFormat.of().parseHex("070000000000000100000008" + "00".repeat(8) + "100000010000000200001001"));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> splitter.take(tooLong, this::read))
                .extracting(ProtocolException::reason)
                .isEqualTo(ByeReason.TOO_LONG);
        assertThat(recorder.heard()).as("the frame before it").containsExactly("ping 0");
    }

    @Test
    void alsoWhenItsHeaderIsCut() throws ProtocolException {
        byte[] header = HexFormat.of().parseHex("1000000100000001ffffffff");
        for (int i = 0; i < 11; i++) {
            splitter.take(ByteBuffer.wrap(header, i, 1), this::read);
        }
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> splitter.take(ByteBuffer.wrap(header, 11, 1), this::read))
                .extracting(ProtocolException::reason)
                .isEqualTo(ByeReason.TOO_LONG);
    }

    @Test
    void theLongestFrameArrivesInPieces() throws ProtocolException {
        ByteBuffer longest = ByteBuffer.allocate(FrameHeader.LENGTH + FrameHeader.MAX_PAYLOAD_TO_CONTROLLER);
        FrameHeader.put(longest, 0, 0x7F, 1, FrameHeader.MAX_PAYLOAD_TO_CONTROLLER);
        List<Integer> lengths = new ArrayList<>();
        for (int at = 0; at < longest.capacity(); at += 1000) {
            int length = Math.min(1000, longest.capacity() - at);
            splitter.take(longest.slice(at, length), frames -> lengths.add(frames.remaining()));
        }
        assertThat(lengths).containsExactly(longest.capacity());
    }
}
