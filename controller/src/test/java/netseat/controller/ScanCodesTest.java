package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import netseat.protocol.KeyPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanCodesTest {
    @ParameterizedTest
    @CsvSource({
        "7, 04, 1E",
        "7, 1D, 2C",
        "7, 27, 0B",
        "7, 28, 1C",
        "7, 31, 2B",
        "7, 32, 2B",
        "7, 38, 35",
        "7, 39, 3A",
        "7, 45, 58",
        "7, 46, E037",
        "7, 48, E046",
        "7, 4F, E04D",
        "7, 52, E048",
        "7, 53, 45",
        "7, 58, E01C",
        "7, 59, 4F",
        "7, 63, 53",
        "7, 64, 56",
        "7, 65, E05D",
        "7, 68, 64",
        "7, 73, 76",
        "7, E0, 1D",
        "7, E3, E05B",
        "7, E6, E038",
        "7, E7, E05C",
        "7, 87, 73",
        "7, 8B, 7B",
        "C, CD, E022",
        "C, E2, E020",
        "C, 223, E032",
        "1, 82, E05F",
        "0, E05D, E05D",
        "7, 9A, 0",
        "C, 1, 0"
    })
    void knownKeys(String page, String code, String scanCode) {
        assertThat(ScanCodes.of(hex(page), hex(code))).isEqualTo(hex(scanCode));
    }

    @Test
    void noTwoKeysOfAnOrdinaryBoardShareACode() {
        Set<Integer> seen = new HashSet<>();
        for (int usage = 0x04; usage <= 0x65; usage++) {
            if (usage != 0x32) { // the one key that has the place of another
                assertThat(seen.add(ScanCodes.of(KeyPage.KEYBOARD, usage)))
                        .as("usage %x", usage)
                        .isTrue();
            }
        }
        for (int usage = 0xE0; usage <= 0xE7; usage++) {
            assertThat(seen.add(ScanCodes.of(KeyPage.KEYBOARD, usage)))
                    .as("usage %x", usage)
                    .isTrue();
        }
        assertThat(seen).hasSize(105).doesNotContain(ScanCodes.NONE);
    }

    private static int hex(String text) {
        return Integer.parseInt(text, 16);
    }
}
