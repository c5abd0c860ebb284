package netseat.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Addresses as people write them. */
class ControllerAddressTest {
    @Test
    void hostsAndPorts() {
        assertThat(ControllerAddress.of("desk.example")).contains(new ControllerAddress("desk.example", 18356));
        assertThat(ControllerAddress.of("10.0.2.2:80")).contains(new ControllerAddress("10.0.2.2", 80));
        assertThat(ControllerAddress.of("[::1]:7")).contains(new ControllerAddress("::1", 7));
        assertThat(ControllerAddress.of("[fe80::1%eth0]")).contains(new ControllerAddress("fe80::1%eth0", 18356));
    }

    @Test
    void whatIsNone() {
        for (String text : new String[] {"", "a b", "host:", "host:0", "host:65536", "::1", "http://host", "[::1"}) {
            assertThat(ControllerAddress.of(text)).as(text).isEmpty();
        }
    }
}
