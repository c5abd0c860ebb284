package netseat.screen;

/**
 * The picture of the guest's pointer.
 *
 * @param width 1 to {@link #MAX_SIDE} pixels, or 0 (with height 0) for an invisible pointer
 * @param height likewise
 * @param hotX column of the pixel that points, 0 to width - 1
 * @param hotY row of the pixel that points
 * @param argb width x height pixels, rows from the top, {@code 0xAARRGGBB} with straight (not premultiplied) alpha;
 *     the array is not copied and must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity only: a new shape is a new object
public record CursorShape(int width, int height, int hotX, int hotY, int[] argb) {
    /** The largest width and height: guests draw 32 or 64; larger ones are cut by whoever makes the shape. */
    public static final int MAX_SIDE = 128;

    /** No pointer to draw. */
    public static final CursorShape NONE = new CursorShape(0, 0, 0, 0, new int[0]);

    /** Checks every bound. */
    public CursorShape {
        boolean none = width == 0 && height == 0;
        boolean sized = width >= 1 && height >= 1 && width <= MAX_SIDE && height <= MAX_SIDE;
        if (!none && !sized) {
            throw new IllegalArgumentException("cursor of " + width + "x" + height);
        }
        if (argb.length != width * height) {
            throw new IllegalArgumentException(
                    "cursor of " + width + "x" + height + " with " + argb.length + " pixels");
        }
        if (sized && (hotX < 0 || hotY < 0 || hotX >= width || hotY >= height)) {
            throw new IllegalArgumentException("cursor's hot spot at " + hotX + "," + hotY);
        }
    }
}
