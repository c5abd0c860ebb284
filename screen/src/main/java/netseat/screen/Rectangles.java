package netseat.screen;

/** Work on rectangles of pixels. Pure functions. */
final class Rectangles {
    private Rectangles() {}

    /** Copies a rectangle within a picture as if all of it were read before any of it is written. */
    static void copy(int[] picture, int stride, int fromX, int fromY, int width, int height, int toX, int toY) {
        boolean upwards = toY > fromY;
        for (int i = 0; i < height; i++) {
            int row = upwards ? height - 1 - i : i;
            System.arraycopy(picture, (fromY + row) * stride + fromX, picture, (toY + row) * stride + toX, width);
        }
    }
}
