package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import netseat.device.VirtualSeat;
import netseat.protocol.KeyAction;
import netseat.protocol.PlugState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever breaks or misbehaves: it is closed with a reason, nothing stays pressed, and everybody else goes on. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FaultTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int KEY_A = 0x04;
    private static final int LEFT_SHIFT = 0xE1;

    /** HELLO and ATTACH of a keyboard as 1 and a pointer as 2: the start of every raw message below. */
    private static final String GREETING = "01 00 0000 00000001 00000005 0001 0001 00"
            + "03 00 0001 00000002 00000004 01 00 00 00"
            + "03 00 0002 00000003 00000004 02 00 00 00";

    private static ServerProcess server;
    private static Serial serial;
    private static VirtualSeat neighbour;

    @BeforeAll
    static void sitDown() throws IOException {
        server = ServerProcess.start(Guests.machine("linux", Guests.linux("ps2", "ps2"))
                + Guests.machine("grub", Guests.GRUB + "autostart = false\n")
                + Guests.seat("a", "linux")
                + Guests.seat("b", "linux")
                + Guests.seat("c", "grub"));
        serial = server.serial("linux");
        serial.await("linux is ready", BOOT, lines -> lines.contains("ready"));
        neighbour = server.sit("b");
    }

    @AfterAll
    static void leave() throws IOException, InterruptedException {
        neighbour.close();
        serial.close();
        server.close();
    }

    /** After each fault the machine runs, takes the neighbour's keys and holds none. */
    @AfterEach
    void everyoneElseGoesOn() throws IOException, InterruptedException {
        serial.clear();
        neighbour.key(KEY_A, KeyAction.PRESS);
        neighbour.key(KEY_A, KeyAction.RELEASE);
        serial.await(
                "the neighbour's key", SOON, lines -> InputReport.keys(lines).contains("30-"));
        assertThat(neighbour.closed()).isEmpty();
        assertThat(server.machine("linux").path("state").stringValue()).isEqualTo("running");
    }

    @ParameterizedTest
    @CsvSource({
        "4001, 1000", // cut short in the header
        "4001, 10 00 0001 00000004 00000005 0007", // cut short in the payload
        "4001, 10 00 0001 00000004 00000001 00", // a payload too short
        "4001, 10 ff 0001 00000004 00000005 0007 0004 01", // unknown flags
        "4002, 10 00 0001 00000004 7fffffff", // an absurd length
        "4002, 10 00 0001 00000004 00001001", // one byte above the bound
        "4003, 10 00 0001 00000009 00000005 0007 0004 01", // out of its sequence
        "4003, 10 00 0001 00000003 00000005 0007 0004 01", // repeated
        "4003, 10 00 0009 00000004 00000005 0007 0004 01", // nobody attached 9
        "4003, 01 00 0000 00000004 00000005 0001 0001 00", // a second HELLO
        "4003, 03 00 0001 00000004 00000004 01 00 00 00", // 1 is attached already
        "4004, ee 00 0001 00000004 00000000", // no such message
        "4005, 10 00 0001 00000004 00000005 0007 ffff 01", // no such key
        "4005, 10 00 0001 00000004 00000005 0000 00ff 01", // no such scan code
        "4005, 10 00 0002 00000004 00000005 0007 0004 01", // a pointer has no keys
        "4005, 22 00 0002 00000004 00000002 ff 01", // no such button
        "4005, 21 00 0002 00000004 00000004 ffff ffff", // an absurd position
        "4005, 20 00 0002 00000004 00000004 7fff 8000", // an absurd motion
        "4005, 23 00 0002 00000004 00000004 7fff 8000" // an absurd turn of the wheel
    })
    void aBadFrameClosesItsLinkWithAReason(int closeCode, String hex) throws IOException, InterruptedException {
        try (RawLink raw = RawLink.connect(server.link("a"))) {
            raw.send(parse(GREETING));
            raw.send(parse("10 00 0001 00000004 00000005 0007 0005 01")); // holds B
            raw.send(renumber(parse(hex)));
            assertThat(raw.awaitClose(SOON)).isEqualTo(closeCode);
        }
        serial.await("B is released", SOON, lines -> InputReport.keys(lines).contains("48-"));
    }

    /** The frames above say sequence 4 where they mean "the next": one more has been sent before them. */
    private static byte[] renumber(byte[] message) {
        if (message.length >= 8 && ByteBuffer.wrap(message).getInt(4) == 4) {
            ByteBuffer.wrap(message).putInt(4, 5);
        }
        return message;
    }

    private static byte[] parse(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void garbageOfManyKindsClosesOnlyItsLink() throws IOException, InterruptedException {
        Random random = new Random(6);
        for (int round = 0; round < 40; round++) {
            byte[] garbage = new byte[1 + random.nextInt(3000)];
            random.nextBytes(garbage);
            try (RawLink raw = RawLink.connect(server.link("a"))) {
                raw.send(garbage);
                assertThat(raw.awaitClose(SOON)).isBetween(4001, 4006);
            }
        }
        try (RawLink raw = RawLink.connect(server.link("a"))) {
            raw.send(new byte[100_000]);
            assertThat(raw.awaitClose(SOON)).as("larger than any message").isNotZero();
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout((int) SOON.toMillis());
            byte[] noise = new byte[20_000];
            random.nextBytes(noise);
            socket.getOutputStream().write(noise);
            socket.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes().length)
                    .as("no HTTP, so at most an error")
                    .isLessThan(1000);
        } catch (SocketException e) {
            assertThat(e.getMessage()).as("or a reset").containsAnyOf("reset", "Broken pipe");
        }
    }

    @Test
    void aCutCableReleasesWhatWasHeld() throws IOException, InterruptedException {
        VirtualSeat seat = server.sit("a");
        assertThat(seat.await(VirtualSeat::isReady, SOON)).isTrue();
        serial.clear();
        seat.key(LEFT_SHIFT, KeyAction.PRESS);
        seat.key(KEY_A, KeyAction.PRESS);
        seat.button(1, true);
        serial.await("held", SOON, lines -> InputReport.keys(lines).contains("272+"));
        seat.link().cut();
        Awaitility.await("nothing pressed")
                .atMost(SOON)
                .until(() -> PartitionTest.pressed(serial).isEmpty());
    }

    @Test
    void aKilledControllerTakesItsMachinesBackAndNothingStaysPressed() throws IOException, InterruptedException {
        VirtualSeat seat = server.sit("a");
        assertThat(seat.await(VirtualSeat::isReady, SOON)).isTrue();
        serial.clear();
        seat.key(LEFT_SHIFT, KeyAction.PRESS);
        seat.key(KEY_A, KeyAction.PRESS);
        seat.button(2, true);
        serial.await("held", SOON, lines -> InputReport.keys(lines).contains("273+"));
        long pid = QemuProcess.of(server.machineFolder("linux")).pid();

        server.kill();
        assertThat(seat.await(gone -> !gone.closed().isEmpty(), SOON)).isTrue();
        assertThat(ProcessHandle.of(pid))
                .as("the machine outlives its controller")
                .isPresent();
        server.startAgain();
        server.awaitState("linux", "running");
        assertThat(QemuProcess.of(server.machineFolder("linux")).pid()).isEqualTo(pid);
        Awaitility.await("nothing pressed")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(PartitionTest.pressed(serial)).isEmpty());

        neighbour = server.sit("b");
        assertThat(neighbour.await(VirtualSeat::isReady, SOON)).isTrue();
        assertThat(neighbour.await(shown -> shown.pictures() > 0, SOON))
                .as("pixels come again")
                .isTrue();
        try (Monitor monitor = server.monitor("linux")) {
            Pictures.assertEqual(neighbour, monitor);
        }
    }

    @Test
    void aKilledQemuIsReportedAndCanBeStartedAgain() throws IOException, InterruptedException {
        VirtualSeat seat = server.sit("c");
        assertThat(server.request("POST", "/api/v1/vms/grub/start", "").statusCode())
                .isEqualTo(204);
        server.awaitState("grub", "running");
        ProcessHandle qemu = QemuProcess.of(server.machineFolder("grub"));
        qemu.destroyForcibly();
        server.awaitState("grub", "failed");
        assertThat(server.machine("grub").path("lastWords").stringValue()).isNotBlank();
        assertThat(seat.await(
                        told -> told.state() == PlugState.FAILED
                                && !told.words().isBlank(),
                        SOON))
                .as("the person at the seat is told")
                .isTrue();
        assertThat(server.request("POST", "/api/v1/vms/grub/start", "").statusCode())
                .isEqualTo(204);
        server.awaitState("grub", "running");
        assertThat(seat.await(told -> told.state() == PlugState.RUNNING, SOON)).isTrue();
        try (Monitor monitor = server.monitor("grub")) {
            Awaitility.await("GRUB comes up again").atMost(BOOT).until(monitor::isAtGrub);
            Pictures.assertEqual(seat, monitor);
        }
        seat.close();
        // It never rests, and the other tests want the processor.
        assertThat(server.request("POST", "/api/v1/vms/grub/stop", "").statusCode())
                .isEqualTo(204);
    }

    @Test
    void aStrangersPageIsRefused() throws IOException, InterruptedException {
        assertThat(RawLink.refusal(server.link("a"), "http://evil.example")).isEqualTo(403);
        assertThat(RawLink.refusal(server.link("a"), server.page("").toString()))
                .isZero();
        assertThat(server.request("GET", "/assets/../../logback.xml", "").statusCode())
                .isEqualTo(404);
        assertThat(server.request("POST", "/api/v1/vms/none/start", "").statusCode())
                .isEqualTo(404);
        assertThat(server.request("POST", "/api/v1/seats/a/plug", "{\"vm\":").statusCode())
                .isEqualTo(400);
        assertThat(server.request("POST", "/api/v1/seats/a/plug", " ".repeat(20_000))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void stoppingTheControllerStopsItsMachines() throws IOException, InterruptedException {
        try (ServerProcess other = ServerProcess.start(Guests.machine("one", Guests.GRUB))) {
            other.awaitState("one", "running");
            long pid = QemuProcess.of(other.machineFolder("one")).pid();
            assertThat(other.terminate()).isZero();
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(Files.exists(other.machineFolder("one").resolve("qmp"))).isFalse();
        }
    }
}
