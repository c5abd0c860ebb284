package netseat.protocol;

/**
 * What a peripheral says of itself when it is attached.
 *
 * @param vendor for people, at most 64 bytes of UTF-8, as are the next two
 * @param model for people
 * @param serial tells apart two of the same model; may be empty
 * @param capabilities what it can do; fields that do not belong to the class are at their defaults
 * @param unit which of a hub's units it belongs to: 1 to 64 bytes of UTF-8 that stay the same for as long as the hub can
 *     tell that it is the same one; empty when its device is no hub
 */
public record Attachment(
        PeripheralClass peripheralClass,
        String vendor,
        String model,
        String serial,
        Capabilities capabilities,
        String unit) {
    /** The longest text in bytes of UTF-8. */
    public static final int MAX_TEXT = 64;

    /** A peripheral of its device's own. */
    public Attachment(
            PeripheralClass peripheralClass, String vendor, String model, String serial, Capabilities capabilities) {
        this(peripheralClass, vendor, model, serial, capabilities, "");
    }

    /**
     * The class's abilities.
     *
     * @param leds keyboard: bits of the LEDs it has (1 Num, 2 Caps, 4 Scroll)
     * @param motion pointer: sends relative motion
     * @param position pointer: sends absolute positions
     * @param buttons pointer: how many, 0 to 16
     * @param width display: the widest picture it can show, in pixels; 0 = any
     * @param height display: the highest; 0 = any
     * @param refresh display: pictures a second, 1 to 240
     * @param head display: which of a machine's heads it is for, 1 to {@link #MAX_HEAD}
     * @param depth display: bits a pixel of its colours, 24, 16 or 8
     * @param codings display: the codings that it understands beside those that every display does, as bits; those that
     *     nobody knows yet have no effect
     * @param touch touch: what its surface is
     */
    public record Capabilities(
            int leds,
            boolean motion,
            boolean position,
            int buttons,
            int width,
            int height,
            int refresh,
            int head,
            int depth,
            int codings,
            Surface touch) {
        /** The highest number of a head. */
        public static final int MAX_HEAD = 16;

        /** Those of a device that is no touch surface. */
        public Capabilities(
                int leds,
                boolean motion,
                boolean position,
                int buttons,
                int width,
                int height,
                int refresh,
                int head,
                int depth,
                int codings) {
            this(leds, motion, position, buttons, width, height, refresh, head, depth, codings, Surface.DEFAULT);
        }

        /** What a device has that says nothing. */
        public static final Capabilities DEFAULT = new Capabilities(0, true, false, 5, 0, 0, 60, 1, 24, 0);
    }

    /**
     * A touch surface.
     *
     * @param contacts how many it tells apart, 1 to {@link TouchReport#MAX_CONTACTS}
     * @param widthMm in millimetres; 0 = unknown
     * @param heightMm likewise
     */
    public record Surface(int contacts, int widthMm, int heightMm) {
        /** One that says nothing. */
        public static final Surface DEFAULT = new Surface(TouchReport.MAX_CONTACTS, 0, 0);
    }
}
