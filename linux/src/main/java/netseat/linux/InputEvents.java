package netseat.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** Reads {@code struct input_event}s. Pure functions; allocates nothing. */
public final class InputEvents {
    private InputEvents() {}

    /** Hands on every whole event of the first bytes, in their order. */
    public static void read(MemorySegment bytes, int length, InputSink sink) {
        for (int at = 0; at + Evdev.EVENT_SIZE <= length; at += Evdev.EVENT_SIZE) {
            sink.event(
                    Short.toUnsignedInt(bytes.get(JAVA_SHORT_UNALIGNED, at + Evdev.EVENT_TYPE)),
                    Short.toUnsignedInt(bytes.get(JAVA_SHORT_UNALIGNED, at + Evdev.EVENT_CODE)),
                    bytes.get(JAVA_INT_UNALIGNED, at + Evdev.EVENT_VALUE));
        }
    }
}
