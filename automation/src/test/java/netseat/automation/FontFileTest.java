package netseat.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fonts of somebody else's, in the three formats. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class FontFileTest {
    @Test
    void aHexFileSaysItsCellAndMayHaveTwoGlyphsForACharacter() throws BadFileException {
        ConsoleFont font = FontFile.parse(
                "f",
                "# mine\ncell 12x2\n0041:FFF0010\n0041:80008010\n0042:00108000\n".getBytes(StandardCharsets.UTF_8));
        assertThat(font.width()).isEqualTo(12);
        assertThat(font.glyphs()).hasSize(2);
        assertThat(font.glyphs().getFirst().character()).isEqualTo('A');
        assertThat(font.glyphs().getFirst().rows()).containsExactly(0x800, 0x801);
    }

    @Test
    void psf1IsReadPackedOrNot() throws BadFileException, IOException {
        ByteBuffer psf = ByteBuffer.allocate(4 + 256 * 2 + 10).order(ByteOrder.LITTLE_ENDIAN);
        psf.put(new byte[] {0x36, 0x04, 2, 2}).put((byte) 0x81).put((byte) 0x42);
        psf.position(4 + 256 * 2);
        psf.putShort((short) 'x').putShort((short) 0xFFFE).putShort((short) 'y').putShort((short) 0xFFFF);
        psf.putShort((short) 'z');
        for (byte[] file : new byte[][] {psf.array(), packed(psf.array())}) {
            ConsoleFont font = FontFile.parse("f", file);
            assertThat(font.height()).isEqualTo(2);
            assertThat(font.glyphs().stream().map(ConsoleFont.Glyph::character)).containsExactly((int) 'x', (int) 'z');
            assertThat(font.glyphs().getFirst().rows()).containsExactly(0x81, 0x42);
        }
    }

    @Test
    void psf2HasWideCells() throws BadFileException {
        byte[] table = "ä\u0000".getBytes(StandardCharsets.UTF_8);
        table[table.length - 1] = (byte) 0xFF;
        ByteBuffer psf = ByteBuffer.allocate(32 + 4 + table.length).order(ByteOrder.LITTLE_ENDIAN);
        psf.putInt(0x864AB572)
                .putInt(0)
                .putInt(32)
                .putInt(1)
                .putInt(1)
                .putInt(4)
                .putInt(2)
                .putInt(10);
        psf.put(new byte[] {(byte) 0xFF, (byte) 0xC0, 0, 0x40}).put(table);
        ConsoleFont font = FontFile.parse("f", psf.array());
        assertThat(font.glyphs().getFirst().character()).isEqualTo('ä');
        assertThat(font.glyphs().getFirst().rows()).containsExactly(0x3FF, 0x001);
    }

    private static byte[] packed(byte[] file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(file);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no font", "0041:XY", "cell 99x99", "cell 8x16", "110000:00"})
    void whatIsNoFontIsRefused(String file) {
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> FontFile.parse("f", file.getBytes(StandardCharsets.UTF_8)));
    }
}
