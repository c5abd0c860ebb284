package netseat.qemu;

import java.io.IOException;

/** What a head asks of QEMU, on the pixel thread. */
interface Consoles {
    /**
     * Has QEMU send a head's pixels to this socket.
     *
     * @throws DbusException "org.qemu…" as its error's name while QEMU has not noticed that the former one is closed
     */
    void registerListener(int head, UnixSocket theirs) throws IOException;

    /** Tells the guest a monitor's size, in pixels. Does not wait: a display adapter that cannot be told says so later. */
    void setUiInfo(int head, int width, int height) throws IOException;
}
