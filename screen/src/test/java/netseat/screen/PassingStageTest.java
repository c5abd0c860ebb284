package netseat.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A film in a window, on a slow link: shown with loss while it moves, exact when it stands still. */
class PassingStageTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;
    private static final long FRAME = 33_000_000;

    private final Framebuffer source = new Framebuffer(WIDTH, HEIGHT);
    private final Damage damage = new Damage(WIDTH, HEIGHT);
    private final PictureFormat format = new PictureFormat(PictureFormat.KNOWN_CODINGS, 0xFFFFFF);
    private long now = 1_000_000_000;
    private final PictureEncoder encoder = new PictureEncoder(format, () -> now);
    private final PictureDecoder unit = new PictureDecoder(format);
    private final ByteBuffer out = ByteBuffer.allocate(256 * 1024);
    private final Random random = new Random(5);
    private int length;

    @Test
    void aFilmIsShownWithLossAndThenExactly() throws BadPictureException {
        assertThat(JpegLibrary.isPresent()).as("libjpeg-turbo is installed").isTrue();
        showFilm();
        assertThat(length).as("a picture of the film").isLessThan(128 * 128 / 2);
        assertThat(isExact()).as("it moves").isFalse();
        assertThat(worst(unit.seen())).as("yet it is like the film").isLessThan(90);
        assertThat(encoder.isUpToDate()).isTrue();
        assertThat(encoder.untilRefined()).isBetween(1L, PassingStage.STILL_NANOS);

        now += encoder.untilRefined();
        assertThat(encoder.isUpToDate()).as("it stands still").isFalse();
        update();
        assertThat(isExact()).isTrue();
        assertThat(encoder.isUpToDate()).isTrue();
        assertThat(encoder.untilRefined()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatGoesBackToWhatLiesBelowIsShownExactlyToo() throws BadPictureException {
        showFilm();
        System.arraycopy(unit.picture().pixels(), 0, source.pixels(), 0, source.pixels().length);
        damage.markAll();
        update();
        now += PassingStage.STILL_NANOS;
        update();
        assertThat(isExact()).isTrue();
    }

    @Test
    void somethingElseMayMoveOverIt() throws BadPictureException {
        encoder.linkSpeed(100_000);
        encoder.begin(source, damage, out);
        for (int round = 0; round < 60; round++) {
            film(round);
            int x = random.nextInt(WIDTH - 90);
            int y = random.nextInt(HEIGHT - 70);
            for (int row = y; row < y + 70; row++) {
                Arrays.fill(source.pixels(), row * WIDTH + x, row * WIDTH + x + 90, 0x336699 + round);
            }
            damage.mark(x, y, 90, 70);
            update();
        }
        now += PassingStage.STILL_NANOS;
        update();
        assertThat(isExact()).isTrue();
    }

    @Test
    void aFastLinkAndAUnitThatDoesNotAllowItSeeNoLoss() throws BadPictureException {
        for (PictureFormat exact : new PictureFormat[] {format, PictureFormat.FULL}) {
            PictureEncoder other = new PictureEncoder(exact, () -> now);
            PictureDecoder itsUnit = new PictureDecoder(exact);
            other.linkSpeed(exact.equals(format) ? 10_000_000 : 100_000);
            other.begin(source, damage, out);
            for (int frame = 0; frame < 10; frame++) {
                film(frame);
                other.start(PictureEncoder.UNLIMITED);
                boolean done;
                do {
                    done = other.encode(out);
                    itsUnit.decode(out.flip());
                    out.clear();
                } while (!done);
                now += FRAME;
                assertThat(Arrays.equals(itsUnit.seen().pixels(), source.pixels()))
                        .isTrue();
            }
        }
    }

    /** Ten frames of the film on a slow link, after the whole picture. */
    private void showFilm() throws BadPictureException {
        encoder.linkSpeed(100_000);
        encoder.begin(source, damage, out);
        update();
        for (int frame = 0; frame < 10; frame++) {
            film(frame);
            update();
        }
    }

    /** Draws a soft pattern of many colours that changes everywhere from frame to frame. */
    private void film(int frame) {
        for (int y = 32; y < 160; y++) {
            for (int x = 48; x < 176; x++) {
                int red = (int) (127 + 120 * Math.sin((x + 9 * frame) / 23.0));
                int green = (int) (127 + 120 * Math.sin((y - 7 * frame) / 31.0));
                int blue = (int) (127 + 120 * Math.sin((x + y + 5 * frame) / 41.0));
                source.pixels()[y * WIDTH + x] = (red << 16) | (green << 8) | blue;
            }
        }
        damage.mark(48, 32, 128, 128);
    }

    private void update() throws BadPictureException {
        length = 0;
        encoder.start(PictureEncoder.UNLIMITED);
        boolean done;
        do {
            done = encoder.encode(out);
            length += out.flip().remaining();
            unit.decode(out);
            out.clear();
        } while (!done);
        now += FRAME;
    }

    private boolean isExact() {
        return Arrays.equals(unit.seen().pixels(), source.pixels());
    }

    /** The largest difference of a channel. */
    private int worst(Framebuffer seen) {
        int worst = 0;
        for (int i = 0; i < seen.pixels().length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                int difference = ((seen.pixels()[i] >> shift) & 0xFF) - ((source.pixels()[i] >> shift) & 0xFF);
                worst = Math.max(worst, Math.abs(difference));
            }
        }
        return worst;
    }
}
