package netseat.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class DeviceIdTest {
    /** SHA-256 of "abc", from FIPS 180-2. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isTheHashOfTheKey() {
        DeviceId id = DeviceId.ofPublicKey("abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(id.toString()).isEqualTo(ABC);
        assertThat(id.brief()).isEqualTo("ba7816bf8f");
    }

    @Test
    void isReadAsPeopleWriteIt() {
        assertThat(DeviceId.parse(ABC.toUpperCase(Locale.ROOT))).isEqualTo(new DeviceId(ABC));
        assertThat(DeviceId.parse(ABC.replaceAll("(.{8})(?!$)", "$1-"))).isEqualTo(new DeviceId(ABC));
        assertThat(DeviceId.parse(ABC.replaceAll("(..)(?!$)", "$1:")).digits()).isEqualTo(ABC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ba7816bf8f",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015adb",
                "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "../816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            })
    void nothingElseIsAnIdentifier(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceId.parse(text));
        assertThatIllegalArgumentException().isThrownBy(() -> new DeviceId(text));
    }
}
