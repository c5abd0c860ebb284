package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import netseat.device.DeviceKey;
import netseat.device.VirtualSeat;
import netseat.identity.Identity;
import netseat.protocol.AdmissionState;
import netseat.protocol.FrameWriter;
import netseat.quic.QuicDeviceLink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices over QUIC before a controller without machines: who comes in, who does not, and what a link survives. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class QuicLinkTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static ServerProcess server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        server = ServerProcess.start("[seat.a]\n", "--no-demo");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static boolean isAdmitted(VirtualSeat seat) {
        return seat.admission() == AdmissionState.ADMITTED && seat.closed().isEmpty();
    }

    private VirtualSeat admitted(DeviceKey key) throws IOException, InterruptedException {
        VirtualSeat seat = VirtualSeat.connect(QuicDeviceLink.to(key, server.devices()));
        Devices.awaitState(server, key.id(), "pending");
        server.admit(key.id(), "a");
        assertThat(seat.await(QuicLinkTest::isAdmitted, SOON)).as(seat.closed()).isTrue();
        return seat;
    }

    @Test
    void anAdministratorAdmitsAndRevokes() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        try (VirtualSeat seat = admitted(key)) {
            assertThat(server.device(key.id()).path("transports").toString()).isEqualTo("[\"quic\"]");
            assertThat(key.controller()).isPresent();
            assertThat(server.request("POST", "/api/v1/devices/" + key.id() + "/revoke", "")
                            .statusCode())
                    .isEqualTo(204);
            assertThat(seat.await(all -> all.bye().startsWith("REVOKED"), SOON)).isTrue();
        }
    }

    @Test
    void aPairingCodeAdmits() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        try (VirtualSeat seat =
                VirtualSeat.connect(QuicDeviceLink.to(key, server.devices(), Optional.of(server.pairingCode("a"))))) {
            assertThat(seat.await(QuicLinkTest::isAdmitted, SOON))
                    .as(seat.closed())
                    .isTrue();
        }
    }

    @Test
    void aDeviceRefusesAControllerWithAnotherKey() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        key.trust(Identity.make("somebody else").id());
        try (VirtualSeat seat = VirtualSeat.connect(QuicDeviceLink.to(key, server.devices()))) {
            assertThat(seat.await(all -> !all.closed().isEmpty(), SOON)).isTrue();
            assertThat(seat.closed()).contains("not the controller that admitted this device", "remove");
        }
        assertThat(server.device(key.id()).isMissingNode())
                .as("not even a link")
                .isTrue();
    }

    /** Its last packets leave although its event loop ends with it: else its silence would be noticed, after 30 seconds. */
    @Test
    void aDeviceThatClosesItsLinkIsGoneAtOnce() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        admitted(key).close();
        for (int i = 0; i < 20; i++) {
            try (VirtualSeat seat = VirtualSeat.connect(QuicDeviceLink.to(key, server.devices()))) {
                assertThat(seat.await(QuicLinkTest::isAdmitted, SOON))
                        .as(seat.closed())
                        .isTrue();
            }
            Awaitility.await("the link is gone")
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> server.device(key.id()).path("links").asInt() == 0);
        }
    }

    @Test
    void aLinkSurvivesANewAddressAndADeviceItsController() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        admitted(key).close();
        try (LossyLine line = new LossyLine(server.devices(), 7, 0, 0);
                VirtualSeat seat = VirtualSeat.connect(QuicDeviceLink.to(key, line.address()))) {
            assertThat(seat.await(QuicLinkTest::isAdmitted, SOON))
                    .as(seat.closed())
                    .isTrue();
            String opened = server.device(key.id()).path("lastSeen").stringValue();
            // A link that is in use: in its first moments the names by which it is known at another address are on
            // their way.
            for (int seconds = 1; seconds <= 3; seconds++) {
                int asked = seconds;
                server.request("POST", "/api/v1/devices/" + key.id() + "/identify", "{\"seconds\": " + asked + "}");
                assertThat(seat.await(all -> all.identifySeconds() == asked, SOON))
                        .isTrue();
            }
            line.changePort();
            ByteBuffer ping = ByteBuffer.allocate(32);
            FrameWriter.ping(ping, 1);
            seat.link().send(ping.flip()); // now the controller knows where it is
            Awaitility.await("the controller's words come to the new address")
                    .atMost(SOON)
                    .until(() -> {
                        server.request("POST", "/api/v1/devices/" + key.id() + "/identify", "{\"seconds\": 7}");
                        return seat.identifySeconds() == 7;
                    });
            assertThat(server.device(key.id()).path("lastSeen").stringValue())
                    .as("the same link")
                    .isEqualTo(opened);
            server.kill();
            assertThat(seat.await(all -> !all.closed().isEmpty(), SOON)).isTrue();
            server.startAgain();
            assertThat(seat.await(QuicLinkTest::isAdmitted, SOON))
                    .as(seat.closed())
                    .isTrue();
        }
    }

    /** Nothing is answered that could be sent on to somebody else many times longer than it came, and nothing is remembered. */
    @Test
    void packetsWithoutSenseGetNoAnswerAndHarmNobody() throws IOException, InterruptedException {
        Random random = new Random(7);
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            InetSocketAddress to = new InetSocketAddress(
                    server.devices().host(), server.devices().port());
            for (int i = 0; i < 2000; i++) {
                byte[] noise = new byte[1 + random.nextInt(1100)];
                random.nextBytes(noise);
                stranger.send(new DatagramPacket(noise, noise.length, to));
            }
            stranger.setSoTimeout(200);
            Awaitility.await("no answer").atMost(SOON).until(() -> {
                try {
                    stranger.receive(new DatagramPacket(new byte[2000], 2000));
                    throw new AssertionError("an answer");
                } catch (SocketTimeoutException e) {
                    return true;
                }
            });
        }
        admitted(DeviceKey.in(folder.resolve("k"))).close();
    }
}
