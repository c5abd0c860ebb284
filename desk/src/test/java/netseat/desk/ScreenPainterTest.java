package netseat.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import netseat.screen.BadPictureException;
import netseat.screen.CursorShape;
import netseat.screen.PictureDecoder;
import netseat.screen.PictureEncoder;
import org.junit.jupiter.api.Test;

/** Pictures on screens of their own and of other sizes. */
class ScreenPainterTest {
    private static final int RED = 0xFF0000;
    private static final byte MODE = 1;
    private static final byte FILL = 2;

    private final PictureDecoder decoder = new PictureDecoder();

    /** A screen in memory, which counts what it is told. */
    private static final class MemoryScreen implements Screen {
        private final int width;
        private final int height;
        private final int[] pixels;
        private int put;
        private String written = "";

        MemoryScreen(int width, int height) {
            this.width = width;
            this.height = height;
            this.pixels = new int[width * height];
        }

        int at(int x, int y) {
            return pixels[y * width + x];
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public int height() {
            return height;
        }

        @Override
        public void put(int x, int y, int[] from, int start, int count) {
            System.arraycopy(from, start, pixels, y * width + x, count);
            put += count;
        }

        @Override
        public void written(int x, int y, int partWidth, int partHeight) {
            written = x + "," + y + " " + partWidth + "x" + partHeight;
        }

        @Override
        public void close() {}
    }

    private void draw(int width, int height, int... fills) throws BadPictureException {
        ByteBuffer commands = ByteBuffer.allocate(1024);
        if (width > 0) {
            commands.put(MODE).putShort((short) width).putShort((short) height);
        }
        for (int i = 0; i < fills.length; i += 4) {
            commands.put(FILL);
            for (int j = 0; j < 4; j++) {
                commands.putShort((short) fills[i + j]);
            }
            commands.put((byte) 0xFF).put((byte) 0).put((byte) 0);
        }
        decoder.decode(commands.flip());
    }

    @Test
    void ofItsOwnSizeItIsExactAndOnlyWhatDiffersIsWritten() throws BadPictureException {
        MemoryScreen screen = new MemoryScreen(64, 48);
        ScreenPainter painter = new ScreenPainter(screen);
        draw(64, 48, 10, 20, 3, 2);
        painter.paint(decoder, false);
        assertThat(screen.pixels).isEqualTo(decoder.picture().pixels());
        assertThat(screen.written).isEqualTo("10,20 3x2");
        assertThat(screen.put).isEqualTo(6);
        painter.paint(decoder, false);
        assertThat(screen.put).as("nothing has changed").isEqualTo(6);
        draw(0, 0, 0, 47, 64, 1);
        painter.paint(decoder, false);
        assertThat(screen.written).isEqualTo("0,47 64x1");
        assertThat(screen.pixels).isEqualTo(decoder.picture().pixels());
    }

    @Test
    void aSmallPictureIsEnlargedByAWholeFactorInTheMiddle() throws BadPictureException {
        MemoryScreen screen = new MemoryScreen(50, 30);
        draw(20, 10, 0, 0, 1, 1, 19, 9, 1, 1);
        new ScreenPainter(screen).paint(decoder, false);
        assertThat(Arrays.stream(screen.pixels).filter(pixel -> pixel == RED).count())
                .isEqualTo(8);
        assertThat(screen.at(5, 5)).isEqualTo(RED);
        assertThat(screen.at(6, 6)).isEqualTo(RED);
        assertThat(screen.at(44, 24)).isEqualTo(RED);
        assertThat(screen.at(4, 5)).isZero();
    }

    @Test
    void aLargePictureIsMadeSmallerUntilItFits() throws BadPictureException {
        MemoryScreen screen = new MemoryScreen(40, 40);
        draw(160, 80, 0, 0, 160, 80);
        new ScreenPainter(screen).paint(decoder, false);
        assertThat(Arrays.stream(screen.pixels).filter(pixel -> pixel == RED).count())
                .isEqualTo(40 * 20);
        assertThat(screen.at(0, 9)).isZero();
        assertThat(screen.at(0, 10)).isEqualTo(RED);
        assertThat(screen.at(39, 29)).isEqualTo(RED);
        assertThat(Placement.of(8192, 1, 640, 480)).isEqualTo(new Placement(0, 239, 640, 1));
    }

    @Test
    void anotherSizeLeavesNothingOfTheOneBefore() throws BadPictureException {
        MemoryScreen screen = new MemoryScreen(64, 48);
        ScreenPainter painter = new ScreenPainter(screen);
        draw(64, 48, 0, 0, 64, 48);
        painter.paint(decoder, false);
        draw(40, 40);
        painter.paint(decoder, false);
        assertThat(screen.pixels).containsOnly(0);
    }

    @Test
    void thePointerIsDrawnWhereItsHotSpotIsAndLeavesNoTrace() throws BadPictureException {
        MemoryScreen screen = new MemoryScreen(64, 48);
        ScreenPainter painter = new ScreenPainter(screen);
        draw(64, 48);
        ByteBuffer commands = ByteBuffer.allocate(256);
        PictureEncoder.cursor(
                new CursorShape(2, 2, 1, 1, new int[] {0xFF00FF00, 0x80FFFFFF, 0x00FFFFFF, 0xFF0000FF}), commands);
        PictureEncoder.pointer(10, 10, true, commands);
        decoder.decode(commands.flip());
        painter.paint(decoder, false);
        assertThat(screen.at(9, 9)).isEqualTo(0x00FF00);
        assertThat(screen.at(10, 9)).isEqualTo(0x808080);
        assertThat(screen.at(9, 10)).isZero();
        assertThat(screen.at(10, 10)).isEqualTo(0x0000FF);
        PictureEncoder.pointer(0, 47, true, commands.clear());
        decoder.decode(commands.flip());
        painter.paint(decoder, false);
        assertThat(screen.at(10, 10)).isZero();
        assertThat(screen.at(0, 47)).as("cut at the edges").isEqualTo(0x0000FF);
    }

    @Test
    void aCornerBlinks() throws BadPictureException {
        MemoryScreen screen = new MemoryScreen(200, 150);
        ScreenPainter painter = new ScreenPainter(screen);
        draw(100, 75, 0, 0, 5, 5); // enlarged, so that rows are shown twice
        painter.paint(decoder, true);
        assertThat(screen.at(0, 0)).isEqualTo(0x00FFFF);
        assertThat(screen.at(0, 9)).isEqualTo(0x00FFFF);
        assertThat(screen.at(95, 95)).isEqualTo(0xFFFFFF);
        assertThat(screen.at(96, 95)).isZero();
        assertThat(screen.at(95, 96)).isZero();
        painter.paint(decoder, false);
        assertThat(screen.at(0, 0)).isEqualTo(RED);
        assertThat(screen.at(95, 95)).isZero();
    }

    @Test
    void itBlinksInTurnsUntilItsTimeIsOver() {
        Blinking blinking = new Blinking();
        assertThat(blinking.isOn(0)).isFalse();
        blinking.start(1, 5_000);
        assertThat(blinking.isBright(6_000)).isTrue();
        assertThat(blinking.isBright(300_000_000)).isFalse();
        assertThat(blinking.isBright(600_000_000)).isTrue();
        assertThat(blinking.isOn(1_000_005_000)).isFalse();
        blinking.start(9, 0);
        blinking.start(0, 0);
        assertThat(blinking.isOn(1)).isFalse();
    }
}
