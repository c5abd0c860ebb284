package netseat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class NeighboursTest {
    /** As Linux 6.1 wrote it. */
    private static final String ARP = """
            IP address       HW type     Flags       HW address            Mask     Device
            192.0.2.7        0x1         0x6         52:54:00:12:34:56     *        v0
            192.0.2.71       0x1         0x2         52:54:00:AB:CD:EF     *        v0
            192.0.2.8        0x1         0x0         00:00:00:00:00:00     *        v0
            """;

    @Test
    void theMacOfAnAddressIsWhatTheKernelSays(@TempDir Path folder) throws IOException {
        Neighbours neighbours = new Neighbours(Files.writeString(folder.resolve("arp"), ARP));
        assertThat(neighbours.mac("192.0.2.7")).isEqualTo("52:54:00:12:34:56");
        assertThat(neighbours.mac("192.0.2.71")).isEqualTo("52:54:00:ab:cd:ef");
        assertThat(neighbours.mac("192.0.2.8")).as("no answer yet").isEmpty();
        assertThat(neighbours.mac("192.0.2.9")).isEmpty();
    }

    @Test
    void whatTheKernelDoesNotKnowIsEmptyAndNoFault() {
        assertThat(new Neighbours(Path.of("/proc/net/arp")).mac("192.0.2.77")).isEmpty();
        assertThat(new Neighbours(Path.of("/nowhere")).mac("192.0.2.7")).isEmpty();
        assertThat(new Neighbours(Path.of("/proc/net/arp")).mac("2001:db8:0:0:0:0:0:1%nowhere"))
                .isEmpty();
        assertThat(Neighbours.mayHave("127.0.0.1")).isFalse();
        assertThat(Neighbours.mayHave("0:0:0:0:0:0:0:1")).isFalse();
        assertThat(Neighbours.mayHave("192.0.2.7")).isTrue();
    }
}
