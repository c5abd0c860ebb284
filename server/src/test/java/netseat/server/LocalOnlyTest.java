package netseat.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalOnlyTest {
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
        ",                                           , false"
    })
    void onlyLoopbackNamesAndOnlyOurOwnPages(String host, String origin, boolean allowed) {
        assertThat(LocalOnly.allows(host, origin)).isEqualTo(allowed);
    }
}
