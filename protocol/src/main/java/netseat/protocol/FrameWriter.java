package netseat.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Appends one whole frame to a buffer, at its position; the sequence number is left 0 for {@link FrameHeader#number}.
 * Pure functions. The caller checks ranges; a text that is too long is cut.
 */
public final class FrameWriter {
    /** Bytes of a PICTURE frame before its commands: header, mark, answers, last. */
    public static final int PICTURE_PREFIX = FrameHeader.LENGTH + 6;

    /** The most bytes of drawing commands in one PICTURE frame. */
    public static final int MAX_COMMANDS = FrameHeader.MAX_PAYLOAD_TO_DEVICE - (PICTURE_PREFIX - FrameHeader.LENGTH);

    private FrameWriter() {}

    public static void hello(ByteBuffer out, int lowestVersion, int highestVersion, String agent) {
        int start = begin(out);
        out.putShort((short) lowestVersion).putShort((short) highestVersion);
        text(out, agent, Attachment.MAX_TEXT);
        end(out, start, MessageType.HELLO, FrameHeader.LINK);
    }

    public static void welcome(ByteBuffer out, int version, String controller) {
        int start = begin(out);
        out.putShort((short) version);
        text(out, controller, Attachment.MAX_TEXT);
        end(out, start, MessageType.WELCOME, FrameHeader.LINK);
    }

    public static void admission(ByteBuffer out, AdmissionState state, DeviceId device) {
        int start = begin(out);
        out.put((byte) state.number());
        text(out, device.toString(), DeviceId.DIGITS);
        end(out, start, MessageType.ADMISSION, FrameHeader.LINK);
    }

    public static void pair(ByteBuffer out, String code) {
        int start = begin(out);
        text(out, code, 64);
        end(out, start, MessageType.PAIR, FrameHeader.LINK);
    }

    /**
     * Appends an IDENTIFY frame.
     *
     * @param peripheral 0 for the whole device
     * @param seconds 0 to 255; 0 stops
     */
    public static void identify(ByteBuffer out, int peripheral, int seconds) {
        int start = begin(out);
        out.put((byte) seconds);
        end(out, start, MessageType.IDENTIFY, peripheral);
    }

    public static void redirect(ByteBuffer out, String host, int port, boolean keep) {
        int start = begin(out);
        text(out, host, 255);
        out.putShort((short) port).put((byte) (keep ? 1 : 0));
        end(out, start, MessageType.REDIRECT, FrameHeader.LINK);
    }

    public static void attach(ByteBuffer out, int peripheral, Attachment attachment) {
        int start = begin(out);
        out.put((byte) attachment.peripheralClass().number());
        text(out, attachment.vendor(), Attachment.MAX_TEXT);
        text(out, attachment.model(), Attachment.MAX_TEXT);
        text(out, attachment.serial(), Attachment.MAX_TEXT);
        CapabilityList.write(out, attachment.peripheralClass(), attachment.capabilities());
        CapabilityList.writeUnit(out, attachment.unit());
        end(out, start, MessageType.ATTACH, peripheral);
    }

    public static void attached(ByteBuffer out, int peripheral, String name) {
        int start = begin(out);
        text(out, name, 255);
        end(out, start, MessageType.ATTACHED, peripheral);
    }

    public static void detach(ByteBuffer out, int peripheral) {
        end(out, begin(out), MessageType.DETACH, peripheral);
    }

    public static void status(ByteBuffer out, int peripheral, PlugState state, String machine, String text) {
        int start = begin(out);
        out.put((byte) state.number());
        text(out, machine, 255);
        text(out, text, 255);
        end(out, start, MessageType.STATUS, peripheral);
    }

    public static void key(ByteBuffer out, int peripheral, int page, int code, KeyAction action) {
        int start = begin(out);
        out.putShort((short) page).putShort((short) code).put((byte) action.number());
        end(out, start, MessageType.KEY, peripheral);
    }

    public static void leds(ByteBuffer out, int peripheral, int leds) {
        int start = begin(out);
        out.put((byte) leds);
        end(out, start, MessageType.LEDS, peripheral);
    }

    public static void motion(ByteBuffer out, int peripheral, int dx, int dy) {
        pair(out, MessageType.MOTION, peripheral, dx, dy);
    }

    public static void position(ByteBuffer out, int peripheral, int x, int y) {
        pair(out, MessageType.POSITION, peripheral, x, y);
    }

    public static void button(ByteBuffer out, int peripheral, int button, boolean down) {
        int start = begin(out);
        out.put((byte) button).put((byte) (down ? 1 : 0));
        end(out, start, MessageType.BUTTON, peripheral);
    }

    public static void wheel(ByteBuffer out, int peripheral, int vertical, int horizontal) {
        pair(out, MessageType.WHEEL, peripheral, vertical, horizontal);
    }

    public static void pointerMode(ByteBuffer out, int peripheral, boolean absolute) {
        int start = begin(out);
        out.put((byte) (absolute ? 1 : 0));
        end(out, start, MessageType.POINTER_MODE, peripheral);
    }

    public static void touch(ByteBuffer out, int peripheral, TouchReport report) {
        int start = begin(out);
        out.put((byte) report.count());
        for (int i = 0; i < report.count(); i++) {
            out.put((byte) report.id(i)).put((byte) report.state(i).number());
            out.putShort((short) report.x(i)).putShort((short) report.y(i));
        }
        end(out, start, MessageType.TOUCH, peripheral);
    }

    /** Appends a TOUCH_MODE frame. */
    public static void touchMode(ByteBuffer out, int peripheral, int contacts) {
        int start = begin(out);
        out.put((byte) contacts);
        end(out, start, MessageType.TOUCH_MODE, peripheral);
    }

    /**
     * Appends a PICTURE frame up to its drawing commands, {@link #PICTURE_PREFIX} bytes.
     *
     * @param mark 0 to 255
     * @param length of the commands that follow, at most {@link #MAX_COMMANDS}
     */
    public static void picturePrefix(ByteBuffer out, int peripheral, int mark, int answers, boolean last, int length) {
        int start = begin(out);
        out.put((byte) mark).putInt(answers).put((byte) (last ? 1 : 0));
        FrameHeader.put(out, start, MessageType.PICTURE, peripheral, PICTURE_PREFIX - FrameHeader.LENGTH + length);
    }

    public static void pictureShown(ByteBuffer out, int peripheral, int mark) {
        int start = begin(out);
        out.put((byte) mark);
        end(out, start, MessageType.PICTURE_SHOWN, peripheral);
    }

    public static void pictureLost(ByteBuffer out, int peripheral) {
        end(out, begin(out), MessageType.PICTURE_LOST, peripheral);
    }

    public static void size(ByteBuffer out, int peripheral, int width, int height) {
        pair(out, MessageType.SIZE, peripheral, width, height);
    }

    /** Appends a BLANK frame, which an older device may skip. */
    public static void blank(ByteBuffer out, int peripheral, boolean dark) {
        int start = begin(out);
        out.put((byte) (dark ? 1 : 0));
        end(out, start, MessageType.BLANK, peripheral);
        FrameHeader.markSkippable(out, start);
    }

    public static void ping(ByteBuffer out, long token) {
        int start = begin(out);
        out.putLong(token);
        end(out, start, MessageType.PING, FrameHeader.LINK);
    }

    public static void pong(ByteBuffer out, long token) {
        int start = begin(out);
        out.putLong(token);
        end(out, start, MessageType.PONG, FrameHeader.LINK);
    }

    public static void bye(ByteBuffer out, int peripheral, ByeReason reason, String text) {
        int start = begin(out);
        out.putShort((short) reason.number());
        text(out, text, 255);
        end(out, start, MessageType.BYE, peripheral);
    }

    private static void pair(ByteBuffer out, int type, int peripheral, int first, int second) {
        int start = begin(out);
        out.putShort((short) first).putShort((short) second);
        end(out, start, type, peripheral);
    }

    private static int begin(ByteBuffer out) {
        int start = out.position();
        out.position(start + FrameHeader.LENGTH);
        return start;
    }

    private static void end(ByteBuffer out, int start, int type, int peripheral) {
        FrameHeader.put(out, start, type, peripheral, out.position() - start - FrameHeader.LENGTH);
    }

    static void text(ByteBuffer out, String text, int longest) {
        String cut = text;
        byte[] bytes = cut.getBytes(StandardCharsets.UTF_8);
        while (bytes.length > longest) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
            bytes = cut.getBytes(StandardCharsets.UTF_8);
        }
        out.put((byte) bytes.length).put(bytes);
    }
}
