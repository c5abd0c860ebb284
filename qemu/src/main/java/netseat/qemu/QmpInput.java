package netseat.qemu;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import netseat.hypervisor.LogicalPointer;

/**
 * Sends input events to a running QEMU ({@code input-send-event}), all to the devices that are bound to one head, or to those
 * that are bound to none. The JSON is put together from bytes in one reused buffer: nothing is allocated per event.
 *
 * <p>Any thread; a lock is held for a write that does not wait.
 */
final class QmpInput {
    /** How many buttons there are; {@link #index} numbers them. */
    static final int BUTTONS = 5;

    /** Kinds of {@link #kind}. */
    static final int KEY = 0;

    static final int BUTTON = 1;
    static final int WHEEL = 2;
    static final int MOTION = 3;
    static final int PROBE = 4;
    static final int TOUCH = 5;

    private static final int DOWN_BIT = 1 << 16;
    private static final int HEAD_SHIFT = 17;
    private static final int HEAD_MASK = 0x1F;
    private static final int KIND_SHIFT = 24;

    private static final String START =
            "{\"execute\":\"input-send-event\",\"id\":" + QmpReplies.INPUT_ID + ",\"arguments\":{";
    private static final String EVENTS = "\"events\":[";
    private static final byte[] END = ascii("]}}\n");
    private static final byte[] KEY_DOWN =
            ascii("{\"type\":\"key\",\"data\":{\"down\":true,\"key\":{\"type\":\"number\",\"data\":");
    private static final byte[] KEY_UP =
            ascii("{\"type\":\"key\",\"data\":{\"down\":false,\"key\":{\"type\":\"number\",\"data\":");
    private static final byte[] CLOSE_3 = ascii("}}}");
    private static final byte[] CLOSE_2 = ascii("}}");
    private static final byte[] COMMA = ascii(",");
    private static final byte[] BUTTON_DOWN = ascii("{\"type\":\"btn\",\"data\":{\"down\":true,\"button\":");
    private static final byte[] BUTTON_UP = ascii("{\"type\":\"btn\",\"data\":{\"down\":false,\"button\":");
    private static final byte[] RELATIVE_X = ascii("{\"type\":\"rel\",\"data\":{\"axis\":\"x\",\"value\":");
    private static final byte[] RELATIVE_Y = ascii("{\"type\":\"rel\",\"data\":{\"axis\":\"y\",\"value\":");
    private static final byte[] ABSOLUTE_X = ascii("{\"type\":\"abs\",\"data\":{\"axis\":\"x\",\"value\":");
    private static final byte[] ABSOLUTE_Y = ascii("{\"type\":\"abs\",\"data\":{\"axis\":\"y\",\"value\":");
    private static final byte[][] BUTTON_NAMES = {
        ascii("\"left\""), ascii("\"right\""), ascii("\"middle\""), ascii("\"side\""), ascii("\"extra\"")
    };
    private static final byte[] TOUCH_BUTTON = ascii("\"touch\"");
    private static final byte[] TOUCH_BEGIN = ascii("{\"type\":\"mtt\",\"data\":{\"type\":\"begin\",\"slot\":");
    private static final byte[] TOUCH_UPDATE = ascii("{\"type\":\"mtt\",\"data\":{\"type\":\"update\",\"slot\":");
    private static final byte[] TOUCH_END = ascii("{\"type\":\"mtt\",\"data\":{\"type\":\"end\",\"slot\":");
    private static final byte[] TOUCH_DATA = ascii("{\"type\":\"mtt\",\"data\":{\"type\":\"data\",\"slot\":");
    private static final byte[] TRACKING = ascii(",\"tracking-id\":");
    private static final byte[] AXIS_X = ascii(",\"axis\":\"x\",\"value\":");
    private static final byte[] AXIS_Y = ascii(",\"axis\":\"y\",\"value\":");
    private static final byte[] WHEEL_UP = ascii("\"wheel-up\"");
    private static final byte[] WHEEL_DOWN = ascii("\"wheel-down\"");
    private static final byte[] WHEEL_LEFT = ascii("\"wheel-left\"");
    private static final byte[] WHEEL_RIGHT = ascii("\"wheel-right\"");

    private final QmpConnection qmp;
    private final UnansweredInput unanswered;
    private final Runnable onSent;
    private final ByteBuffer json = ByteBuffer.allocateDirect(4096);
    private final int headBits;
    private final byte[] start;

    /**
     * Sends to the devices that are bound to no head.
     *
     * @param unanswered what has been sent on this connection by anybody
     * @param onSent called after each command, on the sender's thread; must not block
     */
    QmpInput(QmpConnection qmp, UnansweredInput unanswered, Runnable onSent) {
        this(qmp, unanswered, onSent, 0, "");
    }

    private QmpInput(QmpConnection qmp, UnansweredInput unanswered, Runnable onSent, int head, String device) {
        this.qmp = qmp;
        this.unanswered = unanswered;
        this.onSent = onSent;
        this.headBits = head << HEAD_SHIFT;
        this.start = ascii(START + device + EVENTS);
    }

