package netseat.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one direction of one link and hands each to its handler. Keeps the sequence; owned by the thread
 * that reads the link. Key and pointer frames allocate nothing.
 */
public final class FrameReader {
    /** The most motion in one MOTION, either way. */
    public static final int MAX_MOTION = 10_000;

    private static final int MIN_SIDE = 64;
    private static final int MAX_SIDE = 8192;
    private static final int MAX_PIXELS = 7680 * 4320;
    private static final int MAX_PAIRING_CODE = 64;

    private final Payload payload = new Payload();
    private int lastSequence;
    private int blamed;
    private @Nullable TouchReport touches; // made with the first TOUCH: few devices send any

    /** The sequence number of the frame that was last handed on. */
    public int lastSequence() {
        return lastSequence;
    }

    /**
     * Whose the frame is that is being read, and so whose fault an exception is: the peripheral whose frame is whole and in its place, even if it says what it may
     * not; {@link FrameHeader#LINK} when it is the link's. After a peripheral's fault the rest of the message can be read.
     */
    public int blamed() {
        return blamed;
    }

    /** Reads what a device sent: one or more whole frames, from position to limit. */
    public void read(ByteBuffer message, ToController handler) throws ProtocolException {
        while (message.hasRemaining()) {
            int start = next(message, FrameHeader.MAX_PAYLOAD_TO_CONTROLLER);
            dispatch(message, start, payload, handler);
        }
        payload.forget();
    }

    /** Reads what a controller sent: one or more whole frames, from position to limit. */
    public void read(ByteBuffer message, ToDevice handler) throws ProtocolException {
        while (message.hasRemaining()) {
            int start = next(message, FrameHeader.MAX_PAYLOAD_TO_DEVICE);
            dispatch(message, start, payload, handler);
        }
        payload.forget();
    }

    private int next(ByteBuffer message, int longest) throws ProtocolException {
        int start = message.position();
        blamed = FrameHeader.LINK;
        if (message.remaining() < FrameHeader.LENGTH) {
            throw new ProtocolException(ByeReason.BAD_FRAME, "a frame of less than its header");
        }
        long length = FrameHeader.payloadLength(message, start);
        if (length > longest) {
            throw new ProtocolException(ByeReason.TOO_LONG, "a payload of " + length + " bytes; at most " + longest);
        }
        if (length > message.remaining() - FrameHeader.LENGTH) {
            throw new ProtocolException(ByeReason.BAD_FRAME, "a frame cut short");
        }
        if ((FrameHeader.flags(message, start) & ~FrameHeader.SKIPPABLE) != 0) {
            throw new ProtocolException(ByeReason.BAD_FRAME, "unknown flags");
        }
        int sequence = FrameHeader.sequence(message, start);
        if (sequence != lastSequence + 1) {
            throw new ProtocolException(
                    ByeReason.OUT_OF_ORDER,
                    "frame " + Integer.toUnsignedString(sequence) + " after " + Integer.toUnsignedString(lastSequence));
        }
        lastSequence = sequence;
        blamed = FrameHeader.peripheral(message, start);
        payload.select(message, start + FrameHeader.LENGTH, (int) length);
        message.position(start + FrameHeader.LENGTH + (int) length);
        return start;
    }

