package netseat.controller;

import netseat.controller.MenuPage.Entry;
import netseat.hypervisor.PowerState;
import netseat.screen.BitmapFont;
import netseat.screen.Canvas;
import netseat.screen.Framebuffer;

/**
 * Draws a seat's menu: a panel in the middle, with a head that says who and where, a list, and what the keys do. All measures
 * are in cells of the font, which fits the picture. Its colours are those of the console's dark pages.
 */
final class MenuPainter {
    static final int PANEL = 0x1A1D21;
    static final int SUNKEN = 0x121417;
    static final int INK = 0xE9EBEE;
    static final int QUIET = 0x9BA3AC;
    static final int RULE = 0x4A5159;
    static final int ACCENT = 0x67B7E8;
    static final int ON_ACCENT = 0x08202F;
    private static final int RUNNING = 0x4FC887;
    private static final int PAUSED = 0xE5B04A;
    private static final int FAILED = 0xFF7566;
    private static final int OFF = 0x6F7780;

    private static final int MOST_COLUMNS = 60;
    private static final int NUMBER_COLUMNS = 3;

    private final MenuPage page;
    private final int width;
    private final int height;
    private final int room;
    private final BitmapFont font;
    private final int cell;
    private final int line;
    private final int gap;
    private final int edge;
    private final int rowHeight;
    private final int rows;
    private final int head;
    private final Canvas canvas;

    /** For a place of this size. */
    MenuPainter(MenuPage page, int placeWidth, int placeHeight) {
        this.page = page;
        this.width = placeWidth;
        this.room = placeHeight;
        this.font = BitmapFont.forHeight(placeHeight);
        cell = font.cellWidth();
        line = font.cellHeight();
        gap = line / 2;
        edge = Math.max(1, line / 16);
        rowHeight = line + line / 2;
        head = 2 * line + 2 * gap + gap / 2;
        int foot = line + 2 * gap;
        int fixed = head + foot + 2 * gap + 2 * edge;
        rows = Math.clamp(
                (placeHeight - line - fixed) / rowHeight, 1, page.entries().size());
        int columns = Math.clamp((placeWidth - 2L * cell) / cell, 1, MOST_COLUMNS);
        height = Math.min(placeHeight, fixed + rows * rowHeight);
        canvas = new Canvas(new Framebuffer(Math.min(placeWidth, columns * cell), height));
    }

    /**
     * The panel.
     *
     * @param top where its place begins in the picture
     */
    Plate plate(int top) {
        Framebuffer panel = canvas.picture();
        canvas.fill(0, 0, panel.width(), height, PANEL);
        drawHead();
        drawList();
        drawFoot();
        canvas.frame(0, 0, panel.width(), height, edge, RULE);
        return new Plate((width - panel.width()) / 2, top + (room - height) / 2, panel);
    }

    private void drawHead() {
        int right = canvas.picture().width();
        canvas.fill(0, 0, right, head, SUNKEN);
        canvas.fill(0, edge, right, 3 * edge, ACCENT);
        int first = edge + gap + gap / 4;
        int after = canvas.text(font, 2 * cell, first, page.words().seat(page.seat()), INK);
        textEndingAt(right - 2 * cell, first, cut(page.controller(), (right - 3 * cell - after) / cell), QUIET);
        canvas.text(font, 2 * cell, first + line + gap / 4, cut(page.plugged(), right / cell - 4), QUIET);
        canvas.fill(0, head, right, edge, RULE);
    }

    private void drawList() {
        int first = Math.clamp(page.selected() - rows / 2L, 0, page.entries().size() - rows);
        int top = head + edge + gap;
        for (int i = 0; i < rows; i++) {
            drawEntry(page.entries().get(first + i), first + i == page.selected(), top + i * rowHeight);
        }
        int x = canvas.picture().width() - cell - cell / 2;
        if (first > 0) {
            canvas.triangle(x, top - gap + edge, cell / 2, true, QUIET);
        }
        if (first + rows < page.entries().size()) {
            canvas.triangle(x, top + rows * rowHeight + gap - edge - cell / 2, cell / 2, false, QUIET);
        }
    }

