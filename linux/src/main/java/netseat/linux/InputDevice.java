package netseat.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;

/** One {@code /dev/input/eventN}. Owned by one thread; reading and writing allocate nothing. */
public final class InputDevice implements AutoCloseable {
    private static final int EVENTS_AT_ONCE = 64;
    private static final int LONGEST_TEXT = 256;

    /** {@code ioctl(EVIOCGRAB)} takes its argument as a number and not as a place. */
    private static final MemorySegment YES = MemorySegment.ofAddress(1);

    private final Arena arena = Arena.ofAuto();
    private final Path path;
    private final Descriptor descriptor;
    private final InputAbilities abilities;
    private final MemorySegment incoming = arena.allocate((long) EVENTS_AT_ONCE * Evdev.EVENT_SIZE, 8);
    private final MemorySegment outgoing = arena.allocate(Evdev.EVENT_SIZE, 8);
    private final MemorySegment keyBits = arena.allocate(Evdev.KEY_MAX / 8 + 1L, 8);

    private InputDevice(Path path, Descriptor descriptor) throws LinuxException {
        this.path = path;
        this.descriptor = descriptor;
        this.abilities = askAbilities();
    }

    /**
     * Opens a device, which goes on being everybody's until it is grabbed.
     *
     * @throws LinuxException when it is gone, this user may not, or it is no input device
     */
    public static InputDevice open(Path path) throws LinuxException {
        Descriptor descriptor = Descriptor.open(path, Libc.O_RDWR);
        try {
            return new InputDevice(path, descriptor);
        } catch (LinuxException e) {
            descriptor.close();
            throw e;
        }
    }

    private InputAbilities askAbilities() throws LinuxException {
        MemorySegment id = arena.allocate(Evdev.ID_SIZE, 8);
        descriptor.ioctl(Evdev.EVIOCGID, id, "ask for the maker of");
        return new InputAbilities(
                text(Evdev.eviocgname(LONGEST_TEXT)),
                Short.toUnsignedInt(id.get(JAVA_SHORT, 0)),
                Short.toUnsignedInt(id.get(JAVA_SHORT, 2)),
                Short.toUnsignedInt(id.get(JAVA_SHORT, 4)),
                text(Evdev.eviocguniq(LONGEST_TEXT)),
                bits(Evdev.eviocgbit(Evdev.EV_KEY, size(Evdev.KEY_MAX)), Evdev.KEY_MAX),
                bits(Evdev.eviocgbit(Evdev.EV_REL, size(Evdev.REL_MAX)), Evdev.REL_MAX),
                bits(Evdev.eviocgbit(Evdev.EV_ABS, size(Evdev.ABS_MAX)), Evdev.ABS_MAX),
                bits(Evdev.eviocgbit(Evdev.EV_LED, size(Evdev.LED_MAX)), Evdev.LED_MAX),
                bits(Evdev.eviocgbit(Evdev.EV_SND, size(Evdev.SND_MAX)), Evdev.SND_MAX),
                bits(Evdev.eviocgprop(size(Evdev.PROP_MAX)), Evdev.PROP_MAX));
    }

    private static int size(int highest) {
        return highest / 8 + 1;
    }

    /** Empty when it has none: the kernel says ENOENT then. */
    private String text(long request) {
        try (Arena brief = Arena.ofConfined()) {
            MemorySegment text = brief.allocate(LONGEST_TEXT + 1L);
            int length = descriptor.tryIoctl(request, text);
            return length <= 0 ? "" : text.getString(0, StandardCharsets.UTF_8);
        }
    }

    private BitSet bits(long request, int highest) {
        try (Arena brief = Arena.ofConfined()) {
            MemorySegment bytes = brief.allocate(size(highest), 8);
            descriptor.tryIoctl(request, bytes); // none when it fails: it has no events of this type
            return BitSet.valueOf(bytes.toArray(JAVA_BYTE));
        }
    }

    public Path path() {
        return path;
    }

    /** What it says of itself. */
    public InputAbilities abilities() {
        return abilities;
    }

    Descriptor descriptor() {
        return descriptor;
    }

    /** Where an axis of positions begins and ends. */
    public AxisRange range(int axis) throws LinuxException {
        try (Arena brief = Arena.ofConfined()) {
            MemorySegment info = axis(brief, axis);
            return new AxisRange(info.get(JAVA_INT, 4), info.get(JAVA_INT, 8), info.get(JAVA_INT, 20));
        }
    }

    /** Where on an axis of positions the device is now. */
    public int place(int axis) throws LinuxException {
        try (Arena brief = Arena.ofConfined()) {
            return axis(brief, axis).get(JAVA_INT, 0);
        }
    }

    private MemorySegment axis(Arena brief, int axis) throws LinuxException {
        MemorySegment info = brief.allocate(Evdev.ABSINFO_SIZE, 8);
        descriptor.ioctl(Evdev.eviocgabs(axis), info, "ask for the axes of");
        return info;
    }

    /**
     * Asks what the slots say now of an axis, such as {@link Evdev#ABS_MT_TRACKING_ID}.
     *
     * @param into gets the first slots' numbers; what it holds for slots that the device has not got stays
     */
    public void askSlots(int axis, int[] into) throws LinuxException {
        try (Arena brief = Arena.ofConfined()) {
            MemorySegment slots = brief.allocate((1L + into.length) * Integer.BYTES, 8);
            MemorySegment.copy(into, 0, slots, JAVA_INT, Integer.BYTES, into.length);
            slots.set(JAVA_INT, 0, axis);
            descriptor.ioctl(Evdev.eviocgmtslots((int) slots.byteSize()), slots, "ask for the fingers on");
            MemorySegment.copy(slots, JAVA_INT, Integer.BYTES, into, 0, into.length);
        }
    }

    /** Takes the device for this program alone. */
    public void grab() throws LinuxException {
        descriptor.ioctl(Evdev.EVIOCGRAB, YES, "take for itself");
    }

    /** Asks which keys are down now; {@link #isDown} knows them. */
    public void askKeys() throws LinuxException {
        descriptor.ioctl(Evdev.eviocgkey((int) keyBits.byteSize()), keyBits, "ask for the keys of");
    }

    /** Whether a key was down when {@link #askKeys} was called last. */
    public boolean isDown(int key) {
        return (keyBits.get(JAVA_BYTE, key / 8) >> (key % 8) & 1) != 0;
    }

    /** Whether any key was down. */
    public boolean isAnyDown() {
        for (long at = 0; at < keyBits.byteSize(); at++) {
            if (keyBits.get(JAVA_BYTE, at) != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Hands on the events that are there, up to {@value #EVENTS_AT_ONCE}.
     *
     * @return whether there were any
     * @throws IOException when the device has been unplugged
     */
    public boolean read(InputSink sink) throws IOException {
        int length = descriptor.read(incoming);
        InputEvents.read(incoming, length, sink);
        return length > 0;
    }

    /** Tells the device something: which LED is to shine, whether to beep. */
    public void write(int type, int code, int value) {
        outgoing.set(JAVA_SHORT, Evdev.EVENT_TYPE, (short) type);
        outgoing.set(JAVA_SHORT, Evdev.EVENT_CODE, (short) code);
        outgoing.set(JAVA_INT, Evdev.EVENT_VALUE, value);
        descriptor.write(outgoing);
    }

    /** Lets go of it: others have it again. */
    @Override
    public void close() {
        descriptor.close();
    }
}
