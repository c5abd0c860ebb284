package netseat.qemu;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Lets the threads of the road run before the guests' virtual processors. Those never sleep while a guest polls (GRUB, DOS,
 * every guest under TCG), and the kernel lets them finish their turn of some milliseconds before it looks at a thread that
 * has a key to deliver.
 *
 * <p>Only for threads whose turns are short: real-time priority, the lowest there is, not inherited by processes that
 * they start.
 */
public final class RoadPriority {
    private static final int THIS_THREAD = 0;
    private static final int LOWEST = 1;

    private RoadPriority() {}

    /**
     * Asks for it for the calling (platform) thread.
     *
     * @return whether the host permits it: to root, and to whom {@code ulimit -r} allows 1 or more
     */
    public static boolean claim() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters = arena.allocateFrom(JAVA_INT, LOWEST);
            int policy = Libc.SCHED_RR | Libc.SCHED_RESET_ON_FORK;
            return Libc.schedSetscheduler(Libc.newErrno(arena), THIS_THREAD, policy, parameters) == 0;
        }
    }
}
