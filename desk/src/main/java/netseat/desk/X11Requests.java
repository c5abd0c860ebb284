package netseat.desk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the few requests of the X Window System Protocol (section 9, appendix B) that a window needs. Pure functions. */
final class X11Requests {
    /** Of a window that only shows. */
    static final int SHOWS = 0x8000 | 0x20000; // Exposure, StructureNotify

    /** Of one whose keys and pointer are wanted too. */
    static final int SHOWS_AND_HEARS = SHOWS | 0x4F | 0x200000; // keys, buttons, motion, FocusChange

    static final int ATOM = 4;
    static final int STRING = 31;
    static final int WM_NAME = 39;
    static final int WM_CLASS = 67;

    /** What comes before an image's pixels. */
    static final int IMAGE_HEADER = 24;

    private static final int LONGEST_NAME = 200;

    private X11Requests() {}

    private static ByteBuffer begin(ByteBuffer out, int opcode, int detail, int words) {
        return out.put((byte) opcode).put((byte) detail).putShort((short) words);
    }

    /** Bytes, and as many zeros as make them whole words. */
    static void padded(ByteBuffer out, byte[] bytes) {
        out.put(bytes);
        for (int i = bytes.length; i % 4 != 0; i++) {
            out.put((byte) 0);
        }
    }

    private static int words(int bytes) {
        return (bytes + 3) / 4;
    }

    private static byte[] bytes(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_NAME)).getBytes(StandardCharsets.UTF_8);
    }

    static void internAtom(ByteBuffer out, String name) {
        named(out, 16, name);
    }

    static void queryExtension(ByteBuffer out, String name) {
        named(out, 98, name);
    }

    private static void named(ByteBuffer out, int opcode, String name) {
        byte[] bytes = bytes(name);
        begin(out, opcode, 0, 2 + words(bytes.length))
                .putShort((short) bytes.length)
                .putShort((short) 0);
        padded(out, bytes);
    }

    /** A black window in the middle of nowhere: where it comes to lie is the desktop's business. */
    static void createWindow(ByteBuffer out, int window, int parent, int width, int height, int events) {
        begin(out, 1, 0, 10).putInt(window).putInt(parent).putInt(0);
        out.putShort((short) width).putShort((short) height);
        out.putShort((short) 0).putShort((short) 1).putInt(0); // no border, shows and hears, the parent's visual
        out.putInt(0x802).putInt(0).putInt(events); // the background's pixel and the events
    }

    static void mapWindow(ByteBuffer out, int window) {
        begin(out, 8, 0, 2).putInt(window);
    }

    static void resizeWindow(ByteBuffer out, int window, int width, int height) {
        begin(out, 12, 0, 5).putInt(window).putShort((short) 0xC).putShort((short) 0);
        out.putInt(width).putInt(height);
    }

    static void text(ByteBuffer out, int window, int property, int type, String text) {
        byte[] bytes = bytes(text);
        begin(out, 18, 0, 6 + words(bytes.length)).putInt(window).putInt(property);
        out.putInt(type).putInt(8).putInt(bytes.length);
        padded(out, bytes);
    }

    static void atom(ByteBuffer out, int window, int property, int atom) {
        begin(out, 18, 0, 7).putInt(window).putInt(property);
        out.putInt(ATOM).putInt(32).putInt(1).putInt(atom);
    }

    static void createContext(ByteBuffer out, int context, int window) {
        begin(out, 55, 0, 4).putInt(context).putInt(window).putInt(0);
    }

    /** Makes a window black. */
    static void clear(ByteBuffer out, int window) {
        begin(out, 61, 0, 4).putInt(window).putInt(0).putInt(0);
    }

    /** What comes before {@code width * height} pixels of four bytes, in rows. */
    static void image(ByteBuffer out, int window, int context, int x, int y, int width, int height) {
        begin(out, 72, 2, IMAGE_HEADER / 4 + width * height).putInt(window).putInt(context);
        out.putShort((short) width).putShort((short) height).putShort((short) x).putShort((short) y);
        out.put((byte) 0).put((byte) X11Setup.DEPTH).putShort((short) 0);
    }

    /** Begins with the keyboard extension. X Keyboard Extension, section 4. */
    static void useKeyboard(ByteBuffer out, int extension) {
        begin(out, extension, 0, 2).putShort((short) 1).putShort((short) 0);
    }

    /** A key that repeats is to go down again and again, without coming up meanwhile. */
    static void repeatWithoutRelease(ByteBuffer out, int extension) {
        begin(out, extension, 21, 7).putShort((short) 0x100).putShort((short) 0);
        out.putInt(1).putInt(1).putInt(0).putInt(0).putInt(0);
    }
}
