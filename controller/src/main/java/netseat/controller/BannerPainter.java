package netseat.controller;

import netseat.screen.BitmapFont;
import netseat.screen.Canvas;
import netseat.screen.Framebuffer;

/** Draws a bar over the top of a picture that nobody can overlook, with words in it. Pure functions. */
final class BannerPainter {
    static final int SIGNAL = 0xB3261E;
    private static final int ON_SIGNAL = 0xFFFFFF;

    private BannerPainter() {}

    /** The bar for a picture of this size. */
    static Plate plate(String words, int width, int height) {
        BitmapFont font = BitmapFont.forHeight(height);
        int gap = font.cellHeight() / 4;
        Canvas canvas = new Canvas(new Framebuffer(width, Math.min(height, font.cellHeight() + 2 * gap)));
        canvas.fill(0, 0, width, canvas.picture().height(), SIGNAL);
        String fitting = MenuPainter.cut(words, width / font.cellWidth() - 2);
        int x = (width - fitting.length() * font.cellWidth()) / 2;
        canvas.text(font, x, gap, fitting, ON_SIGNAL);
        return new Plate(0, 0, canvas.picture());
    }
}
