package netseat.device;

import java.nio.ByteBuffer;
import java.util.Objects;
import netseat.protocol.AdmissionState;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameWriter;
import netseat.protocol.Protocol;
import netseat.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/** What every device says by itself: HELLO, its ATTACHes as soon as it may, and that it is alive. Allocates nothing for answers. */
public abstract class AnsweringEnd implements DeviceEnd {
    private final ByteBuffer frame = ByteBuffer.allocate(32); // of the link's thread
    private final String program;
    private volatile @Nullable DeviceLink link;

    /** @param program the device's name in HELLO */
    protected AnsweringEnd(String program) {
        this.program = program;
    }

    /** The device may attach its peripherals, and is to do so. */
    protected abstract void attach(DeviceLink on);

    @Override
    public void opened(DeviceLink opened) {
        link = opened;
        ByteBuffer hello = ByteBuffer.allocate(128);
        FrameWriter.hello(hello, Protocol.VERSION, Protocol.VERSION, program);
        opened.send(hello.flip());
        if (!opened.asksAdmission()) {
            attach(opened); // at once, so that whoever has the link may send what these peripherals say
        }
    }

    private DeviceLink on() {
        return Objects.requireNonNull(link);
    }

    @Override
    public void admission(AdmissionState state, DeviceId device) throws ProtocolException {
        if (state == AdmissionState.ADMITTED) {
            attach(on());
        }
    }

    /** Says that the picture with this mark is shown. */
    protected final void showed(int peripheral, int mark) {
        FrameWriter.pictureShown(frame.clear(), peripheral, mark);
        on().send(frame.flip());
    }

    @Override
    public final void ping(long token) {
        FrameWriter.pong(frame.clear(), token);
        on().send(frame.flip());
    }

    @Override
    public void redirect(String host, int port, boolean keep) {}
}
