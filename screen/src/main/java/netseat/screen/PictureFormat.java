package netseat.screen;

/**
 * What a display unit understands and how it is drawn for: units of one format that show the same picture may be fed the
 * same bytes.
 *
 * @param codings the codings that it understands beside those that every unit does, bits of {@link #KNOWN_CODINGS}
 * @param mask the bits of a pixel {@code 0xRRGGBB} that are drawn; the others are 0 on the unit
 */
public record PictureFormat(int codings, int mask) {
    /** Rectangles that are copied from elsewhere in the picture. */
    public static final int COPY = 1;

    /** Tiles that the unit has kept. */
    public static final int CACHED = 2;

    /** Tiles that are coded by a model that learns. */
    public static final int MODELLED = 4;

    /** Tiles with loss, as a passing stage. */
    public static final int JPEG = 8;

    /** All codings that are exact. */
    public static final int EXACT = COPY | CACHED | MODELLED;

    /** All codings there are. */
    public static final int KNOWN_CODINGS = COPY | CACHED | MODELLED | JPEG;

    /** What every unit understands, in all colours. */
    public static final PictureFormat BASIC = new PictureFormat(0, 0xFFFFFF);

    /** Everything that is exact, in all colours. */
    public static final PictureFormat FULL = new PictureFormat(EXACT, 0xFFFFFF);

    /** The codings that {@link PictureDecoder} understands on this computer: JPEG only where its library is installed. */
    public static int understood() {
        return JpegLibrary.isPresent() ? KNOWN_CODINGS : EXACT;
    }

    /**
     * The format of a unit that says this of itself.
     *
     * @param codings bits; those that are unknown here are left out
     * @param depth bits a pixel: 24; 16, of which five are red, six green and five blue; or 8: three, three and two
     * @throws IllegalArgumentException for any other depth
     */
    public static PictureFormat of(int codings, int depth) {
        int mask = switch (depth) {
            case 24 -> 0xFFFFFF;
            case 16 -> 0xF8FCF8;
            case 8 -> 0xE0E0C0;
            default -> throw new IllegalArgumentException("a depth of " + depth);
        };
        return new PictureFormat(codings & KNOWN_CODINGS, mask);
    }

    boolean passes() {
        return (codings & JPEG) != 0;
    }

    boolean copies() {
        return (codings & COPY) != 0;
    }

    boolean models() {
        return (codings & MODELLED) != 0;
    }

    boolean caches() {
        return (codings & CACHED) != 0 && models();
    }
}
