package netseat.quic;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import netseat.protocol.AdmissionState;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.PlugState;
import netseat.protocol.ToDevice;

/** A device that writes down what it is told. */
final class Shown implements ToDevice {
    private final List<String> heard = new ArrayList<>();

    List<String> heard() {
        return heard;
    }

    @Override
    public void welcome(int version, String controller) {
        heard.add("welcome");
    }

    @Override
    public void admission(AdmissionState state, DeviceId device) {
        heard.add("admission");
    }

    @Override
    public void identify(int peripheral, int seconds) {
        heard.add("identify");
    }

    @Override
    public void redirect(String host, int port, boolean keep) {
        heard.add("redirect");
    }

    @Override
    public void attached(int peripheral, String name) {
        heard.add("attached " + peripheral);
    }

    @Override
    public void status(int peripheral, PlugState state, String machine, String text) {
        heard.add("status");
    }

    @Override
    public void leds(int peripheral, int leds) {
        heard.add("leds");
    }

    @Override
    public void pointerMode(int peripheral, boolean absolute) {
        heard.add("mode");
    }

    @Override
    public void picture(int peripheral, int mark, int answers, boolean last, ByteBuffer commands) {
        heard.add("picture " + mark + (last ? " whole" : ""));
    }

    @Override
    public void ping(long token) {
        heard.add("ping");
    }

    @Override
    public void pong(long token) {
        heard.add("pong");
    }

    @Override
    public void bye(int peripheral, ByeReason reason, String text) {
        heard.add("bye");
    }
}
