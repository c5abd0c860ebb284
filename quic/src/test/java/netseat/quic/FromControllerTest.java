package netseat.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameWriter;
import netseat.protocol.ProtocolException;
import netseat.protocol.QuicDatagram;
import org.junit.jupiter.api.Test;

/** Pictures on streams of their own, and what keeps them in order with the control stream and with one another. */
class FromControllerTest {
    private static final int DISPLAY = 3;

    private final Shown shown = new Shown();
    private final FromController receiver = new FromController(shown);
    private final AtomicInteger done = new AtomicInteger();
    private int sequence;

    private void attached() throws ProtocolException {
        ByteBuffer frame = ByteBuffer.allocate(64);
        FrameWriter.attached(frame, DISPLAY, "d");
        sequence = FrameHeader.number(frame.flip(), sequence);
        receiver.stream(frame);
    }

    /** A part of a picture, with its stream's head when it is the first. */
    private static ByteBuffer part(int attached, int number, int mark, boolean last) {
        ByteBuffer bytes = ByteBuffer.allocate(64);
        if (number == 1) {
            bytes.putInt(attached);
        }
        ByteBuffer frame = ByteBuffer.allocate(FrameWriter.PICTURE_PREFIX);
        FrameWriter.picturePrefix(frame, DISPLAY, mark, 0, last, 0);
        FrameHeader.number(frame.flip(), number - 1);
        return bytes.put(frame).flip();
    }

    private static ByteBuffer again(int attached, int mark) {
        ByteBuffer datagram = ByteBuffer.allocate(64);
        return datagram.put((byte) QuicDatagram.PICTURE)
                .put(part(attached, 1, mark, true))
                .flip();
    }

    private void take(FromController.PictureStream stream, ByteBuffer bytes) throws ProtocolException {
        stream.take(bytes, done::incrementAndGet);
    }

    @Test
    void aPictureThatOvertakesItsDisplaysAttachedWaitsForIt() throws ProtocolException {
        take(receiver.open(), part(1, 1, 1, true));
        assertThat(shown.heard()).isEmpty();
        assertThat(done).as("nothing more is read meanwhile").hasValue(0);
        attached();
        assertThat(shown.heard()).containsExactly("attached 3", "picture 1 whole");
        assertThat(done).hasValue(1);
    }

    @Test
    void aPictureOfAnEarlierAttachmentIsDropped() throws ProtocolException {
        attached();
        attached();
        take(receiver.open(), part(1, 1, 9, true));
        take(receiver.open(), part(2, 1, 1, true));
        assertThat(shown.heard()).containsExactly("attached 3", "attached 3", "picture 1 whole");
    }

    @Test
    void aLostPartHoldsUpNoNewerPictureAndComesTooLate() throws ProtocolException {
        attached();
        FromController.PictureStream old = receiver.open();
        take(old, part(1, 1, 255, false));
        take(receiver.open(), part(1, 1, 0, true)); // after PICTURE_LOST; marks wrap
        take(old, part(1, 2, 255, true));
        assertThat(shown.heard()).containsExactly("attached 3", "picture 255", "picture 0 whole");
    }

    @Test
    void aPictureThatIsSentTwiceIsShownOnce() throws ProtocolException {
        attached();
        receiver.datagram(again(1, 1));
        take(receiver.open(), part(1, 1, 1, true));
        take(receiver.open(), part(1, 1, 2, true));
        receiver.datagram(again(1, 2));
        receiver.datagram(again(7, 3)); // of an attachment that is not known yet: its stream will bring it
        assertThat(shown.heard()).containsExactly("attached 3", "picture 1 whole", "picture 2 whole");
    }

    @Test
    void nothingElseMayComeOnAPicturesStream() throws ProtocolException {
        attached();
        ByteBuffer bytes = ByteBuffer.allocate(64).putInt(1);
        ByteBuffer pong = ByteBuffer.allocate(32);
        FrameWriter.pong(pong, 1);
        FrameHeader.number(pong.flip(), 0);
        bytes.put(pong).flip();
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> take(receiver.open(), bytes));
    }
}
