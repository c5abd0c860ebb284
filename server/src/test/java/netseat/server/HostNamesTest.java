package netseat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
    @ParameterizedTest
    @CsvSource({
        "localhost:7880,                             , true",
        "localhost:7880, http://localhost:7880       , true",
        "127.0.0.1:7880, http://127.0.0.1:7880       , true",
        "[::1]:7880,     http://[::1]:7880           , true",
        "localhost:7880, http://localhost:7881       , false",
        "localhost:7880, https://localhost:7880      , false",
        "localhost:7880, http://evil.example         , false",
        "localhost:7880, null                        , false",
        "evil.example,   http://evil.example         , false",
        "localhost.evil.example:7880,                , false",
        "192.0.2.1:7880,                             , false",
        "localhost:7880@evil.example,                , false",
        "Desk.Example,   http://desk.example         , true",
        "desk.example:1, http://desk.example:2       , false",
        "198.51.100.7,                               , true",
        ",                                           , false"
    })
    void onlyOurNamesAndOnlyOurOwnPages(String host, String origin, boolean allowed) {
        HostNames names = new HostNames();
        names.become(List.of("desk.example"));
        assertThat(names.allows(host, origin, "198.51.100.7", false)).isEqualTo(allowed);
    }

    @Test
    void anAddressOfIpv6IsWrittenInBrackets() {
        HostNames names = new HostNames();
        String local = "2001:db8:0:0:0:0:0:1%eth0";
        assertThat(names.allows("[2001:db8:0:0:0:0:0:1]:7880", null, local, true))
                .isTrue();
        assertThat(names.allows("[2001:db8::1]:7880", null, local, true))
                .as("the same, as people write it")
                .isTrue();
        assertThat(names.allows("[2001:db8::2]:7880", null, local, true)).isFalse();
    }

    @Test
    void thePortTellsControllersApart() {
        assertThat(HostNames.port("localhost:7880", false)).isEqualTo("7880");
        assertThat(HostNames.port("desk.example", true)).isEqualTo("443");
        assertThat(HostNames.port("[::1]", false)).isEqualTo("80");
    }
}
