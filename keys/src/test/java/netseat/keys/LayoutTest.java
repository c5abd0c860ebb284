package netseat.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Characters become keys by the guest's layout. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class LayoutTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"us", "uk", "de", "fr"})
    void eachDeliveredLayoutHasAllOfAscii(String name) throws IOException, BadLayoutException {
        StringBuilder all = new StringBuilder("\n\t\b\033");
        for (char character = ' '; character < 127; character++) {
            all.append(character);
        }
        Layout layout = Layout.of(name);
        assertThat(layout.chords(all.toString())).hasSizeGreaterThanOrEqualTo(all.length());
        assertThat(all.chars().mapToObj(each -> layout.chords(Character.toString(each))))
                .as("no two characters by the same keys")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "de, y, z",
        "de, Z, shift+y",
        "de, @, altgr+q",
        "de, ß, minus",
        "de, ê, grave e",
        "de, É, equal shift+e",
        "fr, a, q",
        "fr, 1, shift+1",
        "fr, M, shift+semicolon",
        "fr, û, leftbracket u",
        "fr, ï, shift+leftbracket i",
        "uk, £, shift+3",
        "uk, #, backslash",
        "uk, \\, iso",
        "uk, |, shift+iso"
    })
    void charactersAreWhereTheyArePrinted(String layout, String character, String chords)
            throws IOException, BadLayoutException {
        assertThat(Layout.of(layout).chords(character))
                .isEqualTo(
                        List.of(chords.split(" ", -1)).stream().map(Chord::of).toList());
    }

    @Test
    void aChordMeansWhatTheLayoutMakesOfIt() throws IOException, BadLayoutException {
        Layout french = Layout.of("fr");
        assertThat(french.chord("ctrl+a")).isEqualTo(Chord.of("ctrl+q"));
        assertThat(french.chord("ctrl++")).isEqualTo(Chord.of("ctrl+shift+equal"));
        assertThat(french.chord("+")).isEqualTo(Chord.of("shift+equal"));
        assertThat(french.chord("Ctrl+Alt+F2")).isEqualTo(new Chord(List.of(0xE0, 0xE2, 0x3B)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> french.chord("ctrl+hyper"))
                .withMessageContaining("hyper");
    }

    @Test
    void aFileMayAddItsOwn() throws IOException, BadLayoutException {
        Path file = Files.writeString(folder.resolve("mine"), "# mine\n# = hash\nU+00E9 = apostrophe e\n");
        Layout mine = Layout.of(file.toString());
        assertThat(mine.chords("#é\n"))
                .extracting(Chord::keys)
                .containsExactly(List.of(0x32), List.of(0x34), List.of(0x08), List.of(0x28));
        assertThatIllegalArgumentException().isThrownBy(() -> mine.chords("x")).withMessageContaining("U+0078");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a : b", "ab = c", "a = nokey", "a =", "U+110000 = a", "a = a a a a a a a a a"})
    void aBadLineIsNamed(String line) throws IOException {
        Path file = Files.writeString(folder.resolve("bad"), "b = b\n" + line + "\n");
        assertThatExceptionOfType(BadLayoutException.class)
                .isThrownBy(() -> Layout.of(file.toString()))
                .withMessageContaining("line 2");
    }
}
