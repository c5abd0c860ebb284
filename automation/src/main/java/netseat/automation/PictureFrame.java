package netseat.automation;

import java.nio.ByteBuffer;
import netseat.protocol.AdmissionState;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.PlugState;
import netseat.protocol.ProtocolException;
import netseat.protocol.ToDevice;

/** Takes one PICTURE frame, and refuses all others. */
final class PictureFrame implements ToDevice {
    private ByteBuffer commands = ByteBuffer.allocate(0);
    private boolean last;

    ByteBuffer commands() {
        return commands;
    }

    boolean isLast() {
        return last;
    }

    @Override
    public void picture(int peripheral, int mark, int answers, boolean isLast, ByteBuffer drawing) {
        commands = drawing;
        last = isLast;
    }

    private static ProtocolException other() {
        return new ProtocolException(ByeReason.UNKNOWN_TYPE, "a frame that is no PICTURE");
    }

    @Override
    public void welcome(int version, String controller) throws ProtocolException {
        throw other();
    }

    @Override
    public void admission(AdmissionState state, DeviceId device) throws ProtocolException {
        throw other();
    }

    @Override
    public void identify(int peripheral, int seconds) throws ProtocolException {
        throw other();
    }

    @Override
    public void redirect(String host, int port, boolean keep) throws ProtocolException {
        throw other();
    }

    @Override
    public void attached(int peripheral, String name) throws ProtocolException {
        throw other();
    }

    @Override
    public void status(int peripheral, PlugState state, String machine, String text) throws ProtocolException {
        throw other();
    }

    @Override
    public void leds(int peripheral, int leds) throws ProtocolException {
        throw other();
    }

    @Override
    public void pointerMode(int peripheral, boolean absolute) throws ProtocolException {
        throw other();
    }

    @Override
    public void blank(int peripheral, boolean dark) throws ProtocolException {
        throw other();
    }

    @Override
    public void ping(long token) throws ProtocolException {
        throw other();
    }

    @Override
    public void pong(long token) throws ProtocolException {
        throw other();
    }

    @Override
    public void bye(int peripheral, ByeReason reason, String text) throws ProtocolException {
        throw other();
    }
}
