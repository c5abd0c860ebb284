package netseat.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import netseat.identity.Identity;
import netseat.protocol.AdmissionState;
import netseat.protocol.FrameWriter;
import netseat.protocol.MessageType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The device's end against controllers that a real one would not be. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class TlsDeviceLinkTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final Identity cluster = Identity.make("cluster");
    private DeviceKey key;

    @BeforeEach
    void makeKey() throws IOException {
        key = DeviceKey.in(folder.resolve("k"));
    }

    private void admit(ByteBuffer out) {
        FrameWriter.welcome(out, 1, "fake");
        FrameWriter.admission(out, AdmissionState.ADMITTED, key.id());
    }

    private Consumer<ByteBuffer> sendingTo(ControllerAddress to, boolean keep) {
        return out -> {
            admit(out);
            FrameWriter.redirect(out, to.host(), to.port(), keep);
        };
    }

    private VirtualSeat seat(FakeController at) throws IOException {
        return VirtualSeat.connect(TlsDeviceLink.to(key, at.address()));
    }

    /** Passes over what came before it. */
    private static void awaitMessage(FakeController at, int type) throws InterruptedException {
        int heard;
        do {
            heard = at.heard().take();
        } while (heard != type);
    }

    @Test
    void goesWhereItIsSentAndRemembersItIfTold() throws IOException, GeneralSecurityException, InterruptedException {
        try (FakeController there = new FakeController(cluster, this::admit);
                FakeController once = new FakeController(cluster, sendingTo(there.address(), false));
                FakeController always = new FakeController(cluster, sendingTo(there.address(), true))) {
            try (VirtualSeat device = seat(once)) {
                assertThat(there.heard().take()).isEqualTo(MessageType.HELLO);
                assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                        .isTrue();
            }
            assertThat(key.sentTo()).isEmpty();
            try (VirtualSeat device = seat(always)) {
                assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                        .isTrue();
                awaitMessage(there, MessageType.BYE);
                awaitMessage(there, MessageType.HELLO);
                DeviceKey again = DeviceKey.in(folder.resolve("k"));
                Awaitility.await("it is admitted there")
                        .atMost(SOON)
                        .untilAsserted(() -> assertThat(again.sentTo()).contains(there.address()));
            }
            assertThat(key.controller()).contains(cluster.id());
        }
    }

    @Test
    void isNotGivenAwayToAControllerWithAnotherKeyAndComesHome()
            throws IOException, GeneralSecurityException, InterruptedException {
        try (FakeController stranger = new FakeController(Identity.make("stranger"), this::admit);
                FakeController home = new FakeController(cluster, sendingTo(stranger.address(), true));
                VirtualSeat device = seat(home)) {
            assertThat(device.await(seat -> seat.lastClosed().contains("not the controller that admitted"), SOON))
                    .isTrue();
            assertThat(home.heard().take()).isEqualTo(MessageType.HELLO);
            awaitMessage(home, MessageType.HELLO);
            assertThat(stranger.heard())
                    .as("nothing but a handshake that failed")
                    .containsOnly(-1);
        }
    }

    @Test
    void refusesToBeTakenForAnother() throws IOException, GeneralSecurityException, InterruptedException {
        Consumer<ByteBuffer> wrong = out -> {
            FrameWriter.welcome(out, 1, "fake");
            FrameWriter.admission(out, AdmissionState.ADMITTED, cluster.id());
        };
        try (FakeController fake = new FakeController(cluster, wrong);
                VirtualSeat device = seat(fake)) {
            assertThat(device.await(seat -> seat.lastClosed().contains("takes this device for"), SOON))
                    .isTrue();
        }
        assertThat(key.controller()).as("not trusted").isEmpty();
    }

    @Test
    void asksASilentControllerAndLeavesItAfterThirtySeconds()
            throws IOException, GeneralSecurityException, InterruptedException {
        try (FakeController silent = new FakeController(cluster, out -> {});
                VirtualSeat device = seat(silent)) {
            assertThat(silent.heard().take()).isEqualTo(MessageType.HELLO);
            assertThat(silent.heard().take()).isEqualTo(MessageType.PING);
            assertThat(device.await(
                            seat -> seat.lastClosed().contains("silent for 30 seconds"), Duration.ofSeconds(60)))
                    .isTrue();
        }
    }

    @Test
    void whatItKeepsIsItsOwnersAlone() throws IOException {
        key.trust(cluster.id());
        key.keep(new ControllerAddress("desk.example", 18356));
        for (String file : new String[] {"device.pem", "controller", "address"}) {
            Path kept = folder.resolve("k").resolve(file);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("k"))))
                .isEqualTo("rwx------");
        assertThat(DeviceKey.in(folder.resolve("k")).id()).isEqualTo(key.id());
        assertThat(key.sentTo()).contains(new ControllerAddress("desk.example", 18356));
        Files.writeString(folder.resolve("k").resolve("controller"), "nonsense");
        assertThatExceptionOfType(IOException.class).isThrownBy(key::controller).withMessageContaining("remove it");
    }
}
