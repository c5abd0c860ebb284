package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class KeyCodesTest {
    @ParameterizedTest
    @CsvSource({
        "0x01, 0x01", "0x58, 0x58", "0xE04D, 0xCD", "0xE046, 0xC6", "0xE037, 0xB7", "0xE01C, 0x9C", "0xE05D, 0xDD",
        "0xE020, 0xA0", "0x7D, 0x7D", "0x73, 0x73", "0x70, 0x70", "0xE05E, 0xDE", "0x64, 0x5D", "0x76, 0x6F",
        "0x68, 0x83"
    })
    void numbersKeysAsQemuDoes(String scanCode, String number) {
        assertThat(KeyCodes.toQemu(Integer.decode(scanCode))).isEqualTo(Integer.decode(number));
    }

    @Test
    void knowsEveryKeyOfThe105() {
        for (int code = 0x01; code <= 0x53; code++) {
            assertThat(KeyCodes.toQemu(code)).isEqualTo(code);
        }
        int[] grey = {
            0x1C, 0x1D, 0x35, 0x37, 0x38, 0x46, 0x47, 0x48, 0x49, 0x4B, 0x4D, 0x4F, 0x50, 0x51, 0x52, 0x53, 0x5B, 0x5C,
            0x5D
        };
        for (int code : grey) {
            assertThat(KeyCodes.toQemu(0xE000 | code)).isEqualTo(0x80 | code);
        }
        assertThat(KeyCodes.toQemu(0x56)).isEqualTo(0x56);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x5A, 0x7F, 0xE001, 0xE07F, 0xE02A})
    void leavesOutWhatNoKeyHas(int scanCode) {
        assertThat(KeyCodes.toQemu(scanCode)).isEqualTo(KeyCodes.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 0x80, 0xFF, 0xE000, 0xE080, 0xE11D, 0x1E0, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void refusesWhatIsNoScanCode(int scanCode) {
        assertThatThrownBy(() -> KeyCodes.toQemu(scanCode)).isInstanceOf(IllegalArgumentException.class);
    }
}
