package netseat.qemu;

import java.time.Duration;

/** The life of a QEMU that somebody else started: it is as long as its sockets answer, which the session itself finds out. */
final class ForeignLife implements QemuLife {
    /** False, so that a socket at which nobody listens is asked once and not for seconds. */
    @Override
    public boolean isAlive() {
        return false;
    }

    @Override
    public boolean awaitEnd(Duration limit) {
        return true;
    }
}
