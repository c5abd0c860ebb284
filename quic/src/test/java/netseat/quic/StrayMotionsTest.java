package netseat.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import netseat.protocol.Attachment;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.MessageType;
import netseat.protocol.PeripheralClass;
import netseat.protocol.QuicDatagram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a device puts on the stream and what into datagrams. */
class StrayMotionsTest {
    private static final int POINTER = 2;

    private final StrayMotions motions = new StrayMotions();
    private final ByteBuf stream = Unpooled.buffer();
    private final List<String> loose = new ArrayList<>();

    @BeforeEach
    void attach() {
        say(out -> FrameWriter.attach(
                out, POINTER, new Attachment(PeripheralClass.POINTER, "", "", "", Attachment.Capabilities.DEFAULT)));
        assertThat(taken()).containsExactly("1 attach");
    }

    private void say(Consumer<ByteBuffer> writer) {
        ByteBuffer frames = ByteBuffer.allocate(512);
        writer.accept(frames);
        motions.take(frames.flip(), stream, datagram -> {
            ByteBuffer frame = datagram.slice(QuicDatagram.HEAD, datagram.remaining() - QuicDatagram.HEAD);
            loose.add("after " + datagram.getInt(1) + ": " + words(frame, 0));
        });
    }

    private static String words(ByteBuffer frames, int at) {
        String number = FrameHeader.sequence(frames, at) + " ";
        int x = at + FrameHeader.LENGTH;
        return switch (FrameHeader.type(frames, at)) {
            case MessageType.ATTACH -> number + "attach";
            case MessageType.MOTION -> number + "motion " + frames.getShort(x) + " " + frames.getShort(x + 2);
            case MessageType.POSITION -> number + "position " + frames.getShort(x) + " " + frames.getShort(x + 2);
            case MessageType.BUTTON -> number + "button";
            case MessageType.KEY -> number + "key";
            default -> number + "something";
        };
    }

    private List<String> taken() {
        List<String> taken = new ArrayList<>();
        ByteBuffer frames = stream.nioBuffer();
        for (int at = 0; at < frames.limit(); at += FrameHeader.LENGTH + (int) FrameHeader.payloadLength(frames, at)) {
            taken.add(words(frames, at));
        }
        stream.clear();
        return taken;
    }

    @Test
    void motionIsSummedUpUntilTheStreamSaysIt() {
        say(out -> FrameWriter.motion(out, POINTER, 3, -1));
        say(out -> FrameWriter.motion(out, POINTER, 4, 1));
        say(out -> FrameWriter.key(out, 1, 7, 4, KeyAction.PRESS));
        assertThat(loose).containsExactly("after 1: 1 motion 3 -1", "after 1: 2 motion 7 0");
        assertThat(taken()).as("a key does not wait for it").containsExactly("2 key");
        say(out -> FrameWriter.button(out, POINTER, 1, true));
        assertThat(taken()).containsExactly("3 motion 7 0", "4 button");
        say(out -> FrameWriter.button(out, POINTER, 1, false));
        assertThat(taken()).containsExactly("5 button");
        say(out -> FrameWriter.motion(out, POINTER, 1, 1));
        assertThat(loose.getLast()).isEqualTo("after 5: 3 motion 1 1");
    }

    @Test
    void whatDoesNotFitIntoOneFrameIsSaidOnTheStreamFirst() {
        say(out -> FrameWriter.motion(out, POINTER, 9000, 0));
        say(out -> FrameWriter.motion(out, POINTER, 2000, 0));
        assertThat(taken()).containsExactly("2 motion 9000 0");
        say(out -> FrameWriter.position(out, POINTER, 5, 6));
        assertThat(taken()).containsExactly("3 motion 2000 0");
        assertThat(loose).endsWith("after 2: 2 motion 2000 0", "after 3: 3 position 5 6");
    }

    @Test
    void atRestItIsSaidAgainAndThenForCertain() {
        say(out -> FrameWriter.position(out, POINTER, 5, 6));
        assertThat(motions.isOpen()).isTrue();
        motions.sayAgain(datagram -> loose.add("again"));
        assertThat(loose).hasSize(2);
        motions.settle(stream);
        assertThat(taken()).containsExactly("2 position 5 6");
        assertThat(motions.isOpen()).isFalse();
        motions.sayAgain(datagram -> loose.add("again"));
        assertThat(loose).hasSize(2);
    }
}
