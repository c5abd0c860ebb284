package netseat.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/** Foreign datagrams in either direction: a {@link ProtocolException} or calls within their ranges, nothing else. */
class QuicDatagramFuzzTest {
    @FuzzTest(maxExecutions = 50_000)
    void toController(byte[] datagram) {
        FrameReader reader = new FrameReader();
        ControlOrder order = new ControlOrder(frames -> reader.read(frames, (ToController) new Recorder()));
        QuicDatagram.ToController handler = new QuicDatagram.ToController() {
            @Override
            public void motion(int peripheral, int after, int number, boolean position, int x, int y) {
                int most = position ? 0x7FFF : FrameReader.MAX_MOTION;
                int least = position ? 0 : -most;
                assert Math.min(x, y) >= least && Math.max(x, y) <= most : x + "," + y;
            }

            @Override
            public void again(ByteBuffer frames) throws ProtocolException {
                order.fromDatagram(frames);
            }
        };
        try {
            QuicDatagram.read(ByteBuffer.wrap(datagram), handler);
        } catch (ProtocolException e) {
            assert e.getMessage() != null;
        }
    }

    @FuzzTest(maxExecutions = 50_000)
    void toDevice(byte[] datagram) {
        FrameReader reader = new FrameReader();
        ControlOrder order = new ControlOrder(frames -> reader.read(frames, (ToDevice) new Recorder()));
        QuicDatagram.ToDevice handler = new QuicDatagram.ToDevice() {
            @Override
            public void again(ByteBuffer frames) throws ProtocolException {
                order.fromDatagram(frames);
            }

            @Override
            public void picture(int attached, ByteBuffer frame) throws ProtocolException {
                new FrameReader().read(frame, (ToDevice) new Recorder());
            }
        };
        try {
            QuicDatagram.read(ByteBuffer.wrap(datagram), handler);
        } catch (ProtocolException e) {
            assert e.getMessage() != null;
        }
    }
}
