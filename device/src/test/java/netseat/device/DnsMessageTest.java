package netseat.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import netseat.device.DnsMessage.BadMessageException;
import netseat.protocol.DeviceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class DnsMessageTest {
    private static final String ID = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    /** What JmDNS 3.6.5 answered to our question. */
    private static final String ANSWER = "000084000001000400000000085f6e657473656174045f746370056c6f63616c00000c0001"
            + "0c6e657473656174206f6e2078c00c0010000100000e0f004e0976657273696f6e3d314369643d" + hex(ID)
            + "c0250021000100000e0f001b0000000047b4126e6574736561742d30313233343536373839c01a"
            + "c09e0001000100000e0f00047f000001" + "c00c000c000100000e0f0002c025";

    private static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static List<DnsMessage.Answer> read(String hex) throws BadMessageException {
        return DnsMessage.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    @Test
    void theQuestionIsWhatTheStandardSays() {
        assertThat(HexFormat.of().formatHex(DnsMessage.question("_netseat._tcp.local")))
                .isEqualTo("000000000001000000000000085f6e657473656174045f746370056c6f63616c00000c0001");
    }

    @Test
    void anAnswerSaysWhereWhoAndWhatIs() throws BadMessageException {
        String instance = "netseat on x._netseat._tcp.local";
        assertThat(read(ANSWER))
                .containsExactly(
                        new DnsMessage.Text(instance, Map.of("version", "1", "id", ID)),
                        new DnsMessage.Service(instance, "netseat-0123456789.local", 18356),
                        new DnsMessage.Instance("_netseat._tcp.local", instance));
    }

    /** Each is the head of a message with one record, and then that. */
    @ParameterizedTest
    @CsvSource({
        "a question, 000000000001000000000000",
        "a fault, 000084030000000000000000",
        "too short, 0000840000000001000000",
        "nothing after the head, 000084000000000100000000",
        "too many records, 0000840000007fff00000000",
        "a name that points at itself, 000084000000000100000000c00c000c00010000000000021234",
        "a name that points forward, 000084000000000100000000c010000c00010000000000021234",
        "a name that has no end, 000084000000000100000000016101620163",
        "a label of an old kind, 0000840000000001000000004161000c000100000000000100",
        "a record that is longer than the message, 00008400000000010000000000001000010000000000ff00",
        "a text that is longer than its record, 0000840000000001000000000000100001000000000002ff61",
        "a service that is longer than its record, 00008400000000010000000000002100010000000000020000000000010000"
    })
    void whatIsNoAnswerIsRefused(String what, String hex) {
        assertThatExceptionOfType(BadMessageException.class).as(what).isThrownBy(() -> read(hex));
    }

    private static FoundController found(String name, String id) {
        return new FoundController(name, new ControllerAddress("192.0.2.1", 18356), new DeviceId(id));
    }

    @Test
    void theTrustedOneIsChosenAndWithoutThatTheOnlyOne() throws IOException {
        FoundController first = found("first", ID);
        FoundController second = found("second", "0".repeat(DeviceId.DIGITS));
        assertThat(ControllerSearch.choose(List.of(first, second), Optional.of(second.id())))
                .isEqualTo(second);
        assertThat(ControllerSearch.choose(List.of(first, first), Optional.empty()))
                .isEqualTo(first);
        assertThatIOException()
                .isThrownBy(() -> ControllerSearch.choose(List.of(first, second), Optional.empty()))
                .withMessageContaining("one must be named: first (ba7816bf8f) at 192.0.2.1:18356, second (0000000000)");
        assertThatIOException()
                .isThrownBy(() -> ControllerSearch.choose(List.of(first), Optional.of(second.id())))
                .withMessageContaining("is not here, but first");
        assertThatIOException()
                .isThrownBy(() -> ControllerSearch.choose(List.of(), Optional.empty()))
                .withMessageContaining("no controller says");
    }
}
