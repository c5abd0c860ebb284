package netseat.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PictureCodecTest {
    private final PictureEncoder encoder = new PictureEncoder(PictureFormat.BASIC);
    private final PictureDecoder decoder = new PictureDecoder();
    private final Random random = new Random(2);

    @ParameterizedTest
    @CsvSource({"1,1", "720,400", "1280,800", "17,15", "1031,33"})
    void bringsEveryKindOfTileAcrossExactly(int width, int height) throws BadPictureException {
        Framebuffer source = new Framebuffer(width, height);
        Damage damage = new Damage(width, height);
        fillWithEveryKindOfTile(source);
        ByteBuffer out = ByteBuffer.allocate(64 * 1024);
        encoder.begin(source, damage, out);
        drain(out);
        assertThat(decoder.picture().pixels()).isEqualTo(masked(source));
        assertThat(damage.isEmpty()).isTrue();
    }

    @Test
    void randomDamageConvergesOnTheNewestState() throws BadPictureException {
        Framebuffer source = new Framebuffer(333, 222);
        Damage damage = new Damage(333, 222);
        ByteBuffer out = ByteBuffer.allocate(8 * 1024);
        encoder.begin(source, damage, out);
        drain(out);
        for (int round = 0; round < 200; round++) {
            int x = random.nextInt(333);
            int y = random.nextInt(222);
            int w = 1 + random.nextInt(333 - x);
            int h = 1 + random.nextInt(222 - y);
            int colours = 1 + random.nextInt(40);
            for (int row = y; row < y + h; row++) {
                for (int column = x; column < x + w; column++) {
                    source.pixels()[row * 333 + column] = random.nextInt(colours) * 0x01020304;
                }
            }
            damage.mark(x, y, w, h);
            encoder.start(PictureEncoder.UNLIMITED);
            drain(out);
            assertThat(decoder.picture().pixels()).isEqualTo(masked(source));
        }
    }

    @Test
    void whatTheUnitShowsAlreadyIsNotSent() throws BadPictureException {
        Framebuffer source = new Framebuffer(640, 480);
        Damage damage = new Damage(640, 480);
        ByteBuffer out = ByteBuffer.allocate(64 * 1024);
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
        ByteBuffer out = ByteBuffer.allocate(4096);
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
        "ff" // unknown
    })
    void refusesWhatBreaksTheRules(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatThrownBy(() -> decoder.decode(ByteBuffer.wrap(bytes))).isInstanceOf(BadPictureException.class);
    }

    private void drain(ByteBuffer out) throws BadPictureException {
        boolean done;
        do {
            done = encoder.encode(out);
            decoder.decode(out.flip());
            out.clear();
        } while (!done);
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

    private static int[] masked(Framebuffer source) {
        return Arrays.stream(source.pixels()).map(pixel -> pixel & 0xFFFFFF).toArray();
    }
}