    /**
     * Sends to the devices that are bound to a head.
     *
     * @param head from 0
     */
    static QmpInput toHead(int head, QmpConnection qmp, UnansweredInput unanswered, Runnable onSent) {
        String device = "\"device\":\"" + QemuCommandLine.DISPLAY + "\",\"head\":" + head + ",";
        return new QmpInput(qmp, unanswered, onSent, head, device);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    /** Presses or releases the key of this QEMU number; false when QEMU takes no more at the moment. */
    synchronized boolean key(int number, boolean down) {
        begin();
        json.put(down ? KEY_DOWN : KEY_UP);
        number(number);
        json.put(CLOSE_3);
        return send(token(KEY, number, down));
    }

    /** Presses or releases the button of this {@link #index}. */
    synchronized boolean button(int index, boolean down) {
        begin();
        putButton(BUTTON_NAMES[index], down);
        return send(token(BUTTON, index, down));
    }

    /** The number of a button, also in the file of what is held. */
    static int index(LogicalPointer.Button button) {
        return switch (button) {
            case LEFT -> 0;
            case RIGHT -> 1;
            case MIDDLE -> 2;
            case SIDE -> 3;
            case EXTRA -> 4;
        };
    }

    /** Turns the wheel by at most 8 steps either way. */
    synchronized boolean wheel(int vertical, int horizontal) {
        begin();
        clicks(vertical > 0 ? WHEEL_UP : WHEEL_DOWN, Math.abs(vertical));
        clicks(horizontal > 0 ? WHEEL_RIGHT : WHEEL_LEFT, Math.abs(horizontal));
        return send(token(WHEEL, 0, false));
    }

    synchronized boolean move(int dx, int dy) {
        return motion(RELATIVE_X, dx, RELATIVE_Y, dy);
    }

    synchronized boolean moveTo(int x, int y) {
        return motion(ABSOLUTE_X, x, ABSOLUTE_Y, y);
    }

    /** Asks, by an input that holds nothing, whether the guest runs: QEMU refuses any while it stands still. */
    synchronized boolean probe() {
        begin();
        return send(token(PROBE, 0, false));
    }

    /** Begins a report of a touch screen, which {@link #sendTouch} ends; the caller holds this object's monitor meanwhile. */
    void beginTouch() {
        begin();
    }

    /** The report says that a contact begins, or where it is. */
    void contact(boolean begins, int slot, int tracking, int x, int y) {
        // QEMU wants all fields of each event; an axis means something in its "data" only.
        touch(begins ? TOUCH_BEGIN : TOUCH_UPDATE, slot, tracking, AXIS_X, x);
        touch(TOUCH_DATA, slot, tracking, AXIS_X, x);
        touch(TOUCH_DATA, slot, tracking, AXIS_Y, y);
    }

    /** The report says that a contact ends. */
    void contactEnds(int slot) {
        touch(TOUCH_END, slot, -1, AXIS_X, 0);
    }

    /** The report says that there is a contact at all, or none any more. */
    void touching(boolean any) {
        comma();
        putButton(TOUCH_BUTTON, any);
    }

    /** Sends the report; {@code ended} has a bit for each contact that ends, and comes back with the answer. */
    boolean sendTouch(int ended) {
        return send(token(TOUCH, ended, false));
    }

    private void touch(byte[] start, int slot, int tracking, byte[] axis, int value) {
        comma();
        json.put(start);
        number(slot);
        json.put(TRACKING);
        number(tracking);
        json.put(axis);
        number(value);
        json.put(CLOSE_2);
    }

    /** Before every event but the first. */
    private void comma() {
        if (json.get(json.position() - 1) == '}') {
            json.put(COMMA);
        }
    }

    private boolean motion(byte[] startX, int x, byte[] startY, int y) {
        begin();
        json.put(startX);
        number(x);
        json.put(CLOSE_2).put(COMMA).put(startY);
        number(y);
        json.put(CLOSE_2);
        return send(token(MOTION, 0, false));
    }

    static int kind(int token) {
        return token >>> KIND_SHIFT;
    }

    /** The key's number, the button's index, or bits of the contacts that ended. */
    static int code(int token) {
        return token & 0xFFFF;
    }

    static boolean isDown(int token) {
        return (token & DOWN_BIT) != 0;
    }

    /** Which head's device was to hear it, from 0; 0 also for those that are bound to none. */
    static int head(int token) {
        return token >>> HEAD_SHIFT & HEAD_MASK;
    }

    private int token(int kind, int code, boolean down) {
        return (kind << KIND_SHIFT) | headBits | (down ? DOWN_BIT : 0) | code;
    }

    private void begin() {
        json.clear();
        json.put(start);
    }

    private boolean send(int token) {
        json.put(END).flip();
        if (!unanswered.send(token, json, qmp)) {
            return false;
        }
        onSent.run();
        return true;
    }

    private void clicks(byte[] name, int count) {
        for (int i = 0; i < count; i++) {
            comma();
            putButton(name, true);
            json.put(COMMA);
            putButton(name, false);
        }
    }

    private void putButton(byte[] name, boolean down) {
        json.put(down ? BUTTON_DOWN : BUTTON_UP).put(name).put(CLOSE_2);
    }

    /** Decimal digits of a number below a million either way. */
    private void number(int value) {
        int left = Math.abs(value);
        if (value < 0) {
            json.put((byte) '-');
        }
        int unit = 1;
        while (unit <= left / 10) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            json.put((byte) ('0' + left / unit % 10));
        }
    }
}
