package netseat.device;

import java.nio.ByteBuffer;
import netseat.protocol.AdmissionState;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.PlugState;
import netseat.protocol.ProtocolException;

/** Hands everything on to another end; what extends it takes a part for itself first. On the link's thread. */
public abstract class ForwardingEnd implements DeviceEnd {
    private final DeviceEnd end;

    /** @param end gets everything */
    protected ForwardingEnd(DeviceEnd end) {
        this.end = end;
    }

    @Override
    public void found(FoundController controller) {
        end.found(controller);
    }

    @Override
    public void opened(DeviceLink link) {
        end.opened(link);
    }

    @Override
    public void closed(String words) {
        end.closed(words);
    }

    @Override
    public void welcome(int version, String controller) throws ProtocolException {
        end.welcome(version, controller);
    }

    @Override
    public void admission(AdmissionState state, DeviceId device) throws ProtocolException {
        end.admission(state, device);
    }

    @Override
    public void identify(int peripheral, int seconds) throws ProtocolException {
        end.identify(peripheral, seconds);
    }

    @Override
    public void redirect(String host, int port, boolean keep) throws ProtocolException {
        end.redirect(host, port, keep);
    }

    @Override
    public void attached(int peripheral, String name) throws ProtocolException {
        end.attached(peripheral, name);
    }

    @Override
    public void status(int peripheral, PlugState state, String machine, String text) throws ProtocolException {
        end.status(peripheral, state, machine, text);
    }

    @Override
    public void leds(int peripheral, int leds) throws ProtocolException {
        end.leds(peripheral, leds);
    }

    @Override
    public void pointerMode(int peripheral, boolean absolute) throws ProtocolException {
        end.pointerMode(peripheral, absolute);
    }

    @Override
    public void picture(int peripheral, int mark, int answers, boolean last, ByteBuffer commands)
            throws ProtocolException {
        end.picture(peripheral, mark, answers, last, commands);
    }

    @Override
    public void touchMode(int peripheral, int contacts) throws ProtocolException {
        end.touchMode(peripheral, contacts);
    }

    @Override
    public void blank(int peripheral, boolean dark) throws ProtocolException {
        end.blank(peripheral, dark);
    }

    @Override
    public void ping(long token) throws ProtocolException {
        end.ping(token);
    }

    @Override
    public void pong(long token) throws ProtocolException {
        end.pong(token);
    }

    @Override
    public void bye(int peripheral, ByeReason reason, String text) throws ProtocolException {
        end.bye(peripheral, reason, text);
    }
}
