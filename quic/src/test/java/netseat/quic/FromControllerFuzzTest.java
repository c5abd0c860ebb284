package netseat.quic;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import netseat.protocol.ProtocolException;

/**
 * Foreign bytes on the control stream, on pictures' streams and in datagrams, however they are cut and mixed: a
 * {@link ProtocolException} or calls in an order that may be, nothing else.
 */
class FromControllerFuzzTest {
    private static final int STREAMS = 3;

    @FuzzTest(maxExecutions = 30_000)
    void anyMixture(byte[] script) {
        FromController receiver = new FromController(new Shown());
        FromController.PictureStream[] streams = new FromController.PictureStream[STREAMS];
        for (int i = 0; i < STREAMS; i++) {
            streams[i] = receiver.open();
        }
        boolean[] open = {true, true, true}; // whether more may be read
        ByteBuffer from = ByteBuffer.wrap(script);
        try {
            while (from.remaining() > 1) {
                int where = from.get() & 7;
                byte[] piece = new byte[Math.min(from.get() & 0xFF, from.remaining())];
                from.get(piece);
                int stream = where - 2;
                if (where == 0) {
                    receiver.stream(ByteBuffer.wrap(piece));
                } else if (where == 1) {
                    receiver.datagram(ByteBuffer.wrap(piece));
                } else if (stream < STREAMS && open[stream]) {
                    open[stream] = false;
                    streams[stream].take(ByteBuffer.wrap(piece), () -> open[stream] = true);
                }
            }
        } catch (ProtocolException e) {
            assert e.getMessage() != null;
        }
    }
}