    private void drawEntry(Entry entry, boolean selected, int y) {
        int right = canvas.picture().width() - cell;
        if (selected) {
            canvas.fill(cell, y, right - cell, rowHeight, ACCENT);
        }
        if (entry.here()) {
            canvas.fill(cell, y, Math.max(2, cell / 3), rowHeight, selected ? ON_ACCENT : ACCENT);
        }
        int ink = selected ? ON_ACCENT : INK;
        int quiet = selected ? ON_ACCENT : QUIET;
        int text = y + (rowHeight - line) / 2;
        textEndingAt((NUMBER_COLUMNS + 1) * cell, text, String.valueOf(entry.number()), quiet);
        int x = (NUMBER_COLUMNS + 2) * cell;
        PowerState state = entry.state();
        String said = "";
        if (state != null) {
            drawState(state, x, text, selected);
            said = (entry.here() ? page.words().here() + " \u00b7 " : "")
                    + page.words().state(state);
            textEndingAt(right - cell, text, said, quiet);
        }
        x += 2 * cell;
        canvas.text(font, x, text, cut(entry.title(), (right - 2 * cell - x) / cell - said.length() - 1), ink);
    }

    private void drawState(PowerState state, int x, int text, boolean selected) {
        int side = line / 2;
        int y = text + (line - side) / 2;
        canvas.disc(x, y, side, selected ? ON_ACCENT : colour(state));
        if (state == PowerState.OFF) {
            canvas.disc(x + 2 * edge, y + 2 * edge, side - 4 * edge, selected ? ACCENT : PANEL);
        }
    }

    private static int colour(PowerState state) {
        return switch (state) {
            case OFF -> OFF;
            case STARTING, PAUSED -> PAUSED;
            case RUNNING -> RUNNING;
            case FAILED -> FAILED;
        };
    }

    private void drawFoot() {
        int right = canvas.picture().width();
        int top = height - line - 2 * gap - edge;
        canvas.fill(0, top, right, edge, RULE);
        int y = top + edge + gap;
        int x = arrow(2 * cell, y, true);
        x = arrow(x + cell / 2, y, false);
        x = canvas.text(font, x + cell, y, page.words().choose(), QUIET) + 2 * cell;
        x = cap(x, y, "Enter");
        x = canvas.text(font, x + cell, y, page.words().change(), QUIET) + 2 * cell;
        x = cap(x, y, "Esc");
        x = canvas.text(font, x + cell, y, page.words().close(), QUIET) + cell;
        textEndingAt(right - 2 * cell, y, cut(page.typed(), (right - 2 * cell - x) / cell), ACCENT);
    }

    private int arrow(int x, int y, boolean up) {
        int side = 2 * cell;
        canvas.frame(x, y - gap / 4, side, line + gap / 2, edge, RULE);
        int size = Math.max(2, cell / 2);
        canvas.triangle(x + (side - 2 * size + 1) / 2, y + (line - size) / 2, size, up, INK);
        return x + side;
    }

    private int cap(int x, int y, String name) {
        int wide = (name.length() + 1) * cell;
        canvas.frame(x, y - gap / 4, wide, line + gap / 2, edge, RULE);
        canvas.text(font, x + cell / 2, y, name, INK);
        return x + wide;
    }

    private void textEndingAt(int right, int y, String text, int colour) {
        canvas.text(font, right - text.length() * cell, y, text, colour);
    }

    /** What of a text fits into so many cells. */
    static String cut(String text, int cells) {
        if (text.length() <= cells) {
            return text;
        }
        return cells < 2 ? "" : text.substring(0, cells - 1) + "\u2026";
    }
}
