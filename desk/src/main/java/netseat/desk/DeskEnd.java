package netseat.desk;

import java.nio.ByteBuffer;
import netseat.device.AnsweringEnd;
import netseat.device.DeviceLink;
import netseat.protocol.ByeReason;
import netseat.protocol.PlugState;
import netseat.protocol.ProtocolException;

/** The link's end of this computer's devices: hands what comes to the peripheral that it is for. */
final class DeskEnd extends AnsweringEnd {
    private final Peripherals peripherals;

    DeskEnd(Peripherals peripherals) {
        super("netseat-device");
        this.peripherals = peripherals;
    }

    @Override
    public void opened(DeviceLink opened) {
        peripherals.forbidden();
        super.opened(opened);
    }

    @Override
    protected void attach(DeviceLink on) {
        peripherals.allowed(on);
    }

    @Override
    public void closed(String why) {
        peripherals.forbidden();
    }

    @Override
    public void welcome(int version, String controller) {}

    @Override
    public void identify(int peripheral, int seconds) {
        peripherals.tell(peripheral, found -> found.identify(seconds));
    }

    @Override
    public void attached(int peripheral, String name) {
        peripherals.tell(peripheral, Peripheral::attached);
    }

    @Override
    public void status(int peripheral, PlugState state, String machine, String text) {
        peripherals.tell(peripheral, found -> found.status(state));
    }

    @Override
    public void leds(int peripheral, int leds) {
        peripherals.tell(peripheral, found -> found.leds(leds));
    }

    @Override
    public void pointerMode(int peripheral, boolean absolute) {}

    @Override
    public void picture(int peripheral, int mark, int answers, boolean last, ByteBuffer commands)
            throws ProtocolException {
        Peripheral found = peripherals.find(peripheral);
        if (found != null) {
            found.picture(mark, last, commands);
        }
    }

    @Override
    public void blank(int peripheral, boolean dark) {
        peripherals.tell(peripheral, found -> found.dark(dark));
    }

    @Override
    public void pong(long token) {}

    @Override
    public void bye(int peripheral, ByeReason reason, String text) {}
}
