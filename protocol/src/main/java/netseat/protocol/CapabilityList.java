package netseat.protocol;

import java.nio.ByteBuffer;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.Attachment.Surface;

/**
 * The list of key, length and value at the end of ATTACH: unknown keys are skipped, so that later versions can add some.
 * See docs/protocol.md, "Capabilities".
 */
final class CapabilityList {
    private static final int LEDS = 0x01;
    private static final int REPORTS = 0x10;
    private static final int BUTTONS = 0x11;
    private static final int SIZE = 0x20;
    private static final int REFRESH = 0x21;
    private static final int HEAD = 0x22;
    private static final int DEPTH = 0x23;
    private static final int CODINGS = 0x24;

    private static final int CONTACTS = 0x30;
    private static final int SURFACE = 0x31;

    private static final int UNIT = 0x40; // of every class

    private static final int MOTION = 1;
    private static final int POSITION = 2;

    private CapabilityList() {}

    static Capabilities read(Payload payload) throws ProtocolException {
        Capabilities found = Capabilities.DEFAULT;
        int leds = found.leds();
        boolean motion = found.motion();
        boolean position = found.position();
        int buttons = found.buttons();
        int width = found.width();
        int height = found.height();
        int refresh = found.refresh();
        int head = found.head();
        int depth = found.depth();
        int codings = found.codings();
        int contacts = found.touch().contacts();
        int widthMm = found.touch().widthMm();
        int heightMm = found.touch().heightMm();
        while (payload.remaining() > 0) {
            int key = payload.u8();
            int length = payload.u8();
            int before = payload.remaining();
            switch (key) {
                case LEDS -> leds = payload.within(payload.u8(), 0, 7);
                case REPORTS -> {
                    int bits = payload.within(payload.u8(), 1, MOTION | POSITION);
                    motion = (bits & MOTION) != 0;
                    position = (bits & POSITION) != 0;
                }
                case BUTTONS -> buttons = payload.within(payload.u8(), 0, 16);
                case SIZE -> {
                    width = payload.u16();
                    height = payload.u16();
                }
                case REFRESH -> refresh = payload.within(payload.u8(), 1, 240);
                case HEAD -> head = payload.within(payload.u8(), 1, Capabilities.MAX_HEAD);
                case DEPTH -> depth = depth(payload.u8());
                case CODINGS -> codings = payload.u8();
                case CONTACTS -> contacts = payload.within(payload.u8(), 1, TouchReport.MAX_CONTACTS);
                case SURFACE -> {
                    widthMm = payload.u16();
                    heightMm = payload.u16();
                }
                default -> payload.skip(length);
            }
            if (before - payload.remaining() != length) {
                throw new ProtocolException(ByeReason.BAD_FRAME, "capability " + key + " of " + length + " bytes");
            }
        }
        Surface touch = new Surface(contacts, widthMm, heightMm);
        return new Capabilities(leds, motion, position, buttons, width, height, refresh, head, depth, codings, touch);
    }

    /** Which of a hub's units it is; empty when the list does not say. Leaves the payload at the list's start. */
    static String unit(Payload payload) throws ProtocolException {
        int start = payload.position();
        String unit = "";
        while (payload.remaining() > 0) {
            if (payload.u8() == UNIT) {
                unit = payload.text(Attachment.MAX_TEXT); // its length is the list's
                if (unit.isBlank() || unit.chars().anyMatch(Character::isISOControl)) {
                    throw new ProtocolException(ByeReason.BAD_VALUE, "a unit without a name that can be read");
                }
            } else {
                payload.skip(payload.u8());
            }
        }
        payload.goTo(start);
        return unit;
    }

    private static int depth(int bits) throws ProtocolException {
        if (bits != 24 && bits != 16 && bits != 8) {
            throw new ProtocolException(ByeReason.BAD_VALUE, "a colour depth of " + bits);
        }
        return bits;
    }

    static void writeUnit(ByteBuffer out, String unit) {
        if (!unit.isEmpty()) {
            out.put((byte) UNIT);
            FrameWriter.text(out, unit, Attachment.MAX_TEXT);
        }
    }

    static void write(ByteBuffer out, PeripheralClass peripheralClass, Capabilities capabilities) {
        switch (peripheralClass) {
            case KEYBOARD -> out.put((byte) LEDS).put((byte) 1).put((byte) capabilities.leds());
            case POINTER -> {
                int bits = (capabilities.motion() ? MOTION : 0) | (capabilities.position() ? POSITION : 0);
                out.put((byte) REPORTS).put((byte) 1).put((byte) bits);
                out.put((byte) BUTTONS).put((byte) 1).put((byte) capabilities.buttons());
            }
            case DISPLAY -> {
                out.put((byte) SIZE).put((byte) 4);
                out.putShort((short) capabilities.width()).putShort((short) capabilities.height());
                out.put((byte) REFRESH).put((byte) 1).put((byte) capabilities.refresh());
                out.put((byte) HEAD).put((byte) 1).put((byte) capabilities.head());
                out.put((byte) DEPTH).put((byte) 1).put((byte) capabilities.depth());
                out.put((byte) CODINGS).put((byte) 1).put((byte) capabilities.codings());
            }
            case TOUCH -> {
                Surface touch = capabilities.touch();
                out.put((byte) CONTACTS).put((byte) 1).put((byte) touch.contacts());
                out.put((byte) SURFACE).put((byte) 4);
                out.putShort((short) touch.widthMm()).putShort((short) touch.heightMm());
            }
        }
    }
}
