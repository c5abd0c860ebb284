package netseat.desk;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import netseat.device.DeviceLink;
import netseat.protocol.FrameWriter;
import org.jspecify.annotations.Nullable;

/**
 * The peripherals of one link: which number each has, and that nothing is sent for one before the controller may hear of
 * it. They come and go as real devices are plugged and unplugged. Any thread.
 */
final class Peripherals {
    private static final int LAST_NUMBER = 0xFFFF;

    private final Map<Integer, Peripheral> all = new LinkedHashMap<>(); // guarded by this
    private @Nullable DeviceLink link; // guarded by this; there while peripherals may be attached
    private int lastNumber;
    private final PicturePlace picture = new PicturePlace();

    /** Where the picture of the machine's head 1 is, which a touch screen lies on. */
    PicturePlace picture() {
        return picture;
    }

    /** One more, which is attached as soon as that is allowed. */
    synchronized void add(Peripheral peripheral) {
        do {
            lastNumber = lastNumber == LAST_NUMBER ? 1 : lastNumber + 1;
        } while (all.containsKey(lastNumber));
        peripheral.number(lastNumber);
        all.put(lastNumber, peripheral);
        if (link != null) {
            attach(link, peripheral);
        }
    }

    /** It is gone; what it held, the controller releases. */
    synchronized void remove(Peripheral peripheral) {
        if (all.remove(peripheral.number()) != null && link != null) {
            ByteBuffer frame = ByteBuffer.allocate(32);
            FrameWriter.detach(frame, peripheral.number());
            link.send(frame.flip());
        }
    }

    /** From now on they may be attached. */
    synchronized void allowed(DeviceLink on) {
        link = on;
        for (Peripheral peripheral : all.values()) {
            attach(on, peripheral);
        }
    }

    /** The link is gone, or new: nothing may be said on it. */
    synchronized void forbidden() {
        link = null;
        all.values().forEach(Peripheral::opened);
    }

    private static void attach(DeviceLink on, Peripheral peripheral) {
        ByteBuffer frame = ByteBuffer.allocate(512);
        FrameWriter.attach(frame, peripheral.number(), peripheral.attachment());
        on.send(frame.flip());
    }

    /** Sends frames of one that has been attached; others are dropped. Allocates nothing. */
    synchronized void send(ByteBuffer frames) {
        if (link != null) {
            link.send(frames);
        }
    }

    /** Tells one of them something, or all of them, for 0. One that is gone by now hears nothing. */
    void tell(int number, Consumer<Peripheral> words) {
        if (number == 0) {
            synchronized (this) {
                all.values().forEach(words);
            }
        } else {
            Peripheral peripheral = find(number);
            if (peripheral != null) {
                words.accept(peripheral);
            }
        }
    }

    synchronized @Nullable Peripheral find(int number) {
        return all.get(number);
    }
}
