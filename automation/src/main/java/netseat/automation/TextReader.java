package netseat.automation;

import java.util.ArrayList;
import java.util.List;
import netseat.screen.Framebuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text console's screen: finds the grid of cells and compares each with a font, exactly. A cell has two colours, any
 * two; under an underline cursor the rest of the cell decides. Remembers the grid from one picture to the next. Owned by one
 * thread.
 */
final class TextReader {
    /** Where GRUB's graphical terminal begins. */
    private static final int GRUB_X = 10;

    private static final int GRUB_Y = 7;

    /** The VGA's text is 720 pixels wide, a ninth pixel after each glyph's eight. */
    private static final int VGA_WIDTH = 720;

    private static final int ENOUGH = 64;
    private static final int CURSOR_ROWS = 2;

    private final List<Face> faces = new ArrayList<>();
    private @Nullable Grid last;

    TextReader(List<ConsoleFont> fonts) {
        fonts.forEach(font -> faces.add(new Face(font)));
    }

    /** A font, with its tables for whole cells and for cells whose lower rows a cursor covers. */
    private static final class Face {
        final ConsoleFont font;
        final GlyphTable whole;
        final List<GlyphTable> aboveCursor;

        Face(ConsoleFont font) {
            int height = font.height();
            this.font = font;
            whole = new GlyphTable(font, height);
            aboveCursor = height < 8
                    ? List.of()
                    : List.of(new GlyphTable(font, height - CURSOR_ROWS), new GlyphTable(font, height * 3 / 4));
        }
    }

    /** Where cells are: the first one's corner, and how wide each is drawn. */
    private record Grid(Face face, int x, int y, int cellWidth) {
        int columns(Framebuffer picture) {
            return Math.max(0, (picture.width() - x) / cellWidth);
        }

        int rows(Framebuffer picture) {
            return Math.max(0, (picture.height() - y) / face.font.height());
        }
    }

    /** What a grid makes of a picture: how many of the cells with ink are characters, and how many are not. */
    private record Score(int known, int unknown) {
        /** Nothing can be better. One cell of another font is enough for it not to be: fonts differ in a few letters only. */
        boolean isPerfect() {
            return known > 0 && unknown == 0;
        }

        boolean isGood() {
            return known > 0 && unknown <= known / 8;
        }

        int value() {
            return known - unknown;
        }
    }

    /** The picture as text; {@link TextScreen#NONE} when no font fits. */
    TextScreen read(Framebuffer picture) {
        Grid grid = grid(picture);
        return grid == null ? TextScreen.NONE : text(picture, grid);
    }

    private @Nullable Grid grid(Framebuffer picture) {
        if (isPlain(picture)) {
            return null;
        }
        Grid best = null;
        Score bestScore = new Score(0, 0);
        for (Grid grid : likely(picture)) {
            Score score = score(picture, grid, Integer.MAX_VALUE);
            if (score.value() > bestScore.value()) {
                bestScore = score;
                best = grid;
            }
            if (score.isPerfect()) {
                break;
            }
        }
        if (!bestScore.isGood()) {
            Grid found = search(picture);
            if (found != null && score(picture, found, Integer.MAX_VALUE).value() > bestScore.value()) {
                best = found;
            }
        }
        if (best != null) {
            last = best;
        }
        return best;
    }

    /** Whether it has only one colour, as while a mode changes: there is nothing to be searched for. */
    private static boolean isPlain(Framebuffer picture) {
        for (int pixel : picture.pixels()) {
            if (pixel != picture.pixels()[0]) {
                return false;
            }
        }
        return true;
    }

    /** Where the last picture had its cells, and where consoles usually begin. */
    private List<Grid> likely(Framebuffer picture) {
        List<Grid> likely = new ArrayList<>();
        if (last != null) {
            likely.add(last);
        }
        for (Face face : faces) {
            int width = face.font.width();
            if (picture.width() == VGA_WIDTH && width == 8) {
                likely.add(new Grid(face, 0, 0, 9));
            }
            likely.add(new Grid(face, 0, 0, width));
            likely.add(new Grid(face, GRUB_X, GRUB_Y, width));
        }
        return likely;
    }

    /** The place in a cell where the most cells are characters, by some of the cells with ink. */
    private @Nullable Grid search(Framebuffer picture) {
        Grid best = null;
        int bestValue = 0;
        for (Face face : faces) {
            for (int y = 0; y < face.font.height(); y++) {
                for (int x = 0; x < face.font.width(); x++) {
                    Grid grid = new Grid(face, x, y, face.font.width());
                    int value = score(picture, grid, ENOUGH).value();
                    if (value > bestValue) {
                        bestValue = value;
                        best = grid;
                    }
                }
            }
        }
        return best;
    }

