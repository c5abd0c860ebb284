package netseat.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PictureCodecTest {
    private static final int TRUE_COLOUR = 0xFFFFFF;
    private static final int BUFFER = 64 * 1024;

    /** A link on which all is drawn by the models; on others they draw pictures of a few tiles only. */
    private static final long SLOW = 10_000_000;

    private static final long FAST = Long.MAX_VALUE;

    private PictureEncoder encoder = new PictureEncoder(PictureFormat.BASIC);
    private PictureDecoder decoder = new PictureDecoder(PictureFormat.BASIC);
    private final Random random = new Random(2);
    private long nanos;
    private long length;

    @ParameterizedTest
    @CsvSource({
        "0,1,1",
        "0,720,400",
        "0,1280,800",
        "0,17,15",
        "0,1031,33",
        "7,1,1",
        "7,720,400",
        "7,1280,800",
        "7,17,15",
        "7,1031,33",
        "1,333,222",
        "4,333,222",
        "5,333,222",
        "6,333,222"
    })
    void bringsEveryKindOfTileAcrossExactly(int codings, int width, int height) throws BadPictureException {
        for (long speed : new long[] {SLOW, FAST}) {
            use(codings, TRUE_COLOUR);
            encoder.linkSpeed(speed);
            Framebuffer source = new Framebuffer(width, height);
            Damage damage = new Damage(width, height);
            fillWithEveryKindOfTile(source);
            ByteBuffer out = ByteBuffer.allocate(BUFFER);
            encoder.begin(source, damage, out);
            drain(out);
            assertShown(source, TRUE_COLOUR);
            assertThat(damage.isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "7"})
    void sendsOnlyTheColoursThatTheUnitIsDrawnIn(int codings) throws BadPictureException {
        use(codings, 0xE0E0C0);
        Framebuffer source = new Framebuffer(333, 222);
        fillWithEveryKindOfTile(source);
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        encoder.begin(source, new Damage(333, 222), out);
        drain(out);
        assertShown(source, 0xE0E0C0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0xFF000000})
    void whatMovedIsCopied(int meaningless) throws BadPictureException {
        use(PictureFormat.EXACT, TRUE_COLOUR);
        Framebuffer source = noise(640, 480);
        Arrays.setAll(source.pixels(), i -> source.pixels()[i] | meaningless);
        Damage damage = new Damage(640, 480);
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        encoder.begin(source, damage, out);
        drain(out);
        int[] up = {0, -37, 0, 0, 640, 480};
        int[] down = {0, 16, 0, 0, 640, 480};
        int[] aside = {5, 3, 50, 60, 300, 200};
        int[] left = {-40, 0, 90, 90, 200, 200};
        int[] twiceUp = {0, -74, 0, 0, 640, 480};
        int[] twiceAside = {10, 6, 50, 60, 300, 200};
        // As it went before, and another way all of a sudden, and twice as far where a step was not seen.
        for (int[] move : List.of(
                up,
                up,
                up,
                down,
                down,
                up,
                aside,
                aside,
                aside,
                left,
                aside,
                left,
                left,
                down,
                up,
                twiceUp,
                up,
                up,
                twiceUp,
                aside,
                twiceAside,
                aside,
                twiceAside,
                left,
                up)) {
            int[] before = source.pixels().clone();
            int fresh = 0;
            for (int y = Math.max(move[3], move[3] + move[1]); y < Math.min(move[3] + move[5], 480); y++) {
                for (int x = Math.max(move[2], move[2] + move[0]); x < Math.min(move[2] + move[4], 640); x++) {
                    int from = (y - move[1]) * 640 + x - move[0];
                    boolean inside = y - move[1] >= 0 && y - move[1] < 480 && x - move[0] >= 0 && x - move[0] < 640;
                    source.pixels()[y * 640 + x] = inside ? before[from] : random.nextInt(1 << 24) | meaningless;
                    fresh += inside ? 0 : 1;
                }
            }
            damage.markAll();
            length = 0;
            encoder.start(PictureEncoder.UNLIMITED);
            drain(out);
            assertShown(source, TRUE_COLOUR);
            assertThat(length).as("a move by %d,%d of noise", move[0], move[1]).isLessThan(100 + 4L * fresh);
        }
    }

    @Test
    void aTileThatWasShownBeforeComesFromTheCache() throws BadPictureException {
        use(PictureFormat.EXACT, TRUE_COLOUR);
        Framebuffer source = noise(160, 160);
        Damage damage = new Damage(160, 160);
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        int[] first = source.pixels().clone();
        encoder.begin(source, damage, out);
        drain(out);
        Arrays.fill(source.pixels(), 0x00FF00);
        damage.markAll();
        encoder.start(PictureEncoder.UNLIMITED);
        drain(out);
        System.arraycopy(first, 0, source.pixels(), 0, first.length);
        damage.markAll();
        length = 0;
        encoder.start(PictureEncoder.UNLIMITED);
        drain(out);
        assertShown(source, TRUE_COLOUR);
        assertThat(length).as("a hundred tiles of noise").isLessThan(100);
    }

    @Test
    void whatHasNoTimeInAPictureComesWithTheNextOnes() throws BadPictureException {
        nanos = 8_000_000; // each look at the clock finds so much gone: a frame's time is over after two tiles
        use(PictureFormat.EXACT, TRUE_COLOUR);
        encoder.linkSpeed(SLOW);
        Framebuffer source = new Framebuffer(333, 222);
        fillWithEveryKindOfTile(source);
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        encoder.begin(source, new Damage(333, 222), out);
        int pictures = 1;
        drain(out);
        for (; !encoder.isUpToDate(); pictures++) {
            encoder.start(PictureEncoder.UNLIMITED);
            drain(out);
        }
        assertShown(source, TRUE_COLOUR);
        assertThat(pictures).isBetween(21 * 14 / 3, 21 * 14);
    }

    @Test
    void quickTilesAreShortWhereSomethingCanBeForetold() throws BadPictureException {
        Framebuffer gradient = new Framebuffer(640, 480);
        Framebuffer pattern = new Framebuffer(640, 480);
        for (int i = 0; i < gradient.pixels().length; i++) {
            gradient.pixels()[i] = 0x010101 * ((i % 640 + i / 640) / 5 % 256);
            pattern.pixels()[i] = (i % 640 / 3 + i / 640 / 5) % 7 == 0 ? 0x336699 : 0xFFEEDD;
        }
        Framebuffer noise = noise(640, 480);
        assertThat(quickLength(gradient)).as("a gradient").isLessThan(640 * 480 / 20);
        assertThat(quickLength(pattern)).as("a pattern").isLessThan(640 * 480 / 20);
        assertThat(quickLength(noise)).as("noise, hardly more than its pixels").isLessThan(3 * 640 * 480 + 200);
    }

    /** The bytes of a whole picture on a fast link. */
    private long quickLength(Framebuffer source) throws BadPictureException {
        use(PictureFormat.EXACT, TRUE_COLOUR);
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        length = 0;
        encoder.begin(source, new Damage(640, 480), out);
        drain(out);
        assertShown(source, TRUE_COLOUR);
        return length;
    }

    @ParameterizedTest
    @CsvSource({"0", "7"})
    void whatDoesNotGoIntoAShortPictureComesWithTheNext(int codings) throws BadPictureException {
        use(codings, TRUE_COLOUR);
        Framebuffer source = new Framebuffer(333, 222);
        Damage damage = new Damage(333, 222);
        fillWithEveryKindOfTile(source);
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        encoder.begin(source, damage, out);
        int pictures = 0;
        for (; !encoder.isUpToDate(); pictures++) {
            length = 0;
            encoder.start(2_000);
            drain(out);
            assertThat(length).isBetween(1L, 2_000L + 5 + PlainTile.LONGEST + 64);
        }
        assertThat(pictures).isGreaterThan(3);
        assertShown(source, TRUE_COLOUR);
    }

    @Test
    void aForkGoesOnFromWhereItWasTaken() throws BadPictureException {
        use(PictureFormat.EXACT, TRUE_COLOUR);
        Framebuffer source = new Framebuffer(333, 222);
        Damage damage = new Damage(333, 222);
        fillWithEveryKindOfTile(source);
        PictureDecoder slow = new PictureDecoder();
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        encoder.begin(source, damage, out);
        boolean done;
        do {
            done = encoder.encode(out);
            slow.decode(out.flip().duplicate());
            decoder.decode(out);
            out.clear();
        } while (!done);
        Damage slowDamage = new Damage(333, 222);
        PictureEncoder fork = encoder.fork(slowDamage);
        for (int round = 0; round < 20; round++) {
            change(source, damage, slowDamage);
            encoder.start(PictureEncoder.UNLIMITED);
            drain(out);
            assertShown(source, TRUE_COLOUR);
        }
        fork.start(PictureEncoder.UNLIMITED);
        do {
            done = fork.encode(out);
            slow.decode(out.flip());
            out.clear();
        } while (!done);
        assertThat(Arrays.equals(slow.picture().pixels(), masked(source, 0xFFFFFF)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0," + FAST, "1," + FAST, "4," + FAST, "7," + FAST, "7," + SLOW})
    void randomDamageConvergesOnTheNewestState(int codings, long speed) throws BadPictureException {
        use(codings, TRUE_COLOUR);
        encoder.linkSpeed(speed);
        Framebuffer source = new Framebuffer(333, 222);
        Damage damage = new Damage(333, 222);
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        encoder.begin(source, damage, out);
        drain(out);
        for (int round = 0; round < 200; round++) {
            change(source, damage);
            encoder.start(PictureEncoder.UNLIMITED);
            drain(out);
            assertShown(source, TRUE_COLOUR);
        }
    }

    @Test
    void whatTheUnitShowsAlreadyIsNotSent() throws BadPictureException {
        Framebuffer source = new Framebuffer(640, 480);
        Damage damage = new Damage(640, 480);
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        encoder.begin(source, damage, out);
        drain(out);
        source.pixels()[5] = 0xFF000000; // only the byte that means nothing differs
        damage.markAll();
        encoder.start(PictureEncoder.UNLIMITED);
        assertThat(encoder.encode(out.clear())).isTrue();
        assertThat(out.position()).isZero();
    }

    @Test
    void aRunOfOneColourIsOneFill() {
        Framebuffer source = new Framebuffer(1280, 16);
        Arrays.fill(source.pixels(), 0x123456);
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        encoder.begin(source, new Damage(1280, 16), out);
        encoder.encode(out);
        assertThat(out.position()).as("MODE and one FILL").isEqualTo(5 + 12);
    }

    @Test
    void carriesPointerAndItsShape() throws BadPictureException {
        CursorShape shape = new CursorShape(2, 1, 1, 0, new int[] {0x80FF0001, 0x01020304});
        ByteBuffer out = ByteBuffer.allocate(64);
        PictureEncoder.cursor(shape, out);
        assertThat(out.position()).isEqualTo(PictureEncoder.cursorLength(shape));
        PictureEncoder.pointer(-3, 70_000, true, out);
        decoder.decode(out.flip());
        assertThat(decoder.cursor().argb()).isEqualTo(shape.argb());
        assertThat(decoder.cursor().hotX()).isEqualTo(1);
        assertThat(decoder.pointerX()).isEqualTo(-3);
        assertThat(decoder.pointerY()).isEqualTo(Short.MAX_VALUE);
        assertThat(decoder.pointerVisible()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "01 0000 0001", // no width
        "01 2001 0001", // too wide
        "01 2000 2000", // too many pixels
        "02 0000 0000 0002 0001 000000", // fill beyond 1x1
        "04 0001 0000 000000 000000 00", // tile beyond 1x1
        "05 0000 0000 02 000000 000000 00", // palette too small
        "05 0000 0000 03 000000 000000 000000 c0", // index beyond the palette
        "06 0000 0000 0000", // cut short
        "07 0081 0001 0000 0000", // pointer too wide
        "07 0001 0001 0001 0000 00000000", // hot spot outside
        "03 0000 0000 0002 0001 0000 0000", // copy from beyond 1x1
        "03 0000 0000 0001 0001 0000 0001", // copy to beyond 1x1
        "09", // no length
        "09 8000", // a length cut short
        "09 01", // fewer plain bytes than it says
        "09 ffffff7f", // a length of four bytes
        "09 01 00 00", // plain bits of no tile
        "0b" // unknown
    })
    void refusesWhatBreaksTheRules(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatThrownBy(() -> decoder.decode(ByteBuffer.wrap(bytes))).isInstanceOf(BadPictureException.class);
    }

    @Test
    void unitsThatShowTheSameAreFedByOneEncoderAfterTheyForgot() throws BadPictureException {
        use(PictureFormat.EXACT, TRUE_COLOUR);
        Framebuffer source = new Framebuffer(333, 222);
        Damage damage = new Damage(333, 222);
        Damage otherDamage = new Damage(333, 222);
        PictureEncoder other = new PictureEncoder(PictureFormat.FULL);
        PictureDecoder otherUnit = new PictureDecoder();
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        encoder.begin(source, damage, out);
        drain(out);
        for (int i = 0; i < 5; i++) {
            change(source, damage, otherDamage);
            encoder.start(PictureEncoder.UNLIMITED);
            drain(out);
        }
        other.begin(source, otherDamage, out);
        boolean done;
        do {
            done = other.encode(out);
            otherUnit.decode(out.flip());
            out.clear();
        } while (!done);
        assertThat(encoder.isInStepWith(other)).isTrue();
        encoder.forget();
        for (int i = 0; i < 5; i++) {
            change(source, damage);
            encoder.start(PictureEncoder.UNLIMITED);
            do {
                done = encoder.encode(out);
                otherUnit.decode(out.flip().duplicate());
                decoder.decode(out);
                out.clear();
            } while (!done);
            assertShown(source, TRUE_COLOUR);
            assertThat(Arrays.equals(otherUnit.picture().pixels(), masked(source, TRUE_COLOUR)))
                    .isTrue();
        }
    }

    private void use(int codings, int mask) {
        PictureFormat format = new PictureFormat(codings, mask);
        long[] now = {0};
        encoder = new PictureEncoder(format, () -> now[0] += nanos);
        decoder = new PictureDecoder(format);
    }

    private void drain(ByteBuffer out) throws BadPictureException {
        boolean done;
        do {
            done = encoder.encode(out);
            length += out.flip().remaining();
            decoder.decode(out);
            out.clear();
        } while (!done);
    }

    private Framebuffer noise(int width, int height) {
        Framebuffer noise = new Framebuffer(width, height);
        for (int i = 0; i < noise.pixels().length; i++) {
            noise.pixels()[i] = random.nextInt(1 << 24);
        }
        return noise;
    }

    /** Draws noise of few or many colours somewhere. */
    private void change(Framebuffer source, Damage... damages) {
        int x = random.nextInt(source.width());
        int y = random.nextInt(source.height());
        int w = 1 + random.nextInt(source.width() - x);
        int h = 1 + random.nextInt(source.height() - y);
        int colours = 1 + random.nextInt(40);
        for (int row = y; row < y + h; row++) {
            for (int column = x; column < x + w; column++) {
                source.pixels()[row * source.width() + column] = random.nextInt(colours) * 0x01020304;
            }
        }
        for (Damage damage : damages) {
            damage.mark(x, y, w, h);
        }
    }

    private void fillWithEveryKindOfTile(Framebuffer source) {
        int[] kinds = {1, 2, 3, 4, 5, 16, 17, 256};
        for (int y = 0; y < source.height(); y++) {
            for (int x = 0; x < source.width(); x++) {
                int colours = kinds[(x / Tile.SIDE + y / Tile.SIDE) % kinds.length];
                source.pixels()[y * source.width() + x] = random.nextInt(colours) * 0x00010F07 + 0xAB000000;
            }
        }
    }

    private void assertShown(Framebuffer source, int mask) {
        assertThat(Arrays.equals(decoder.picture().pixels(), masked(source, mask)))
                .as("the unit shows the source")
                .isTrue();
    }

    private static int[] masked(Framebuffer source, int mask) {
        return Arrays.stream(source.pixels()).map(pixel -> pixel & mask).toArray();
    }
}
