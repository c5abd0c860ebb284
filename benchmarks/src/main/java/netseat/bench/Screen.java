package netseat.bench;

import java.io.Closeable;
import java.time.Duration;
import netseat.screen.Framebuffer;

/** A keyboard and a screen at GRUB's prompt, by whatever road. */
interface Screen extends Closeable {
    /** Presses and releases the key of a letter, or of Backspace ({@code '\b'}). */
    void strike(char character) throws Exception;

    /** A copy of the picture as it is. */
    Framebuffer picture() throws Exception;

    /** From now on waits for this pixel to be of this colour. */
    void expect(int x, int y, int colour);

    /** When the expected colour was seen, by {@link System#nanoTime()}. */
    long awaitExpected(Duration within) throws Exception;
}
