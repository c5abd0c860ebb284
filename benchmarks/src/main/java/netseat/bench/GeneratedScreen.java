package netseat.bench;

import java.io.IOException;
import java.util.List;
import netseat.e2e.Workload.Rectangle;

/**
 * A kind of screen whose every update is drawn anew.
 *
 * @param name for people
 */
record GeneratedScreen(String name, Painter painter) {
    static final int WIDTH = 1280;
    static final int HEIGHT = 800;

    /** The whole screen. */
    static final Rectangle WHOLE = new Rectangle(0, 0, WIDTH, HEIGHT);

    /** All kinds; the fonts and photographs come from recorded workloads. */
    static List<GeneratedScreen> all() throws IOException {
        TextPainters text = new TextPainters(new Glyphs());
        Painter photographs = new Photographs();
        Painter mixed = (to, at, random) -> {
            int width = at.width() / 2;
            int height = at.height() / 2;
            text.page(to, new Rectangle(at.x(), at.y(), width, height), random);
            PlainPainters.gradient(to, new Rectangle(at.x() + width, at.y(), width, height), random);
            photographs.paint(to, new Rectangle(at.x(), at.y() + height, width, height), random);
            PlainPainters.noise(to, new Rectangle(at.x() + width, at.y() + height, width, height), random);
        };
        return List.of(
                new GeneratedScreen("pages of console text", text::page),
                new GeneratedScreen("gradients", PlainPainters::gradient),
                new GeneratedScreen("photographs", photographs),
                new GeneratedScreen("noise", PlainPainters::noise),
                new GeneratedScreen("text, gradient, photograph, noise", mixed),
                new GeneratedScreen("memory test", text::memoryTest),
                new GeneratedScreen("vertical gradients", PlainPainters::verticalGradient),
                new GeneratedScreen("dithered clouds", PlainPainters::dither),
                new GeneratedScreen("terminal with colours", text::terminal),
                new GeneratedScreen("pages of anti-aliased text", text::smooth));
    }
}
