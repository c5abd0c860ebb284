package netseat.linux;

/** Numbers of Linux's input devices: linux/input.h and linux/input-event-codes.h. */
public final class Evdev {
    public static final int EV_SYN = 0x00;
    public static final int EV_KEY = 0x01;
    public static final int EV_REL = 0x02;
    public static final int EV_ABS = 0x03;
    public static final int EV_LED = 0x11;
    public static final int EV_SND = 0x12;

    public static final int SYN_REPORT = 0;
    /** The kernel had no room: what comes up to the next report is to be left out, and the state asked for. */
    public static final int SYN_DROPPED = 3;

    public static final int REL_X = 0x00;
    public static final int REL_Y = 0x01;
    public static final int REL_HWHEEL = 0x06;
    public static final int REL_WHEEL = 0x08;
    public static final int REL_WHEEL_HI_RES = 0x0B;
    public static final int REL_HWHEEL_HI_RES = 0x0C;

    public static final int ABS_X = 0x00;
    public static final int ABS_Y = 0x01;
    public static final int ABS_MT_SLOT = 0x2F;
    public static final int ABS_MT_POSITION_X = 0x35;
    public static final int ABS_MT_POSITION_Y = 0x36;
    public static final int ABS_MT_TRACKING_ID = 0x39;

    public static final int KEY_ESC = 1;
    public static final int KEY_Q = 16;
    public static final int KEY_LEFTCTRL = 29;
    public static final int KEY_LEFTSHIFT = 42;
    public static final int KEY_RIGHTSHIFT = 54;
    public static final int KEY_LEFTALT = 56;
    public static final int KEY_RIGHTCTRL = 97;
    public static final int KEY_RIGHTALT = 100;
    public static final int KEY_POWER = 116;
    public static final int KEY_SLEEP = 142;
    public static final int KEY_WAKEUP = 143;
    public static final int BTN_MISC = 0x100;
    public static final int BTN_LEFT = 0x110;
    public static final int BTN_TASK = 0x117;
    public static final int BTN_TOOL_FINGER = 0x145;
    public static final int BTN_TOUCH = 0x14A;
    public static final int KEY_OK = 0x160;

    public static final int LED_NUML = 0;
    public static final int LED_CAPSL = 1;
    public static final int LED_SCROLLL = 2;

    public static final int SND_TONE = 2;

    /** The surface lies under a display. */
    public static final int INPUT_PROP_DIRECT = 1;

    static final int KEY_MAX = 0x2FF;
    static final int REL_MAX = 0x0F;
    static final int ABS_MAX = 0x3F;
    static final int LED_MAX = 0x0F;
    static final int SND_MAX = 0x07;
    static final int PROP_MAX = 0x1F;

    /** struct input_event: two longs of time, then these. */
    static final int EVENT_SIZE = 24;

    static final int EVENT_TYPE = 16;
    static final int EVENT_CODE = 18;
    static final int EVENT_VALUE = 20;

    /** struct input_id: bus, vendor, product, version; 16 bits each. */
    static final int ID_SIZE = 8;

    /** struct input_absinfo: value, minimum, maximum, fuzz, flat, resolution; 32 bits each. */
    static final int ABSINFO_SIZE = 24;

    static final long EVIOCGID = Ioctl.read('E', 0x02, ID_SIZE);
    static final long EVIOCGRAB = Ioctl.write('E', 0x90, 4);

    private Evdev() {}

    static long eviocgname(int length) {
        return Ioctl.read('E', 0x06, length);
    }

    static long eviocguniq(int length) {
        return Ioctl.read('E', 0x08, length);
    }

    static long eviocgprop(int length) {
        return Ioctl.read('E', 0x09, length);
    }

    /** struct input_mt_request_layout: the axis' code, then what each slot says of it; 32 bits each. */
    static long eviocgmtslots(int length) {
        return Ioctl.read('E', 0x0A, length);
    }

    static long eviocgkey(int length) {
        return Ioctl.read('E', 0x18, length);
    }

    static long eviocgbit(int type, int length) {
        return Ioctl.read('E', 0x20 + type, length);
    }

    static long eviocgabs(int axis) {
        return Ioctl.read('E', 0x40 + axis, ABSINFO_SIZE);
    }
}
