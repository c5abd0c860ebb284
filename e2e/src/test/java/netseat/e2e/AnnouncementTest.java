package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import netseat.device.ControllerAddress;
import netseat.device.ControllerSearch;
import netseat.device.DeviceKey;
import netseat.device.FoundController;
import netseat.device.LinkMaker;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualSeat;
import netseat.protocol.AdmissionState;
import netseat.protocol.DeviceId;
import netseat.quic.QuicDeviceLink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Controllers that say by mDNS that they are there, on this host's loopback, where others may do so as well: each test
 * looks for its own by its identifier.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class AnnouncementTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String SEAT = "[seat.a]\n";

    private static ServerProcess first;
    private static ServerProcess second;

    @BeforeAll
    static void start() throws IOException {
        first = ServerProcess.start(SEAT, "--announce");
        second = ServerProcess.start(SEAT, "--announce");
    }

    @AfterAll
    static void stop() throws IOException {
        first.close();
        second.close();
    }

    private static DeviceId id(ServerProcess server) throws IOException, InterruptedException {
        String answer = server.request("GET", "/api/v1/devices", "").body();
        return DeviceId.parse(
                new JsonMapper().readTree(answer).path("controller").stringValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void bothAreFoundWithTheirPortAndTheirIdentifier(String protocol) throws IOException, InterruptedException {
        for (ServerProcess server : List.of(first, second)) {
            DeviceId id = id(server);
            Awaitility.await("found")
                    .atMost(SOON)
                    .until(() -> ControllerSearch.search(Duration.ofSeconds(2), Optional.of(id), protocol).stream()
                            .filter(each -> each.id().equals(id))
                            .map(FoundController::address)
                            .anyMatch(server.devices()::equals));
        }
    }

    @Test
    void aDeviceFindsTheControllerThatItTrustsAndRemembersWhere(@TempDir Path folder)
            throws IOException, InterruptedException {
        finds(folder, TlsDeviceLink::to, "tls");
    }

    @Test
    void aDeviceThatSpeaksQuicFindsItToo(@TempDir Path folder) throws IOException, InterruptedException {
        finds(folder, QuicDeviceLink::to, "quic");
    }

    private static void finds(Path folder, BiFunction<DeviceKey, ControllerAddress, LinkMaker> transport, String name)
            throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        key.trust(id(second));
        try (VirtualSeat device = VirtualSeat.connect(transport.apply(key, ControllerAddress.ANYWHERE))) {
            Awaitility.await("pending there")
                    .atMost(SOON)
                    .until(() -> !second.device(key.id()).isMissingNode());
            assertThat(folder.resolve("k").resolve("address")).doesNotExist();
            second.admit(key.id(), "a");
            assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                    .isTrue();
            assertThat(second.device(key.id()).path("transports").toString()).isEqualTo("[\"" + name + "\"]");
            assertThat(first.device(key.id()).isMissingNode()).isTrue();
        }
        assertThat(Files.readString(folder.resolve("k").resolve("address")))
                .isEqualTo("127.0.0.1 " + second.devices().port() + "\n");
    }
}
