package netseat.automation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netseat.screen.Framebuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that is drawn in a known font is read again, in any colours, at any place, under cursors. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TextReaderTest {
    private static final String PRINTABLE =
            "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`" + "abcdefghijklmnopqrstuvwxyz{|}~";
    private static final int GREY = 0xAAAAAA;
    private static final int BLUE = 0x0000AA;

    private final TextReader reader = new TextReader(ConsoleFont.delivered());

    private static ConsoleFont font(String name) {
        return ConsoleFont.delivered().stream()
                .filter(font -> font.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int[] rows(ConsoleFont font, int character) {
        return font.glyphs().stream()
                .filter(glyph -> glyph.character() == character)
                .findFirst()
                .map(ConsoleFont.Glyph::rows)
                .orElse(new int[font.height()]);
    }

    /** Draws a row of text; {@code pitch} pixels from a cell to the next. */
    private static void draw(
            Framebuffer on, ConsoleFont font, int x, int y, int pitch, String text, int ink, int paper) {
        for (int i = 0; i < text.length(); i++) {
            int[] rows = rows(font, text.charAt(i));
            for (int row = 0; row < font.height(); row++) {
                for (int column = 0; column < pitch; column++) {
                    boolean set = column < font.width() && (rows[row] >> (font.width() - 1 - column) & 1) != 0;
                    on.pixels()[(y + row) * on.width() + x + i * pitch + column] = set ? ink : paper;
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vga", "linux", "unifont", "fixed", "uefi"})
    void everyPrintableCharacterIsRead(String name) {
        ConsoleFont font = font(name);
        Framebuffer screen = new Framebuffer(1024, 768);
        draw(screen, font, 0, 2 * font.height(), 8, PRINTABLE, GREY, 0);
        draw(screen, font, 0, 5 * font.height(), 8, PRINTABLE, BLUE, GREY);
        TextScreen read = reader.read(screen);
        assertThat(read.rows().get(2)).isEqualTo(PRINTABLE);
        assertThat(read.rows().get(5)).as("inverse").isEqualTo(PRINTABLE);
        assertThat(read.rows().get(3)).isEmpty();
    }

    @Test
    void theVgasNinthPixelAndAnyOffsetAreFound() {
        Framebuffer vga = new Framebuffer(720, 400);
        draw(vga, font("vga"), 0, 384, 9, "C:\\>dir", GREY, 0);
        assertThat(reader.read(vga).endsWith("C:\\>dir")).isTrue();
        Framebuffer odd = new Framebuffer(803, 601);
        Arrays.fill(odd.pixels(), BLUE);
        draw(odd, font("fixed"), 5, 11, 8, "somewhere else", 0xFFFFFF, BLUE);
        assertThat(reader.read(odd).contains("somewhere else")).isTrue();
    }

    @Test
    void cursorsAreNoCharacters() {
        ConsoleFont font = font("linux");
        Framebuffer screen = new Framebuffer(1024, 768);
        draw(screen, font, 0, 0, 8, "login: root", GREY, 0);
        for (int cell : new int[] {7, 11}) { // below the r, and after the word
            for (int y = 14; y < 16; y++) {
                Arrays.fill(screen.pixels(), y * 1024 + cell * 8, y * 1024 + cell * 8 + 8, GREY);
            }
        }
        assertThat(reader.read(screen).toString()).isEqualTo("login: root");
        draw(screen, font, 0, 0, 8, "r", 0, GREY); // a block
        assertThat(reader.read(screen).endsWith("root")).isTrue();
    }

    /** The VGA's font and Linux's differ in few letters: in "login" in none, in "Password" in one. */
    @Test
    void aFontThatFittedSoFarGivesWayToOneThatFitsBetter() {
        ConsoleFont font = font("linux");
        Framebuffer screen = new Framebuffer(1024, 768);
        draw(screen, font, 0, 0, 8, "login: ", GREY, 0);
        assertThat(reader.read(screen).endsWith("login:")).isTrue();
        draw(screen, font, 0, 16, 8, "Password: ", GREY, 0);
        assertThat(reader.read(screen).endsWith("Password:")).isTrue();
    }

    @Test
    void aPictureHasNoText() {
        Framebuffer screen = new Framebuffer(640, 480);
        assertThat(reader.read(screen)).isEqualTo(TextScreen.NONE);
        for (int i = 0; i < screen.pixels().length; i++) {
            screen.pixels()[i] = i * 0x9E3779B1 & 0xFFFFFF;
        }
        assertThat(reader.read(screen).toString()).doesNotContainPattern("[A-Za-z]");
        assertThat(reader.read(new Framebuffer(1, 1))).isEqualTo(TextScreen.NONE);
    }

    @Test
    void wordsAreFoundWhateverTheSpacesBetween() {
        TextScreen screen =
                new TextScreen(List.of("│ Choose   language │", "", "# echo a very lo", "ng line_", ""), "vga");
        assertThat(screen.contains("Choose language")).isTrue();
        assertThat(screen.contains("language Choose")).isFalse();
        assertThat(screen.endsWith("line")).as("with a cursor after it").isTrue();
        assertThat(screen.endsWith("very lo")).isFalse();
        assertThat(screen.endsWithTyped("echo a very long line")).isTrue();
        assertThat(screen.endsWithTyped("echo a very long lines")).isFalse();
        assertThat(screen).hasToString("│ Choose   language │\n\n# echo a very lo\nng line_");
    }
}