    private void dispatch(ByteBuffer message, int start, Payload payload, ToController handler)
            throws ProtocolException {
        int type = FrameHeader.type(message, start);
        int peripheral = FrameHeader.peripheral(message, start);
        switch (type) {
            case MessageType.HELLO -> {
                forLink(peripheral);
                int lowest = payload.u16();
                int highest = payload.u16();
                String agent = payload.text(Attachment.MAX_TEXT);
                payload.finish();
                handler.hello(lowest, highest, agent);
            }
            case MessageType.PAIR -> {
                forLink(peripheral);
                String code = payload.text(MAX_PAIRING_CODE);
                payload.finish();
                handler.pair(code);
            }
            case MessageType.ATTACH -> {
                forPeripheral(peripheral);
                handler.attach(peripheral, attachment(payload));
            }
            case MessageType.DETACH -> {
                forPeripheral(peripheral);
                payload.finish();
                handler.detach(peripheral);
            }
            case MessageType.KEY -> {
                forPeripheral(peripheral);
                int page = payload.u16();
                int code = payload.u16();
                KeyAction action = KeyAction.of(payload.u8());
                payload.finish();
                KeyPage.check(page, code);
                handler.key(peripheral, page, code, action);
            }
            case MessageType.MOTION -> {
                forPeripheral(peripheral);
                int dx = along(payload, false);
                int dy = along(payload, false);
                payload.finish();
                handler.motion(peripheral, dx, dy);
            }
            case MessageType.POSITION -> {
                forPeripheral(peripheral);
                int x = along(payload, true);
                int y = along(payload, true);
                payload.finish();
                handler.position(peripheral, x, y);
            }
            case MessageType.BUTTON -> {
                forPeripheral(peripheral);
                int button = payload.within(payload.u8(), 1, 16);
                boolean down = payload.flag();
                payload.finish();
                handler.button(peripheral, button, down);
            }
            case MessageType.WHEEL -> {
                forPeripheral(peripheral);
                int vertical = payload.within(payload.s16(), -10_000, 10_000);
                int horizontal = payload.within(payload.s16(), -10_000, 10_000);
                payload.finish();
                handler.wheel(peripheral, vertical, horizontal);
            }
            case MessageType.TOUCH -> {
                forPeripheral(peripheral);
                TouchReport report = touches == null ? new TouchReport() : touches;
                touches = report;
                report.read(payload);
                handler.touch(peripheral, report);
            }
            case MessageType.PICTURE_SHOWN -> {
                forPeripheral(peripheral);
                int mark = payload.u8();
                payload.finish();
                handler.pictureShown(peripheral, mark);
            }
            case MessageType.PICTURE_LOST -> {
                forPeripheral(peripheral);
                payload.finish();
                handler.pictureLost(peripheral);
            }
            case MessageType.SIZE -> {
                forPeripheral(peripheral);
                int width = payload.within(payload.u16(), MIN_SIDE, MAX_SIDE);
                int height = payload.within(payload.u16(), MIN_SIDE, MAX_SIDE);
                payload.finish();
                payload.within(width * height, 1, MAX_PIXELS);
                handler.size(peripheral, width, height);
            }
            default -> dispatchEither(message, start, payload, handler);
        }
    }

