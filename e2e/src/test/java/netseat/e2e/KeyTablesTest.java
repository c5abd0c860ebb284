package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netseat.controller.ScanCodes;
import org.junit.jupiter.api.Test;

/** The tables of keys say the same: a real device's, the controller's, the browser's, and the tests' own. */
class KeyTablesTest {
    /** A keypad that no Linux driver names, and names for keys that have another one too. */
    private static final Set<Integer> BROWSER_ONLY = Set.of(0x32, 0x9B, 0xBB, 0xD0, 0xD1, 0xD2, 0xD3, 0xD4, 0xD8, 0xD9);

    private static int usage(int code) {
        return netseat.desk.EvdevKeys.usage(code);
    }

    @Test
    void eachKeyOfABoardArrivesAsItself() {
        EvdevKeys.board()
                .forEach((key, code) ->
                        assertThat(usage(code)).as("key %s", code).isEqualTo(key.page() << 16 | key.code()));
        EvdevKeys.media()
                .forEach((key, code) ->
                        assertThat(usage(code)).as("key %s", code).isEqualTo(key.page() << 16 | key.code()));
    }

    /** Linux numbered its first keys by the scan codes of a PC. */
    @Test
    void theFirstKeysAreTheScanCodesOfTheirUsages() {
        for (int code = 1; code <= 88; code++) {
            int usage = usage(code);
            if (code != 84 && code != 85) { // SysRq's own code, and a Japanese key that came later
                assertThat(ScanCodes.of(usage >> 16, usage & 0xFFFF))
                        .as("key %s", code)
                        .isEqualTo(code);
            }
        }
    }

    @Test
    void whatABrowserCanSendAKeyboardCanToo() throws IOException {
        String keys = Files.readString(Guests.root().resolve("web/src/main/resources/web/assets/keys.js"));
        int from = keys.indexOf("const keyboard = {");
        Matcher entries =
                Pattern.compile("\\w+: 0x([0-9A-F]{2})\\b").matcher(keys.substring(from, keys.indexOf("};", from)));
        Set<Integer> known = new HashSet<>();
        for (int code = 0; code < 0x300; code++) {
            known.add(usage(code));
        }
        int count = 0;
        while (entries.find()) {
            int usage = Integer.parseInt(entries.group(1), 16);
            if (!BROWSER_ONLY.contains(usage)) {
                assertThat(known).as(entries.group()).contains(7 << 16 | usage);
            }
            count++;
        }
        assertThat(count).isGreaterThan(60);
    }
}
