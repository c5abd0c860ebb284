package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "10.0.0.0/9, 10.128.0.0, false",
        "10.0.0.0/9, 10.127.255.255, true",
        "2001:db8::/32, 2001:db8:0:0:0:0:0:1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "fe80::/10, fe80:0:0:0:1:2:3:4%eth0, true",
        "::/0, 1:2:3:4:5:6:7:8, true",
        "::1, 0:0:0:0:0:0:0:1, true",
        "1::8/128, 1:0:0:0:0:0:0:8, true",
        "192.0.2.0/24, localhost, false",
        "192.0.2.0/24, '', false"
    })
    void containsWhatItSays(String range, String address, boolean inside) {
        assertThat(AddressRange.parse(range).contains(address)).isEqualTo(inside);
        assertThat(AddressRange.parse(range)).hasToString(range);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "192.0.2", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "192.0.2.0/024", "192.0.2.256",
                "192.0.2.01", "1.2.3.4.5", "host/8", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3",
                "1:2:3:4:5:6:7::8", "::12345", "::/129", "::g"
            })
    void whatIsNoRangeIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRange.parse(text))
                .withMessageContaining("192.0.2.0/24");
    }
}
