package netseat.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends the wait of a thread that waits for devices, from any other thread. */
public final class WakeUp implements AutoCloseable {
    private final Descriptor event;
    private final MemorySegment one = Arena.ofAuto().allocate(JAVA_LONG);
    private final MemorySegment heard = Arena.ofAuto().allocate(JAVA_LONG);
    private final AtomicBoolean rung = new AtomicBoolean();
    private boolean closed;

    /** @throws IOException when there are too many open files */
    public WakeUp() throws IOException {
        event = Descriptor.event();
        one.set(JAVA_LONG, 0, 1);
    }

    Descriptor descriptor() {
        return event;
    }

    /** Wakes the thread up; whatever was written before, it sees after {@link #quiet}. Any thread. */
    public void ring() {
        if (rung.compareAndSet(false, true)) {
            synchronized (this) {
                if (!closed) {
                    event.write(one);
                }
            }
        }
    }

    /** Takes note of having been woken. The thread's own. */
    public void quiet() throws IOException {
        event.read(heard);
        rung.set(false);
    }

    @Override
    public synchronized void close() {
        closed = true;
        event.close();
    }
}
