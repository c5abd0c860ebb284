package netseat.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import netseat.desk.ControllerWay.Transport;
import netseat.device.ControllerAddress;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a controller is, as a person writes it. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ControllerWayTest {
    @ParameterizedTest
    @CsvSource({
        "desk.example, TLS, desk.example, 18356",
        "tls://desk.example:7, TLS, desk.example, 7",
        "quic://desk.example, QUIC, desk.example, 18356",
        "quic://[fe80::1]:99, QUIC, fe80::1, 99",
        "quic, TLS, quic, 18356",
        "tls://, TLS, anywhere, 0",
        "quic://, QUIC, anywhere, 0"
    })
    void aPrefixSaysByWhat(String text, Transport transport, String host, int port) {
        assertThat(ControllerWay.of(text)).contains(new ControllerWay(transport, new ControllerAddress(host, port)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "quic:", "QUIC://a", "http://a", "quic://a/", "quic://tls://a", "quic://a:0", "quic:// a"})
    void anythingElseIsNone(String text) {
        assertThat(ControllerWay.of(text)).isEmpty();
    }
}
