package netseat.desk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import netseat.linux.Evdev;
import netseat.linux.InputDevice;
import netseat.linux.InputSink;
import netseat.linux.LinuxException;

/**
 * One real device that is, or is to be, this program's alone, and the peripherals that it is on the link. It is taken at a
 * moment when none of its keys is down: the console would never hear of that key's release. Of the input thread.
 */
final class GrabbedDevice implements InputSink, AutoCloseable {
    /** A device's queue has a few hundred events at most, and 64 are read at once. */
    private static final int MOST_READS = 64;

    private final InputDevice device;
    private final List<InputPeripheral> peripherals;
    private boolean grabbed;
    private boolean dropping;

    GrabbedDevice(InputDevice device, List<InputPeripheral> peripherals) throws LinuxException {
        this.device = device;
        this.peripherals = peripherals;
        grabWhenQuiet();
    }

    Path path() {
        return device.path();
    }

    InputDevice device() {
        return device;
    }

    List<InputPeripheral> peripherals() {
        return peripherals;
    }

    private void grabWhenQuiet() throws LinuxException {
        device.askKeys();
        if (!device.isAnyDown()) {
            device.grab();
            grabbed = true;
            resynchronize(); // the kernel tells only what changes, and what it told before was for others
        }
    }

    /**
     * Takes what the device has to say.
     *
     * @throws IOException when it has been unplugged
     */
    void read() throws IOException {
        device.read(this);
        if (dropping) {
            drain();
            dropping = false;
            if (grabbed) {
                resynchronize();
            }
        }
        if (!grabbed) {
            grabWhenQuiet();
        }
    }

    /** What has come meanwhile is in the state that is asked for then, and would be taken twice. */
    private void drain() throws IOException {
        for (int i = 0; i < MOST_READS; i++) {
            if (!device.read((_, _, _) -> {})) {
                return;
            }
        }
    }

    @Override
    public void event(int type, int code, int value) {
        boolean report = type == Evdev.EV_SYN && code == Evdev.SYN_REPORT;
        if (type == Evdev.EV_SYN && code == Evdev.SYN_DROPPED) {
            dropping = true;
        } else if (!dropping && grabbed && (type != Evdev.EV_SYN || report)) {
            for (int i = 0; i < peripherals.size(); i++) {
                peripherals.get(i).event(type, code, value);
            }
        }
    }

    private void resynchronize() {
        for (InputPeripheral peripheral : peripherals) {
            try {
                peripheral.resynchronize(device);
            } catch (LinuxException e) {
                return; // it is gone, as the next reading will find
            }
        }
    }

    /** Does what the controller asked for; whether that has to be looked at again soon. */
    boolean serve(long nanos) {
        boolean soon = false;
        for (int i = 0; i < peripherals.size(); i++) {
            InputPeripheral peripheral = peripherals.get(i);
            peripheral.serve(device, nanos);
            soon |= peripheral.blinking().isOn(nanos);
        }
        return soon;
    }

    /** Whether one of its peripherals is to be found, and shines at this moment. */
    boolean isBright(long nanos) {
        for (int i = 0; i < peripherals.size(); i++) {
            if (peripherals.get(i).blinking().isBright(nanos)) {
                return true;
            }
        }
        return false;
    }

    /** Lets go of it: the console has it again. */
    @Override
    public void close() {
        device.close();
    }
}
