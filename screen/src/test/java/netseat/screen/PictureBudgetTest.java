package netseat.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pictures of bounded length, encoders that go on apart and come together again, and formats. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PictureBudgetTest {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int LONGEST_TILE = 5 + 3 * Tile.SIDE * Tile.SIDE;

    private final Framebuffer source = new Framebuffer(WIDTH, HEIGHT);
    private final Damage damage = new Damage(WIDTH, HEIGHT);
    private final PictureEncoder encoder = new PictureEncoder(PictureFormat.BASIC);
    private final PictureDecoder decoder = new PictureDecoder();
    private final ByteBuffer out = ByteBuffer.allocate(4 << 20);
    private final Random random = new Random(3);

    @Test
    void aPictureKeepsToItsBudgetAndTheNextOnesBringTheRest() throws BadPictureException {
        noise(0, 0, WIDTH, HEIGHT);
        encoder.begin(source, damage, out);
        int pictures = 0;
        do {
            encoder.start(10_000);
            assertThat(update(encoder, decoder)).isLessThan(10_000 + LONGEST_TILE + 5);
            pictures++;
        } while (!encoder.isUpToDate());
        assertThat(pictures).isEqualTo((int) Math.ceil(WIDTH / 16.0 * HEIGHT / 16.0 / 13));
        assertThat(decoder.picture().pixels()).isEqualTo(source.pixels());
    }

    @Test
    void aTypedCharacterGoesBeforeWhatIsLate() throws BadPictureException {
        noise(0, 0, WIDTH, HEIGHT);
        encoder.begin(source, damage, out);
        encoder.start(10_000);
        update(encoder, decoder);
        draw(600, 460, 8, 16, 0xFFFFFF);
        encoder.start(10_000);
        update(encoder, decoder);
        assertThat(decoder.picture().pixels()[460 * WIDTH + 600]).isEqualTo(0xFFFFFF);
    }

    @Test
    void aFilmThatNeverFitsLeavesNoTileWaitingForEver() throws BadPictureException {
        encoder.begin(source, damage, out);
        encoder.start(PictureEncoder.UNLIMITED);
        update(encoder, decoder);
        everyTileHasItsTurn(0, WIDTH, HEIGHT);
    }

    @Test
    void aLittleThatNeverFitsLeavesTheRestItsTurnToo() throws BadPictureException {
        noise(0, 0, WIDTH, HEIGHT);
        encoder.begin(source, damage, out);
        encoder.start(10_000);
        update(encoder, decoder);
        everyTileHasItsTurn(0, 128, 96); // 48 tiles: few, and more than a picture holds
    }

    /** Draws noise again and again and counts the pictures until each tile of the whole picture was drawn once. */
    private void everyTileHasItsTurn(int from, int width, int height) throws BadPictureException {
        int[] unseen = new int[WIDTH * HEIGHT];
        Arrays.fill(unseen, 0x010101);
        System.arraycopy(unseen, 0, decoder.picture().pixels(), 0, unseen.length);
        if (width == WIDTH) {
            noise(0, 0, WIDTH, HEIGHT);
        }
        for (int picture = 0; picture < 400; picture++) {
            noise(from, from, width, height);
            encoder.start(10_000);
            update(encoder, decoder);
        }
        int drawn = 0;
        for (int y = 0; y < HEIGHT; y += Tile.SIDE) {
            for (int x = 0; x < WIDTH; x += Tile.SIDE) {
                drawn += decoder.picture().pixels()[y * WIDTH + x] == 0x010101 ? 0 : 1;
            }
        }
        int before = width == WIDTH ? 0 : 13; // were drawn before the count began
        assertThat(drawn).isGreaterThanOrEqualTo(WIDTH / 16 * HEIGHT / 16 - before);
    }

    @Test
    void aForkGoesOnFromWhereItsUnitStandsAndLosesNothing() throws BadPictureException {
        noise(0, 0, WIDTH, HEIGHT);
        encoder.begin(source, damage, out);
        update(encoder, decoder);
        PictureDecoder laggard = new PictureDecoder();
        laggard.decode(ByteBuffer.wrap(everything()));
        draw(100, 100, 50, 50, 0x123456); // marked for the first encoder only
        Damage itsDamage = new Damage(WIDTH, HEIGHT);
        PictureEncoder fork = encoder.fork(itsDamage);
        encoder.start(PictureEncoder.UNLIMITED);
        update(encoder, decoder);
        assertThat(fork.isInStepWith(encoder)).isFalse();
        fork.start(PictureEncoder.UNLIMITED);
        assertThat(update(fork, laggard)).as("no more than what differs").isLessThan(25 * LONGEST_TILE);
        assertThat(laggard.picture().pixels()).isEqualTo(source.pixels());
        assertThat(decoder.picture().pixels()).isEqualTo(source.pixels());
        assertThat(fork.isInStepWith(encoder)).isTrue();
    }

    /** The same picture from nothing, by another encoder. */
    private byte[] everything() {
        ByteBuffer all = ByteBuffer.allocate(4 << 20);
        PictureEncoder other = new PictureEncoder(PictureFormat.BASIC);
        other.begin(source, new Damage(WIDTH, HEIGHT), all);
        assertThat(other.encode(all)).isTrue();
        return Arrays.copyOf(all.array(), all.position());
    }

    @Test
    void fewerColoursAreDrawnWithTheBitsOfTheirDepth() throws BadPictureException {
        noise(0, 0, WIDTH, HEIGHT);
        PictureEncoder poor = new PictureEncoder(PictureFormat.of(0xF0 | PictureFormat.COPY, 8));
        poor.begin(source, damage, out);
        int length = update(poor, decoder);
        assertThat(decoder.picture().pixels())
                .isEqualTo(Arrays.stream(source.pixels())
                        .map(pixel -> pixel & 0xE0E0C0)
                        .toArray());
        encoder.begin(source, damage, out);
        assertThat(length).isLessThanOrEqualTo(update(encoder, decoder));
        assertThat(poor.isInStepWith(encoder)).isFalse();
        assertThat(PictureFormat.of(0xF1, 16)).isEqualTo(new PictureFormat(PictureFormat.COPY, 0xF8FCF8));
        assertThatThrownBy(() -> PictureFormat.of(0, 15)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Encodes one update and decodes it; its length. */
    private int update(PictureEncoder from, PictureDecoder to) throws BadPictureException {
        assertThat(from.encode(out)).isTrue();
        int length = out.position();
        to.decode(out.flip());
        out.clear();
        return length;
    }

    private void noise(int x, int y, int width, int height) {
        for (int row = y; row < y + height; row++) {
            for (int column = x; column < x + width; column++) {
                source.pixels()[row * WIDTH + column] = random.nextInt(1 << 24);
            }
        }
        damage.mark(x, y, width, height);
    }

    private void draw(int x, int y, int width, int height, int colour) {
        for (int row = y; row < y + height; row++) {
            Arrays.fill(source.pixels(), row * WIDTH + x, row * WIDTH + x + width, colour);
        }
        damage.mark(x, y, width, height);
    }
}
