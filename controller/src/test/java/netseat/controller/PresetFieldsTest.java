package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netseat.state.Database;
import netseat.state.DatabaseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Presets as people write them down, and as the controller keeps them. */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class PresetFieldsTest {
    private static final Map<String, Object> ALL = Map.ofEntries(
            Map.entry("keys", Map.of("CAPSLOCK", "LEFTCTRL", "F1", "NONE")),
            Map.entry("repeat", "controller"),
            Map.entry("repeat-delay", 250),
            Map.entry("repeat-rate", 20),
            Map.entry("pointer-speed", 1.5),
            Map.entry("pointer-acceleration", 0.25),
            Map.entry("handedness", "left"),
            Map.entry("wheel", "reversed"),
            Map.entry("wheel-speed", 0.5),
            Map.entry("size", "1280x800"),
            Map.entry("largest-size", "1920x1200"),
            Map.entry("depth", 16),
            Map.entry("blank-after", 10.0));

    @Test
    void everyFieldIsReadAndWrittenAsItWas() {
        Preset preset = PresetFields.read(ALL);
        assertThat(PresetFields.write(preset))
                .isEqualTo(ALL)
                .containsOnlyKeys(PresetFields.NAMES.toArray(new String[0]));
        assertThat(PresetFields.write(Preset.PLAIN)).isEmpty();
        assertThat(PresetFields.read(Map.of())).isEqualTo(Preset.PLAIN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "speed           | 1         | unknown field \"speed\"; known are [keys, repeat,",
                "repeat          | sometimes | repeat must be one of [device, drop, controller], not sometimes",
                "repeat-delay    | 99        | repeat-delay must be a whole number from 100 to 5000, not 99",
                "repeat-rate     | 51        | repeat-rate must be a whole number from 1 to 50",
                "repeat-rate     | 1.5       | repeat-rate must be a whole number from 1 to 50",
                "pointer-speed   | 0         | pointer-speed must be a number from 0.1 to 10, not 0",
                "pointer-speed   | 1e999999999 | pointer-speed must be a number from 0.1 to 10",
                "pointer-speed   | -1        | pointer-speed must be a number",
                "pointer-acceleration | 5.1  | pointer-acceleration must be a number from 0 to 5",
                "handedness      | both      | handedness must be one of [right, left]",
                "wheel           | up        | wheel must be one of [normal, reversed]",
                "wheel-speed     | 11        | wheel-speed must be a number from 0.1 to 10",
                "size            | 63x64     | size must be such as \"1280x800\", with 64 to 8192 each",
                "size            | wide      | size must be such as \"1280x800\"",
                "largest-size    | 8193x64   | largest-size must be such as",
                "depth           | 15        | depth must be one of [0, 8, 16, 24], not 15",
                "blank-after     | 1441      | blank-after must be a number from 0 to 1440",
                "keys            | CAPSLOCK  | keys must be a table of names",
            })
    void whatCannotBeIsRefusedWithWhatIsAllowed(String field, String value, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PresetFields.read(Map.of(field, value)))
                .withMessageStartingWith(words);
    }

    @Test
    void keysAreKnownByLinuxNames() {
        assertThat(PresetFields.read(Map.of("keys", Map.of("KEY_capslock", "key_LeftCtrl")))
                        .keyboard()
                        .keys())
                .isEqualTo(Map.of("CAPSLOCK", "LEFTCTRL"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PresetFields.read(Map.of("keys", Map.of("CAPS", "A"))))
                .withMessageStartingWith("keys has no key \"CAPS\"; keys are ESC F1")
                .withMessageContaining("CAPSLOCK");
        assertThatIllegalArgumentException().isThrownBy(() -> PresetFields.read(Map.of("keys", Map.of("NONE", "A"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PresetFields.read(Map.of("keys", Map.of("A", "B", "KEY_A", "C"))))
                .withMessage("keys has A twice");
    }

    @Test
    void everyKeyThatAKeyboardSendsHasOneName() {
        List<Integer> named = KeyNames.all().stream().map(KeyNames::scanCode).toList();
        assertThat(named).doesNotHaveDuplicates();
        for (int page : new int[] {0x01, 0x07, 0x0C}) {
            for (int code = 0; code < 0x400; code++) {
                int scanCode = ScanCodes.of(page, code);
                if (scanCode != ScanCodes.NONE) {
                    assertThat(named).as("page %x code %x", page, code).contains(scanCode);
                }
            }
        }
    }

    @Test
    void theOperatorsPageListsThem() throws IOException {
        Path docs = Stream.iterate(
                        Path.of("").toAbsolutePath(),
                        folder -> folder.resolve("..").normalize())
                .limit(3)
                .map(folder -> folder.resolve("docs/operations.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        String text = Files.readString(docs);
        Matcher list =
                Pattern.compile("(?s)### The names of keys.*?```\\n(.*?)```").matcher(text);
        assertThat(list.find()).isTrue();
        assertThat(Arrays.asList(list.group(1).strip().split("\\s+", -1))).containsExactlyElementsOf(KeyNames.all());
        for (String name : PresetFields.NAMES) {
            assertThat(text).contains("| `" + name + "` |");
        }
    }

    @Test
    void theDatabaseKeepsThemWhole(@TempDir Path folder) {
        PresetTable.Content content = new PresetTable.Content(
                Map.of("all", PresetFields.read(ALL), "plain", Preset.PLAIN),
                Map.of("a".repeat(64), "all"),
                Map.of("desk", "plain", "bare", ""));
        try (Database database = Database.open(folder)) {
            PresetTable table = new PresetTable(database);
            assertThat(table.load().presets()).isEmpty();
            content.presets().forEach(table::put);
            content.devices().forEach((device, preset) -> table.give(PresetTable.Owner.DEVICE, device, preset));
            content.seats().forEach((seat, preset) -> table.give(PresetTable.Owner.SEAT, seat, preset));
            assertThat(table.load()).isEqualTo(content);
            table.remove("plain");
            table.give(PresetTable.Owner.DEVICE, "a".repeat(64), null);
            assertThat(table.load().presets()).containsOnlyKeys("all");
            assertThat(table.load().devices()).isEmpty();
            database.write(in -> in.update("UPDATE presets SET fields = '{\"depth\": 15}'"));
            assertThatExceptionOfType(DatabaseException.class)
                    .isThrownBy(table::load)
                    .withMessageContaining("depth must be one of");
        }
    }
}
