package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import netseat.device.ControllerAddress;
import netseat.device.DeviceKey;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualSeat;
import netseat.protocol.AdmissionState;
import netseat.protocol.DeviceId;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two controllers with one key, and a third with another: a device goes where it is sent, and never to the third. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RedirectTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SEAT = "[seat.a]\n";

    private static ServerProcess first;
    private static ServerProcess second;
    private static ServerProcess stranger;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        first = ServerProcess.start(SEAT, "--no-demo");
        second = ServerProcess.startWithKeyOf(first, SEAT);
        stranger = ServerProcess.start(SEAT, "--no-demo");
    }

    @AfterAll
    static void stop() throws IOException {
        first.close();
        second.close();
        stranger.close();
    }

    private static int redirect(ServerProcess at, String device, ControllerAddress to, boolean permanent)
            throws IOException, InterruptedException {
        String body =
                "{\"host\": \"" + to.host() + "\", \"port\": " + to.port() + ", \"permanent\": " + permanent + "}";
        return at.request("POST", "/api/v1/devices" + device + "/redirect", body)
                .statusCode();
    }

    private static void awaitLinks(ServerProcess at, DeviceId id, int links) {
        Awaitility.await(links + " links")
                .atMost(SOON)
                .until(() -> at.device(id).path("links").asInt(-1) == links);
    }

    private static VirtualSeat admitted(DeviceKey key) throws IOException, InterruptedException {
        VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(key, first.devices()));
        awaitLinks(first, key.id(), 1);
        first.admit(key.id(), "a");
        assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                .isTrue();
        return device;
    }

    @Test
    void goesWhereItIsSentAndStaysThereAfterARestart() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        try (VirtualSeat device = admitted(key)) {
            assertThat(redirect(first, "/" + key.id(), second.devices(), true)).isEqualTo(204);
            awaitLinks(second, key.id(), 1);
            awaitLinks(first, key.id(), 0);
            second.admit(key.id(), "a");
            assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                    .isTrue();
            assertThat(redirect(first, "/" + key.id(), second.devices(), true))
                    .as("it is not here any more")
                    .isEqualTo(404);
        }
        awaitLinks(second, key.id(), 0);
        assertThat(Files.readString(folder.resolve("k").resolve("address")))
                .contains(String.valueOf(second.devices().port()));
        try (VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(key, first.devices()))) {
            awaitLinks(second, key.id(), 1);
            assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                    .isTrue();
            assertThat(redirect(second, "", first.devices(), false))
                    .as("all of them")
                    .isEqualTo(204);
            awaitLinks(first, key.id(), 1);
        }
    }

    @Test
    void isNotGivenAwayToAControllerWithAnotherKeyAndComesBack() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        try (VirtualSeat device = admitted(key)) {
            assertThat(redirect(first, "/" + key.id(), stranger.devices(), true))
                    .isEqualTo(204);
            assertThat(device.await(seat -> seat.lastClosed().contains("not the controller that admitted"), SOON))
                    .isTrue();
            assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                    .as("back at the first")
                    .isTrue();
            awaitLinks(first, key.id(), 1);
            assertThat(stranger.device(key.id()).isMissingNode())
                    .as("not even known there")
                    .isTrue();
        }
        assertThat(folder.resolve("k").resolve("address")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"host\": \"\"}",
                "{\"host\": \"a b\"}",
                "{\"host\": \"x\", \"port\": 0}",
                "{\"host\": \"x\", \"port\": 65536}",
                "{\"host\": \"x\", \"permanent\": 1}"
            })
    void nonsenseIsRefused(String body) throws IOException, InterruptedException {
        assertThat(first.request("POST", "/api/v1/devices/redirect", body).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aDeviceThatWaitsIsNotSentAway() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        try (VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(key, first.devices()))) {
            awaitLinks(first, key.id(), 1);
            assertThat(device.admission()).isEqualTo(AdmissionState.PENDING);
            assertThat(redirect(first, "/" + key.id(), second.devices(), true)).isEqualTo(404);
        }
    }
}
