package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import netseat.device.ControllerAddress;
import netseat.device.DeviceKey;
import netseat.device.LinkMaker;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualSeat;
import netseat.device.WebSocketDeviceLink;
import netseat.identity.Identity;
import netseat.identity.IdentityKeys;
import netseat.protocol.AdmissionState;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.KeyAction;
import netseat.protocol.MessageType;
import netseat.protocol.PeripheralClass;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices with a key of their own, over TLS: who comes in, who does not, and what becomes of what they hold. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DeviceTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int KEY_A = 0x04;

    /** ATTACH of a keyboard as 1, then B pressed; the second and third frames of a link. */
    private static final String HOLD_B =
            "03 00 0001 00000002 00000004 01 00 00 00" + "10 00 0001 00000003 00000005 0007 0005 01";

    private static ServerProcess server;
    private static Serial serial;
    private static VirtualSeat neighbour;

    @TempDir
    private Path folder;

    @BeforeAll
    static void sitDown(@TempDir Path keys) throws IOException, InterruptedException {
        server = ServerProcess.start(
                Guests.machine("linux", Guests.linux("ps2", "ps2"))
                        + Guests.seat("a", "linux")
                        + Guests.seat("b", "linux"),
                "--plain-from",
                "127.3.0.0/16");
        serial = server.serial("linux");
        serial.await("linux is ready", BOOT, lines -> lines.contains("ready"));
        neighbour = admitted(keys.resolve("neighbour"), "b");
    }

    @AfterAll
    static void leave() throws IOException, InterruptedException {
        neighbour.close();
        serial.close();
        server.close();
    }

    /** Whatever a device did: the machine runs, takes the neighbour's keys and holds none. */
    @AfterEach
    void everyoneElseGoesOn() throws InterruptedException {
        assertThat(neighbour.await(VirtualSeat::isReady, SOON)).isTrue();
        serial.clear();
        neighbour.key(KEY_A, KeyAction.PRESS);
        neighbour.key(KEY_A, KeyAction.RELEASE);
        awaitKey("30-");
        Awaitility.await("nothing pressed")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(PartitionTest.pressed(serial)).isEmpty());
    }

    private static void awaitKey(String key) {
        serial.await(key, SOON, lines -> InputReport.keys(lines).contains(key));
    }

    /** A device that has been admitted, and is ready. */
    private static VirtualSeat admitted(Path keyFolder, String at) throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(keyFolder);
        VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(key, server.devices()));
        awaitDevice(key.id(), "pending");
        server.admit(key.id(), at);
        assertThat(device.await(VirtualSeat::isReady, SOON)).as(device.closed()).isTrue();
        return device;
    }

    private static void awaitDevice(DeviceId id, String state) {
        Devices.awaitState(server, id, state);
    }

    private static RawTls rawAdmitted(Identity identity) throws IOException, InterruptedException {
        RawTls raw = RawTls.connect(server.devices(), identity);
        raw.send(RawTls.HELLO);
        assertThat(raw.read(MessageType.ADMISSION).payload()).startsWith("01");
        server.admit(identity.id(), "a");
        assertThat(raw.read(MessageType.ADMISSION).payload()).startsWith("02");
        return raw;
    }

    @Test
    void anUnknownDeviceWaitsThenTypes() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(key, server.devices()));
        awaitDevice(key.id(), "pending");
        assertThat(device.admission()).isEqualTo(AdmissionState.PENDING);
        assertThat(key.controller()).as("trusts nobody yet").isEmpty();
        server.admit(key.id(), "a");
        assertThat(device.await(VirtualSeat::isReady, SOON)).isTrue();
        serial.clear();
        device.key(KEY_A, KeyAction.PRESS);
        awaitKey("30+");
        assertThat(server.device(key.id()).path("state").stringValue()).isEqualTo("admitted");
        assertThat(key.controller()).isPresent();
        int status = server.request("POST", "/api/v1/devices/" + key.id() + "/identify", "{\"seconds\": 7}")
                .statusCode();
        assertThat(status).isEqualTo(204);
        assertThat(device.await(seat -> seat.identifySeconds() == 7, SOON)).isTrue();
        device.close();
        awaitKey("30-");
    }

    @Test
    void aPairingCodeAdmits() throws IOException, InterruptedException {
        String code = server.pairingCode("a");
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        try (VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(key, server.devices(), Optional.of(code)))) {
            assertThat(device.await(VirtualSeat::isReady, SOON)).isTrue();
        }
        assertThat(server.device(key.id()).path("seat").stringValue()).isEqualTo("a");
        assertThat(server.errors()).as("the log").doesNotContain(code);
        Awaitility.await("the audit log has it")
                .atMost(SOON)
                .until(() -> server.request("GET", "/api/v1/audit.jsonl", "")
                        .body()
                        .lines()
                        .anyMatch(entry -> entry.contains("\"device.pair\"")
                                && entry.contains("device " + key.id())
                                && !entry.contains(code)));
        DeviceKey second = DeviceKey.in(folder.resolve("second"));
        try (VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(second, server.devices(), Optional.of(code)))) {
            awaitDevice(second.id(), "pending");
            assertThat(device.admission()).isEqualTo(AdmissionState.PENDING);
        }
        for (String body : List.of("", "[]", "{}", "{\"seat\": 1}")) {
            assertThat(server.request("POST", "/api/v1/pairing-codes", body).statusCode())
                    .isEqualTo(400);
        }
        assertThat(server.request("POST", "/api/v1/pairing-codes", "{\"seat\": \"none\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void revokingDropsTheLinkAndReleasesWhatItHeld() throws IOException, InterruptedException {
        Identity identity = Identity.make("test");
        try (RawTls raw = rawAdmitted(identity)) {
            serial.clear();
            raw.send(HOLD_B);
            awaitKey("48+");
            assertThat(server.request("POST", "/api/v1/devices/" + identity.id() + "/revoke", "")
                            .statusCode())
                    .isEqualTo(204);
            awaitKey("48-");
            assertThat(raw.awaitBye(SOON)).isEqualTo(ByeReason.REVOKED.number());
        }
        try (RawTls again = RawTls.connect(server.devices(), identity)) {
            assertThat(again.awaitBye(SOON)).isEqualTo(ByeReason.REVOKED.number());
        }
    }

    @Test
    void fromAListedNetworkTheSameFramesComeWithoutTlsAndProveNothing() throws IOException, InterruptedException {
        String from = "127.3.0.1";
        DeviceId id = DeviceId.ofAddress(from);
        try (RawTls plain = RawTls.plain(server.devices(), from)) {
            plain.send(RawTls.HELLO);
            assertThat(plain.read(MessageType.ADMISSION).payload()).startsWith("01");
            assertThat(server.device(id).path("proved").asBoolean(true)).isFalse();
            assertThat(server.device(id).path("address").stringValue()).isEqualTo(from);
            server.admit(id, "a");
            assertThat(plain.read(MessageType.ADMISSION).payload()).startsWith("02");
            assertThat(server.state().path("transports").path("plain").asInt()).isEqualTo(1);
            serial.clear();
            plain.send(HOLD_B);
            awaitKey("48+");
        }
        awaitKey("48-");
        try (RawTls tls = RawTls.connect(server.devices(), tlsKeys(), "TLSv1.3", "netseat/1", "127.3.0.2")) {
            tls.send(RawTls.HELLO);
            assertThat(tls.read(MessageType.ADMISSION).payload())
                    .as("TLS from there")
                    .startsWith("01");
        }
        try (RawTls plain = RawTls.plain(server.devices(), "127.3.0.3")) {
            String code = HexFormat.of().formatHex(server.pairingCode("a").getBytes(StandardCharsets.US_ASCII));
            plain.send(RawTls.HELLO + "0b 00 0000 00000002 0000000c 0b" + code);
            assertThat(plain.awaitBye(SOON)).as("no code").isEqualTo(ByeReason.NOT_ADMITTED.number());
        }
        try (RawTls http = RawTls.plain(server.devices(), "127.3.0.4")) {
            http.send("474554202f0d0a0d0a");
            assertThatExceptionOfType(IOException.class).isThrownBy(http::read);
        }
    }

    private static KeyManager[] tlsKeys() throws IOException {
        return new KeyManager[] {new IdentityKeys(Identity.make("test"))};
    }

    @Test
    void aDeviceThatIsDemandedFromSomePlaceDoesNotComeInFromAnother() throws IOException, InterruptedException {
        Identity identity = Identity.make("test");
        KeyManager[] keys = {new IdentityKeys(identity)};
        try (RawTls raw = RawTls.connect(server.devices(), keys, "TLSv1.3", "netseat/1", "127.4.0.1")) {
            raw.send(RawTls.HELLO);
            raw.read(MessageType.ADMISSION);
            String body = "{\"name\": \"x\", \"seat\": \"a\", \"fromAddress\": \"127.4.0.0/24\"}";
            assertThat(admit(identity.id(), body)).isEqualTo(204);
            assertThat(raw.read(MessageType.ADMISSION).payload()).startsWith("02");
            assertThat(admit(identity.id(), body.replace("127.4.0.0/24", "127.5.0.0/24")))
                    .isEqualTo(204);
            assertThat(raw.awaitBye(SOON)).as("its link, at once").isEqualTo(ByeReason.REFUSED.number());
        }
        try (RawTls raw = RawTls.connect(server.devices(), keys, "TLSv1.3", "netseat/1", "127.4.0.1")) {
            assertThat(raw.awaitBye(SOON)).isEqualTo(ByeReason.REFUSED.number());
        }
        try (RawTls raw = RawTls.connect(server.devices(), keys, "TLSv1.3", "netseat/1", "127.5.0.1")) {
            raw.send(RawTls.HELLO);
            assertThat(raw.read(MessageType.ADMISSION).payload()).startsWith("02");
        }
        assertThat(server.device(identity.id()).path("fromAddress").stringValue())
                .isEqualTo("127.5.0.0/24");
        assertThat(admit(identity.id(), "{\"name\": \"x\", \"seat\": \"a\", \"fromAddress\": \"here\"}"))
                .isEqualTo(400);
        assertThat(admit(identity.id(), "{\"name\": \"x\", \"seat\": \"a\", \"fromMac\": 1}"))
                .isEqualTo(400);
    }

    private static int admit(DeviceId id, String body) throws IOException, InterruptedException {
        return server.request("POST", "/api/v1/devices/" + id + "/admit", body).statusCode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0123456789", "../../etc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            })
    void whatIsNoKnownDeviceCannotBeActedOn(String id) throws IOException, InterruptedException {
        for (String action : List.of("admit", "revoke", "identify")) {
            assertThat(server.request(
                                    "POST",
                                    "/api/v1/devices/" + id + "/" + action,
                                    "{\"name\": \"x\", \"seat\": \"a\"}")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void aDeviceRefusesAControllerWithAnotherKey() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        key.trust(Identity.make("somebody else").id());
        try (VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(key, server.devices()))) {
            assertThat(device.await(seat -> !seat.closed().isEmpty(), SOON)).isTrue();
            assertThat(device.closed()).contains("not the controller that admitted this device", "remove");
        }
        assertThat(server.device(key.id()).isMissingNode())
                .as("not even a link")
                .isTrue();
    }

    @Test
    void theControllersKeyIsItsOwnersAndStaysTheSame() throws IOException {
        Path file = server.stateFolder().resolve("controller.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aDeviceComesBackByItselfToAControllerThatWasKilled() throws IOException, InterruptedException {
        VirtualSeat device = admitted(folder.resolve("k"), "a");
        device.key(KEY_A, KeyAction.PRESS);
        awaitKey("30+");
        server.kill();
        assertThat(device.await(seat -> !seat.closed().isEmpty(), SOON)).isTrue();
        server.startAgain();
        assertThat(device.await(VirtualSeat::isReady, Duration.ofSeconds(60))).isTrue();
        int before = device.openings();
        device.link().cut();
        assertThat(device.await(seat -> seat.openings() > before && seat.isReady(), SOON))
                .isTrue();
        serial.clear();
        device.key(0x05, KeyAction.PRESS);
        awaitKey("48+");
        device.close();
        awaitKey("48-");
    }

    /** The same device over each transport. */
    @ParameterizedTest
    @ValueSource(strings = {"WebSocket", "TLS"})
    void keyboardPointerAndDisplayAreTheSameOverEachTransport(String transport)
            throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        ControllerAddress devices = server.devices();
        LinkMaker maker = transport.equals("TLS")
                ? TlsDeviceLink.to(key, devices, Optional.of(server.pairingCode("a")))
                : WebSocketDeviceLink.to(server.link("a"));
        try (VirtualSeat device = VirtualSeat.connect(maker);
                Monitor monitor = server.monitor("linux")) {
            assertThat(device.await(VirtualSeat::isReady, SOON))
                    .as("ready, unless: %s", device.closed())
                    .isTrue();
            assertThat(device.machine()).isEqualTo("linux");
            serial.clear();
            device.key(KEY_A, KeyAction.PRESS);
            device.key(KEY_A, KeyAction.RELEASE);
            device.move(5, -3);
            device.button(1, true);
            device.button(1, false);
            awaitKey("30-");
            awaitKey("272-");
            serial.await(
                    "motion",
                    SOON,
                    lines -> InputReport.events(lines, InputReport.EV_REL).stream()
                            .anyMatch(event -> event.code() == 0 && event.value() == 5));
            Pictures.assertEqual(device, monitor);
            int leds = device.leds();
            for (int i = 1; i >= 0; i--) {
                int expected = i == 1 ? leds ^ 2 : leds;
                serial.clear();
                device.key(0x39, KeyAction.PRESS); // Caps Lock
                device.key(0x39, KeyAction.RELEASE);
                awaitKey("58-");
                assertThat(device.await(seat -> seat.leds() == expected, SOON))
                        .as("LEDs %d, which are %d", expected, device.leds())
                        .isTrue();
            }
            assertThat(server.state().path("seats").toString())
                    .contains(PeripheralClass.DISPLAY.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Written by the documentation alone, in another language. */
    @Test
    void thePythonKeyboardIsPendingThenTypes() throws IOException, InterruptedException {
        Process python = PythonKeyboard.start(server.devices(), folder.resolve("python"));
        python.getOutputStream().write("Hi, 7!\n".getBytes(StandardCharsets.US_ASCII));
        python.getOutputStream().close();
        BufferedReader out = python.inputReader(StandardCharsets.US_ASCII);
        DeviceId id = DeviceId.parse(String.valueOf(out.readLine()).replace("this device is ", ""));
        assertThat(out.readLine()).startsWith("pending");
        awaitDevice(id, "pending");
        serial.clear();
        server.admit(id, "a");
        assertThat(out.lines()).containsExactly("admitted", "typing into linux");
        assertThat(python.waitFor()).isZero();
        awaitKey("28-");
        assertThat(InputReport.keys(serial.lines()))
                .containsExactly(
                        "42+", "35+", "35-", "42-", "23+", "23-", "51+", "51-", "57+", "57-", "8+", "8-", "42+", "2+",
                        "2-", "42-", "28+", "28-");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("python/key.pem"))))
                .isEqualTo("rw-------");
    }
}
