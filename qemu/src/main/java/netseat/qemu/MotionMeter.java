package netseat.qemu;

/**
 * Tells a surface that moves from one where only a text cursor blinks. Owned by the pixel thread.
 */
final class MotionMeter implements PixelMerger.Sink {
    /** What a blinking cursor changes at most: one character's cell, on the merger's grid. */
    private static final int CURSOR_WIDTH = 2 * PixelMerger.CELL;

    private static final int CURSOR_HEIGHT = 2 * PixelMerger.CELL;

    private int left = Integer.MAX_VALUE;
    private int top = Integer.MAX_VALUE;
    private int right;
    private int bottom;

    @Override
    public void changed(int x, int y, int width, int height) {
        left = Math.min(left, x);
        top = Math.min(top, y);
        right = Math.max(right, x + width);
        bottom = Math.max(bottom, y + height);
    }

    /** Whether more than a cursor has changed since the last call. */
    boolean settle() {
        boolean moved = right - left > CURSOR_WIDTH || bottom - top > CURSOR_HEIGHT;
        left = Integer.MAX_VALUE;
        top = Integer.MAX_VALUE;
        right = 0;
        bottom = 0;
        return moved;
    }
}
