package netseat.desk;

import java.nio.file.Path;
import netseat.linux.Evdev;
import netseat.linux.InputDevice;
import org.jspecify.annotations.Nullable;

/** This computer's own speaker, which Linux has as an input device without keys: for IDENTIFY. Of the input thread. */
final class Beeper implements AutoCloseable {
    private static final int HERTZ = 880;

    private @Nullable InputDevice speaker;
    private boolean loud;

    /** Takes a device that beeps, unless there is one already; whether it took it. */
    boolean take(InputDevice device) {
        if (speaker != null || !device.abilities().beeps()) {
            return false;
        }
        speaker = device;
        return true;
    }

    boolean is(Path path) {
        return speaker != null && speaker.path().equals(path);
    }

    /** Whether it is to be heard from now on. */
    void serve(boolean isLoud) {
        if (speaker != null && loud != isLoud) {
            loud = isLoud;
            speaker.write(Evdev.EV_SND, Evdev.SND_TONE, isLoud ? HERTZ : 0);
            speaker.write(Evdev.EV_SYN, Evdev.SYN_REPORT, 0);
        }
    }

    /** Silent from now on. */
    @Override
    public void close() {
        serve(false);
        if (speaker != null) {
            speaker.close();
            speaker = null;
        }
    }
}
