package netseat.bench;

import java.util.random.RandomGenerator;
import netseat.e2e.Workload.Rectangle;
import netseat.screen.Framebuffer;

/** Draws one kind of picture, another one each time; the random numbers' seed decides which. */
interface Painter {
    /** Draws every pixel of this part. */
    void paint(Framebuffer to, Rectangle at, RandomGenerator random);
}
