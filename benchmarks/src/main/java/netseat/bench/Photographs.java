package netseat.bench;

import java.io.IOException;
import java.util.random.RandomGenerator;
import netseat.e2e.Workload;
import netseat.e2e.Workload.Rectangle;
import netseat.screen.Framebuffer;

/** Pictures put together of pieces of the recorded full-screen picture, which is as rich as a photograph. */
final class Photographs implements Painter {
    /** The frame of the recording that shows nothing else. */
    private static final int FRAME = 3;

    private static final int PIECE_WIDTH = 320;
    private static final int PIECE_HEIGHT = 200;

    private final Framebuffer photograph;

    Photographs() throws IOException {
        try (Workload.Playback recording = Workload.named("desk_photo").play()) {
            photograph = recording.picture();
            for (int i = 0; i <= FRAME; i++) {
                if (!recording.next()) {
                    throw new IOException("the recording of photographs is shorter than it was");
                }
            }
        }
    }

    /** Each piece is from a place of its own, mirrored or not, and its colours are exchanged. */
    @Override
    public void paint(Framebuffer to, Rectangle at, RandomGenerator random) {
        for (int top = 0; top < at.height(); top += PIECE_HEIGHT) {
            for (int left = 0; left < at.width(); left += PIECE_WIDTH) {
                int width = Math.min(PIECE_WIDTH, at.width() - left);
                int height = Math.min(PIECE_HEIGHT, at.height() - top);
                piece(to, new Rectangle(at.x() + left, at.y() + top, width, height), random);
            }
        }
    }

    private void piece(Framebuffer to, Rectangle at, RandomGenerator random) {
        int fromX = random.nextInt(photograph.width() - at.width());
        int fromY = random.nextInt(photograph.height() - at.height());
        boolean mirrored = random.nextBoolean();
        int turn = 8 * random.nextInt(3);
        for (int y = 0; y < at.height(); y++) {
            for (int x = 0; x < at.width(); x++) {
                int column = fromX + (mirrored ? at.width() - 1 - x : x);
                int pixel = photograph.pixels()[(fromY + y) * photograph.width() + column];
                to.pixels()[(at.y() + y) * to.width() + at.x() + x] =
                        (pixel << turn | pixel >>> (24 - turn)) & 0xFFFFFF;
            }
        }
    }
}
