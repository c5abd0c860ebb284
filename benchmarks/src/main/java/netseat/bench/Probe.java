package netseat.bench;

import java.util.concurrent.CompletableFuture;
import netseat.screen.Framebuffer;

/**
 * A pixel that is to become of a colour.
 *
 * @param seen when it was, by {@link System#nanoTime()}
 */
record Probe(int x, int y, int colour, CompletableFuture<Long> seen) {
    void look(Framebuffer picture) {
        if (x < picture.width()
                && y < picture.height()
                && (picture.pixels()[y * picture.width() + x] & 0xFFFFFF) == colour
                && !seen.isDone()) {
            seen.complete(System.nanoTime());
        }
    }
}
