package netseat.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Waits for input devices, their folder and a {@link WakeUp} at once. Owned by one thread; waiting allocates nothing. */
public final class InputPoller {
    private static final int POLLFD_SIZE = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    private final InputFolder folder;
    private final WakeUp wakeUp;
    private final MemorySegment errno = Libc.newErrno(Arena.ofAuto());
    private MemorySegment pollFds = MemorySegment.NULL;
    private int count;

    /** Waits for these two, until it is told of devices. */
    public InputPoller(InputFolder folder, WakeUp wakeUp) {
        this.folder = folder;
        this.wakeUp = wakeUp;
        watch(List.of());
    }

    /** Watches these devices from now on. */
    public void watch(List<InputDevice> devices) {
        count = devices.size() + 2;
        pollFds = Arena.ofAuto().allocate((long) count * POLLFD_SIZE, 8);
        put(0, wakeUp.descriptor());
        put(1, folder.descriptor());
        for (int i = 0; i < devices.size(); i++) {
            put(2 + i, devices.get(i).descriptor());
        }
    }

    private void put(int place, Descriptor descriptor) {
        pollFds.set(JAVA_INT, (long) place * POLLFD_SIZE, descriptor.fd());
        pollFds.set(JAVA_SHORT, (long) place * POLLFD_SIZE + EVENTS, Libc.POLLIN);
    }

    /** Waits until something is ready; at most so long, for ever when negative. */
    public void await(int timeoutMillis) throws IOException {
        int result = Libc.poll(errno, pollFds, count, timeoutMillis);
        if (result < 0) {
            for (int place = 0; place < count; place++) {
                pollFds.set(JAVA_SHORT, (long) place * POLLFD_SIZE + REVENTS, (short) 0);
            }
            if (result != -Libc.EINTR) {
                throw new LinuxException("wait for devices", -result);
            }
        }
    }

    /** Whether a device, by its place in the list, has something to say or is gone. */
    public boolean isReady(int device) {
        return pollFds.get(JAVA_SHORT, (2L + device) * POLLFD_SIZE + REVENTS) != 0;
    }
}
