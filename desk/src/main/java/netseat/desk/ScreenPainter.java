package netseat.desk;

import java.util.Arrays;
import netseat.screen.CursorShape;
import netseat.screen.PictureDecoder;

/**
 * Brings a picture and the guest's pointer onto a screen, writing only what differs from what the screen shows: writing to
 * a graphics card's memory is slow, and reading it slower. One thread at a time; allocates nothing while sizes stay.
 */
final class ScreenPainter {
    /** The square that IDENTIFY turns into its negative. */
    private static final int CORNER = 96;

    private final Screen screen;
    private final int[] shown;
    private final int[] row;
    private int[] line = new int[0];
    private int[] columns = new int[0];
    private Placement placement = new Placement(0, 0, 0, 0);
    private int pictureWidth;
    private int pictureHeight;

    ScreenPainter(Screen screen) {
        this.screen = screen;
        this.shown = new int[screen.width() * screen.height()];
        this.row = new int[screen.width()];
    }

    Screen screen() {
        return screen;
    }

    /** Where on the screen the picture is that was painted last. */
    Placement placement() {
        return placement;
    }

    /** @param bright whether the corner is to be a negative at this moment */
    void paint(PictureDecoder decoder, boolean bright) {
        place(decoder.picture().width(), decoder.picture().height());
        int top = -1;
        int bottom = 0;
        int left = screen.width();
        int right = 0;
        int composed = -1;
        for (int y = 0; y < screen.height(); y++) {
            int from = placement.row(y, pictureHeight);
            if (from < 0) {
                Arrays.fill(row, 0);
                composed = -1;
            } else if (from != composed || (bright && y <= CORNER)) {
                compose(decoder, from);
                composed = from;
            }
            if (bright && y < CORNER) {
                for (int x = 0; x < Math.min(CORNER, row.length); x++) {
                    row[x] ^= 0xFFFFFF;
                }
            }
            int at = y * screen.width();
            int first = Arrays.mismatch(row, 0, row.length, shown, at, at + row.length);
            if (first >= 0) {
                int last = row.length - 1;
                while (row[last] == shown[at + last]) {
                    last--;
                }
                System.arraycopy(row, first, shown, at + first, last - first + 1);
                screen.put(first, y, row, first, last - first + 1);
                top = top < 0 ? y : top;
                bottom = y;
                left = Math.min(left, first);
                right = Math.max(right, last);
            }
        }
        if (top >= 0) {
            screen.written(left, top, right - left + 1, bottom - top + 1);
        }
    }

    private void place(int width, int height) {
        if (width != pictureWidth || height != pictureHeight) {
            pictureWidth = width;
            pictureHeight = height;
            placement = Placement.of(width, height, screen.width(), screen.height());
            line = new int[width];
            columns = new int[screen.width()];
            Arrays.setAll(columns, x -> placement.column(x, width));
            screen.placed(placement, width, height);
        }
    }

    /** The screen's row that shows a row of the picture. */
    private void compose(PictureDecoder decoder, int from) {
        decoder.seen(from, line);
        drawPointer(decoder, from);
        if (placement.width() == pictureWidth) {
            Arrays.fill(row, 0, placement.x(), 0);
            System.arraycopy(line, 0, row, placement.x(), pictureWidth);
            Arrays.fill(row, placement.x() + pictureWidth, row.length, 0);
        } else {
            for (int x = 0; x < row.length; x++) {
                row[x] = columns[x] < 0 ? 0 : line[columns[x]];
            }
        }
    }

    private void drawPointer(PictureDecoder decoder, int y) {
        CursorShape shape = decoder.cursor();
        int cursorRow = y - (decoder.pointerY() - shape.hotY());
        if (!decoder.pointerVisible() || cursorRow < 0 || cursorRow >= shape.height()) {
            return;
        }
        int left = decoder.pointerX() - shape.hotX();
        for (int x = Math.max(0, -left); x < shape.width() && left + x < line.length; x++) {
            line[left + x] = blend(line[left + x], shape.argb()[cursorRow * shape.width() + x]);
        }
    }

    private static int blend(int below, int argb) {
        int alpha = argb >>> 24;
        if (alpha == 0xFF) {
            return argb & 0xFFFFFF;
        }
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int channel = ((argb >> shift & 0xFF) * alpha + (below >> shift & 0xFF) * (0xFF - alpha) + 127) / 0xFF;
            mixed |= channel << shift;
        }
        return mixed;
    }
}
