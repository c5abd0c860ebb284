package netseat.qemu;

import java.time.Duration;

/** Whether the QEMU that a {@link QemuSession} speaks to is still there. */
interface QemuLife {
    /** Whether it runs, as far as can be known. */
    boolean isAlive();

    /** Waits for its end; whether it came in time. */
    boolean awaitEnd(Duration limit);
}
