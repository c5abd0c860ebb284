package netseat.desk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads an X server's events and errors, 32 bytes each. Pure functions. X Window System Protocol, appendix B. */
final class X11Events {
    static final int SIZE = 32;
    static final int ERROR = 0;
    static final int REPLY = 1;
    static final int GENERIC = 35;

    private static final int SENT = 0x80;
    private static final int KEY_PRESS = 2;
    private static final int KEY_RELEASE = 3;
    private static final int BUTTON_PRESS = 4;
    private static final int BUTTON_RELEASE = 5;
    private static final int MOTION = 6;
    private static final int FOCUS_OUT = 10;
    private static final int EXPOSE = 12;
    private static final int DESTROYED = 17;
    private static final int CONFIGURED = 22;
    private static final int CLIENT_MESSAGE = 33;

    private X11Events() {}

    /** The kind of a packet, {@link #ERROR}, {@link #REPLY} or that of an event. */
    static int type(ByteBuffer packet) {
        return packet.get(0) & (SENT - 1); // bytes have a sign
    }

    /** How many bytes more belong to a packet; too many for an int of no sign where an answer is no answer. */
    static long extra(ByteBuffer packet) {
        int type = type(packet);
        return type == REPLY || type == GENERIC ? 4 * Integer.toUnsignedLong(packet.getInt(4)) : 0;
    }

    /**
     * Hands one event on; those that nobody asked for are dropped, and so are keys and buttons that other programs made up
     * and sent to the window.
     *
     * @param deleteWindow the atom WM_DELETE_WINDOW
     * @throws IOException for an error, and when the window is gone
     */
    static void read(ByteBuffer packet, int deleteWindow, X11Sink sink) throws IOException {
        int type = type(packet);
        boolean real = (packet.get(0) & SENT) == 0;
        switch (type) {
            case ERROR -> throw refused(packet);
            case DESTROYED -> throw new IOException("another program has destroyed it");
            case EXPOSE -> sink.exposed(u16(packet, 8), u16(packet, 10), u16(packet, 12), u16(packet, 14));
            case CONFIGURED -> sink.resized(u16(packet, 20), u16(packet, 22));
            case CLIENT_MESSAGE -> {
                if (packet.getInt(12) == deleteWindow) {
                    sink.closeAsked();
                }
            }
            default -> {
                if (real) {
                    input(type, packet, sink);
                }
            }
        }
    }

    private static void input(int type, ByteBuffer packet, X11Sink sink) {
        int detail = Byte.toUnsignedInt(packet.get(1));
        switch (type) {
            case KEY_PRESS, KEY_RELEASE -> sink.key(detail, type == KEY_PRESS);
            case BUTTON_PRESS, BUTTON_RELEASE -> {
                sink.moved(packet.getShort(24), packet.getShort(26));
                sink.button(detail, type == BUTTON_PRESS);
            }
            case MOTION -> sink.moved(packet.getShort(24), packet.getShort(26));
            case FOCUS_OUT -> sink.focusLost();
            default -> {}
        }
    }

    /** What an error packet says, in numbers: the protocol has no words for it. */
    static IOException refused(ByteBuffer packet) {
        return new IOException("the X server refuses request " + Byte.toUnsignedInt(packet.get(10)) + " with error "
                + Byte.toUnsignedInt(packet.get(1)));
    }

    private static int u16(ByteBuffer packet, int at) {
        return Short.toUnsignedInt(packet.getShort(at));
    }
}
