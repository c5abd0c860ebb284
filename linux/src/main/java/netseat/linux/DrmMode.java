package netseat.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * A size in which a monitor can be driven.
 *
 * @param width in pixels
 * @param height in pixels
 * @param refresh pictures a second
 * @param preferred whether the monitor's EDID says that it is the one to use
 * @param raw the kernel's own words, to be handed back to it; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record DrmMode(int width, int height, int refresh, boolean preferred, byte[] raw) {
    static DrmMode of(MemorySegment mode) {
        return new DrmMode(
                Short.toUnsignedInt(mode.get(JAVA_SHORT_UNALIGNED, DrmLayout.Mode.WIDTH)),
                Short.toUnsignedInt(mode.get(JAVA_SHORT_UNALIGNED, DrmLayout.Mode.HEIGHT)),
                mode.get(JAVA_INT_UNALIGNED, DrmLayout.Mode.REFRESH),
                (mode.get(JAVA_INT_UNALIGNED, DrmLayout.Mode.TYPE) & DrmLayout.MODE_TYPE_PREFERRED) != 0,
                mode.asSlice(0, DrmLayout.Mode.SIZE).toArray(JAVA_BYTE));
    }
}
