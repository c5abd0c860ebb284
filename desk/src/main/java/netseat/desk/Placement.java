package netseat.desk;

/**
 * Where a picture lies on a screen of another size: enlarged by a whole factor as often as it fits, so that each of its
 * pixels stays a square, or made smaller until it fits; in the middle, with black around it. Pure functions.
 *
 * @param x the screen's first column that it covers
 * @param y the first row
 * @param width how many columns it covers
 * @param height how many rows
 */
record Placement(int x, int y, int width, int height) {
    static Placement of(int pictureWidth, int pictureHeight, int screenWidth, int screenHeight) {
        int factor = Math.min(screenWidth / pictureWidth, screenHeight / pictureHeight);
        int width = pictureWidth * factor;
        int height = pictureHeight * factor;
        if (factor == 0) {
            boolean wide = (long) pictureWidth * screenHeight >= (long) pictureHeight * screenWidth;
            width = wide ? screenWidth : Math.max(1, (int) ((long) pictureWidth * screenHeight / pictureHeight));
            height = wide ? Math.max(1, (int) ((long) pictureHeight * screenWidth / pictureWidth)) : screenHeight;
        }
        return new Placement((screenWidth - width) / 2, (screenHeight - height) / 2, width, height);
    }

    /** The picture's row, of so many, that a screen's row shows, or -1. */
    int row(int screenRow, int rows) {
        return from(screenRow - y, height, rows);
    }

    /** The picture's column, of so many, that a screen's column shows, or -1. */
    int column(int screenColumn, int columns) {
        return from(screenColumn - x, width, columns);
    }

    /**
     * A place on the screen, 0 to {@code most} from left to right, as one on the picture; beside the picture it is less
     * than 0 or more than {@code most}.
     *
     * @param screenWidth in pixels
     */
    int across(int at, int most, int screenWidth) {
        return along(at, most, screenWidth, x, width);
    }

    /** Likewise from top to bottom. */
    int down(int at, int most, int screenHeight) {
        return along(at, most, screenHeight, y, height);
    }

    private static int along(int at, int most, int screen, int start, int length) {
        return (int) Math.floorDiv((long) at * screen - (long) start * most + length / 2, (long) length);
    }

    private static int from(int at, int length, int of) {
        return at < 0 || at >= length ? -1 : (int) ((long) at * of / length);
    }
}
