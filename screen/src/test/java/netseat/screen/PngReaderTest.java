package netseat.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PNG files of the JDK's writer, in every type that it has, and of our own. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class PngReaderTest {
    private static final int OPAQUE = 0xFF000000;

    private static byte[] written(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, "png", out)).isTrue();
        return out.toByteArray();
    }

    private static IndexColorModel palette(int bits) {
        byte[] ramp = new byte[1 << bits];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (i * 37);
        }
        return new IndexColorModel(bits, ramp.length, ramp, ramp, new byte[ramp.length], 1);
    }

    private static BufferedImage image(String type) {
        return switch (type) {
            case "rgb" -> new BufferedImage(37, 21, BufferedImage.TYPE_3BYTE_BGR);
            case "rgba" -> new BufferedImage(37, 21, BufferedImage.TYPE_4BYTE_ABGR);
            case "grey" -> new BufferedImage(37, 21, BufferedImage.TYPE_BYTE_GRAY);
            case "bits" -> new BufferedImage(37, 21, BufferedImage.TYPE_BYTE_BINARY);
            case "palette2" -> new BufferedImage(37, 21, BufferedImage.TYPE_BYTE_BINARY, palette(2));
            case "palette4" -> new BufferedImage(37, 21, BufferedImage.TYPE_BYTE_BINARY, palette(4));
            default -> new BufferedImage(37, 21, BufferedImage.TYPE_BYTE_INDEXED, palette(8));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb", "rgba", "grey", "bits", "palette2", "palette4", "palette8"})
    void whatOthersWriteIsRead(String type) throws IOException, BadPictureException {
        BufferedImage image = image(type);
        Random random = new Random(1);
        for (int y = 0; y < 21; y++) {
            for (int x = 0; x < 37; x++) {
                int sample = type.equals("rgb") || type.equals("rgba") ? random.nextInt() : random.nextInt(256);
                image.getRaster().setPixel(x, y, new int[] {
                    sample & 0xFF & (1 << image.getColorModel().getPixelSize()) - 1,
                    sample >> 8 & 0xFF,
                    sample >> 16 & 0xFF,
                    sample >>> 24
                });
            }
        }
        Framebuffer read = PngReader.read(written(image));
        // The JDK's grey is not sRGB's: compare what is stored.
        for (int i = 0; i < read.pixels().length; i++) {
            int expected = type.equals("grey")
                    ? OPAQUE | image.getRaster().getSample(i % 37, i / 37, 0) * 0x010101
                    : image.getRGB(i % 37, i / 37);
            assertThat(read.pixels()[i]).as("pixel %d", i).isEqualTo(expected);
        }
    }

    @Test
    void whatWeWriteIsRead() throws BadPictureException {
        Framebuffer picture = new Framebuffer(100, 60);
        Random random = new Random(2);
        for (int i = 0; i < picture.pixels().length; i++) {
            picture.pixels()[i] = random.nextInt(1 << 24);
        }
        Framebuffer read = PngReader.read(Png.encode(picture));
        for (int i = 0; i < picture.pixels().length; i++) {
            assertThat(read.pixels()[i]).isEqualTo(OPAQUE | picture.pixels()[i]);
        }
    }

    @Test
    void whatIsCutShortIsRefused() {
        byte[] whole = Png.encode(new Framebuffer(8, 8));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(BadPictureException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> PngReader.read(part));
        }
    }
}