    private static void dispatch(ByteBuffer message, int start, Payload payload, ToDevice handler)
            throws ProtocolException {
        int type = FrameHeader.type(message, start);
        int peripheral = FrameHeader.peripheral(message, start);
        switch (type) {
            case MessageType.WELCOME -> {
                forLink(peripheral);
                int version = payload.u16();
                String controller = payload.text(Attachment.MAX_TEXT);
                payload.finish();
                handler.welcome(version, controller);
            }
            case MessageType.ADMISSION -> {
                forLink(peripheral);
                AdmissionState state = AdmissionState.of(payload.u8());
                DeviceId id = device(payload.text(DeviceId.DIGITS));
                payload.finish();
                handler.admission(state, id);
            }
            case MessageType.IDENTIFY -> {
                int seconds = payload.u8();
                payload.finish();
                handler.identify(peripheral, seconds);
            }
            case MessageType.REDIRECT -> {
                forLink(peripheral);
                String host = payload.text(255);
                int port = payload.within(payload.u16(), 1, 0xFFFF);
                boolean keep = payload.flag();
                payload.finish();
                if (host.isEmpty()) {
                    throw new ProtocolException(ByeReason.BAD_VALUE, "a redirect to nowhere");
                }
                handler.redirect(host, port, keep);
            }
            case MessageType.ATTACHED -> {
                String name = payload.text(255);
                payload.finish();
                handler.attached(peripheral, name);
            }
            case MessageType.STATUS -> {
                PlugState state = PlugState.of(payload.u8());
                String machine = payload.text(255);
                String text = payload.text(255);
                payload.finish();
                handler.status(peripheral, state, machine, text);
            }
            case MessageType.LEDS -> {
                int leds = payload.within(payload.u8(), 0, 7);
                payload.finish();
                handler.leds(peripheral, leds);
            }
            case MessageType.POINTER_MODE -> {
                boolean absolute = payload.flag();
                payload.finish();
                handler.pointerMode(peripheral, absolute);
            }
            case MessageType.TOUCH_MODE -> {
                int contacts = payload.within(payload.u8(), 0, TouchReport.MAX_CONTACTS);
                payload.finish();
                handler.touchMode(peripheral, contacts);
            }
            case MessageType.BLANK -> {
                boolean dark = payload.flag();
                payload.finish();
                handler.blank(peripheral, dark);
            }
            case MessageType.PICTURE -> {
                int mark = payload.u8();
                int answers = payload.i32();
                boolean last = payload.flag();
                handler.picture(peripheral, mark, answers, last, payload.rest());
            }
            default -> dispatchEither(message, start, payload, handler);
        }
    }

    private static void dispatchEither(ByteBuffer message, int start, Payload payload, ToEither handler)
            throws ProtocolException {
        int type = FrameHeader.type(message, start);
        int peripheral = FrameHeader.peripheral(message, start);
        switch (type) {
            case MessageType.PING -> handler.ping(token(peripheral, payload));
            case MessageType.PONG -> handler.pong(token(peripheral, payload));
            case MessageType.BYE -> {
                ByeReason reason = ByeReason.of(payload.u16());
                String text = payload.text(255);
                payload.finish();
                handler.bye(peripheral, reason, text);
            }
            default -> unknown(message, start, type);
        }
    }

    /** A pointer's place, or its motion, along one side. */
    static int along(Payload payload, boolean position) throws ProtocolException {
        return position
                ? payload.within(payload.u16(), 0, 0x7FFF)
                : payload.within(payload.s16(), -MAX_MOTION, MAX_MOTION);
    }

    private static Attachment attachment(Payload payload) throws ProtocolException {
        PeripheralClass peripheralClass = PeripheralClass.of(payload.u8());
        String vendor = payload.text(Attachment.MAX_TEXT);
        String model = payload.text(Attachment.MAX_TEXT);
        String serial = payload.text(Attachment.MAX_TEXT);
        String unit = CapabilityList.unit(payload);
        return new Attachment(peripheralClass, vendor, model, serial, CapabilityList.read(payload), unit);
    }

    private static DeviceId device(String digits) throws ProtocolException {
        try {
            return DeviceId.parse(digits);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(ByeReason.BAD_VALUE, "not a device's identifier");
        }
    }

    private static long token(int peripheral, Payload payload) throws ProtocolException {
        forLink(peripheral);
        long token = payload.i64();
        payload.finish();
        return token;
    }

    private static void unknown(ByteBuffer message, int start, int type) throws ProtocolException {
        if ((FrameHeader.flags(message, start) & FrameHeader.SKIPPABLE) == 0) {
            throw new ProtocolException(ByeReason.UNKNOWN_TYPE, "unknown message type " + type);
        }
    }

    private static void forLink(int peripheral) throws ProtocolException {
        if (peripheral != FrameHeader.LINK) {
            throw new ProtocolException(ByeReason.BAD_VALUE, "a link's message for peripheral " + peripheral);
        }
    }

    private static void forPeripheral(int peripheral) throws ProtocolException {
        if (peripheral == FrameHeader.LINK) {
            throw new ProtocolException(ByeReason.BAD_VALUE, "a peripheral's message for the link");
        }
    }
}
