package netseat.protocol;

/** The numbers of the message types. See docs/protocol.md, "The messages". */
public final class MessageType {
    public static final int HELLO = 0x01;
    public static final int WELCOME = 0x02;
    public static final int ATTACH = 0x03;
    public static final int ATTACHED = 0x04;
    public static final int DETACH = 0x05;
    public static final int STATUS = 0x06;
    public static final int PING = 0x07;
    public static final int PONG = 0x08;
    public static final int BYE = 0x09;
    public static final int ADMISSION = 0x0A;
    public static final int PAIR = 0x0B;
    public static final int IDENTIFY = 0x0C;
    public static final int REDIRECT = 0x0D;

    public static final int KEY = 0x10;
    public static final int LEDS = 0x11;

    public static final int MOTION = 0x20;
    public static final int POSITION = 0x21;
    public static final int BUTTON = 0x22;
    public static final int WHEEL = 0x23;
    public static final int POINTER_MODE = 0x24;

    public static final int TOUCH = 0x28;
    public static final int TOUCH_MODE = 0x29;

    public static final int PICTURE = 0x30;
    public static final int PICTURE_SHOWN = 0x31;
    public static final int PICTURE_LOST = 0x32;
    public static final int SIZE = 0x33;
    public static final int BLANK = 0x34;

    private MessageType() {}
}
