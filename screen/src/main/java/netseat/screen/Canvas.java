package netseat.screen;

/** Draws shapes and text into a framebuffer; what lies outside it is left out. Owned by the thread that writes the pixels. */
public final class Canvas {
    private final Framebuffer picture;

    /** A canvas that draws on this. */
    public Canvas(Framebuffer picture) {
        this.picture = picture;
    }

    /** What it draws on. */
    public Framebuffer picture() {
        return picture;
    }

    /** Fills a rectangle with one colour, {@code 0xRRGGBB}. */
    public void fill(int x, int y, int width, int height, int colour) {
        int left = Math.max(0, x);
        int right = Math.min(picture.width(), x + width);
        for (int row = Math.max(0, y); row < Math.min(picture.height(), y + height); row++) {
            int start = row * picture.width();
            for (int at = start + left; at < start + right; at++) {
                picture.pixels()[at] = colour;
            }
        }
    }

    /** Draws the edge of a rectangle, so thick, within it. */
    public void frame(int x, int y, int width, int height, int thickness, int colour) {
        fill(x, y, width, thickness, colour);
        fill(x, y + height - thickness, width, thickness, colour);
        fill(x, y, thickness, height, colour);
        fill(x + width - thickness, y, thickness, height, colour);
    }

    /** Fills a circle of this diameter that the square at this place holds. */
    public void disc(int x, int y, int diameter, int colour) {
        for (int row = 0; row < diameter; row++) {
            for (int column = 0; column < diameter; column++) {
                int fromX = 2 * column + 1 - diameter;
                int fromY = 2 * row + 1 - diameter;
                if (fromX * fromX + fromY * fromY <= diameter * diameter) {
                    fill(x + column, y + row, 1, 1, colour);
                }
            }
        }
    }

    /** Fills a triangle that points up or down, twice as wide as it is high. */
    public void triangle(int x, int y, int height, boolean up, int colour) {
        for (int row = 0; row < height; row++) {
            int half = up ? row : height - 1 - row;
            fill(x + height - 1 - half, y + row, 2 * half + 1, 1, colour);
        }
    }

    /**
     * Draws text on one line.
     *
     * @param x the left edge of its first character's cell
     * @param y the top of the cells
     * @return where the next character would be
     */
    public int text(BitmapFont font, int x, int y, String text, int colour) {
        int at = x;
        for (int i = 0; i < text.length(); i++) {
            glyph(font, at, y, text.charAt(i), colour);
            at += font.cellWidth();
        }
        return at;
    }

    private void glyph(BitmapFont font, int x, int y, char character, int colour) {
        byte[] glyph = font.glyph(character);
        int right = Math.min(font.cellWidth(), picture.width() - x);
        int bottom = Math.min(font.cellHeight(), picture.height() - y);
        for (int row = Math.max(0, -y); row < bottom; row++) {
            for (int column = Math.max(0, -x); column < right; column++) {
                if (font.isInk(glyph, column, row)) {
                    picture.pixels()[(y + row) * picture.width() + x + column] = colour;
                }
            }
        }
    }
}