    /** @param enough cells with ink to look at, taken from all over the picture */
    private static Score score(Framebuffer picture, Grid grid, int enough) {
        int columns = grid.columns(picture);
        int cells = columns * grid.rows(picture);
        int[] ink = new int[grid.face.font.height()];
        int known = 0;
        int unknown = 0;
        int at = 0;
        int step = enough < cells ? coprime(cells) : 1;
        for (int i = 0; i < cells && known + unknown < enough; i++) {
            int character = whole(picture, grid, at % columns, at / columns, ink);
            if (character == TextScreen.UNKNOWN) {
                unknown += above(picture, grid, at % columns, at / columns, ink) == TextScreen.UNKNOWN ? 1 : 0;
            } else {
                known += character > ' ' ? 1 : 0;
            }
            at = (at + step) % cells;
        }
        return new Score(known, unknown);
    }

    /** A step that comes to each of so many cells, but not to neighbours after each other. */
    private static int coprime(int cells) {
        int step = 1 + cells * 5 / 13;
        while (gcd(step, cells) != 1) {
            step++;
        }
        return step;
    }

    private static int gcd(int one, int other) {
        return other == 0 ? one : gcd(other, one % other);
    }

    private static TextScreen text(Framebuffer picture, Grid grid) {
        int columns = grid.columns(picture);
        int[] ink = new int[grid.face.font.height()];
        List<String> rows = new ArrayList<>();
        StringBuilder row = new StringBuilder(columns);
        for (int y = 0; y < grid.rows(picture); y++) {
            row.setLength(0);
            for (int x = 0; x < columns; x++) {
                int character = whole(picture, grid, x, y, ink);
                row.appendCodePoint(character == TextScreen.UNKNOWN ? above(picture, grid, x, y, ink) : character);
            }
            rows.add(row.toString().stripTrailing());
        }
        return new TextScreen(List.copyOf(rows), grid.face.font.name());
    }

    private static int whole(Framebuffer picture, Grid grid, int column, int row, int[] ink) {
        return character(picture, grid, column, row, ink, grid.face.whole);
    }

    /** The character in a cell that has a cursor below it, if it is one. */
    private static int above(Framebuffer picture, Grid grid, int column, int row, int[] ink) {
        for (GlyphTable table : grid.face.aboveCursor) {
            int character = character(picture, grid, column, row, ink, table);
            if (character != TextScreen.UNKNOWN) {
                return character;
            }
        }
        return isBelowCursor(picture, grid, column, row) ? ' ' : TextScreen.UNKNOWN;
    }

    /** Whether all that is in a cell is the cursor of the cell above: GRUB's graphical one hangs that low. */
    private static boolean isBelowCursor(Framebuffer picture, Grid grid, int column, int row) {
        int corner = grid.y * picture.width() + grid.x + column * grid.cellWidth;
        int top = corner + row * grid.face.font.height() * picture.width();
        int[] pixels = picture.pixels();
        for (int y = 0; y < grid.face.font.height(); y++) {
            int expected = pixels[y < CURSOR_ROWS ? top : top + CURSOR_ROWS * picture.width()];
            for (int x = 0; x < grid.cellWidth; x++) {
                if (pixels[top + y * picture.width() + x] != expected) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The character in a cell by a table's rows of it: a space for a blank one, UNKNOWN for what is none. */
    private static int character(Framebuffer picture, Grid grid, int column, int row, int[] ink, GlyphTable table) {
        int width = grid.face.font.width();
        int[] pixels = picture.pixels();
        int corner = (grid.y + row * grid.face.font.height()) * picture.width() + grid.x + column * grid.cellWidth;
        int background = pixels[corner];
        int foreground = background;
        for (int y = 0; y < table.count(); y++) {
            int at = corner + y * picture.width();
            int bits = 0;
            for (int x = 0; x < grid.cellWidth; x++) {
                int pixel = pixels[at + x];
                if (pixel != background) {
                    if (foreground == background) {
                        foreground = pixel;
                    } else if (pixel != foreground) {
                        return TextScreen.UNKNOWN; // a third colour
                    }
                    bits |= x < width ? 1 << (width - 1 - x) : 0;
                }
            }
            ink[y] = bits;
        }
        if (foreground == background) {
            return ' ';
        }
        int character = table.find(ink);
        return character == 0 ? TextScreen.UNKNOWN : character;
    }
}
