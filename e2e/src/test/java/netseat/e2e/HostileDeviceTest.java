package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import netseat.device.DeviceKey;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualSeat;
import netseat.identity.Identity;
import netseat.identity.IdentityKeys;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameWriter;
import netseat.protocol.MessageType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Devices that mean harm: each is refused or dropped with its reason, while an admitted keyboard types on and loses nothing.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class HostileDeviceTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** ATTACH of a keyboard as 1, then B pressed; the second and third frames of a link. */
    private static final String HOLD_B =
            "03 00 0001 00000002 00000004 01 00 00 00" + "10 00 0001 00000003 00000005 0007 0005 01";

    private static ServerProcess server;
    private static VirtualSeat keyboard;

    @TempDir
    private Path folder;

    private Typist typist;

    @BeforeAll
    static void sitDown(@TempDir Path keys) throws IOException, InterruptedException {
        // The real controller; what is behind it does not matter here, so its machines have no guest.
        server = ServerProcess.startBy(
                ServerProcess.java(NullServer.class.getName(), "-Xmx256m"),
                Guests.machine("null1", "") + Guests.seat("a", "null1") + Guests.seat("b", "null1"));
        DeviceKey key = DeviceKey.in(keys.resolve("typist"));
        keyboard = VirtualSeat.connect(TlsDeviceLink.to(key, server.devices()));
        Awaitility.await("pending")
                .atMost(SOON)
                .until(() -> !server.device(key.id()).isMissingNode());
        server.admit(key.id(), "b");
        assertThat(keyboard.await(VirtualSeat::isReady, SOON))
                .as(keyboard.closed())
                .isTrue();
    }

    @AfterAll
    static void leave() throws IOException {
        keyboard.close();
        server.close();
    }

    @BeforeEach
    void beginToType() throws IOException {
        typist = new Typist(keyboard, server);
    }

    @AfterEach
    void everyKeyCameOutOnce() throws ExecutionException, InterruptedException, IOException {
        typist.stop();
        assertThat(server.keys("48-")).as("B is released").isEqualTo(server.keys("48+"));
    }

    private static RawTls admitted(Identity identity, WireTap tap) throws IOException, InterruptedException {
        RawTls raw = RawTls.connect(tap.address(), identity);
        raw.send(RawTls.HELLO);
        assertThat(raw.read(MessageType.ADMISSION).payload()).startsWith("01");
        server.admit(identity.id(), "a");
        assertThat(raw.read(MessageType.ADMISSION).payload()).startsWith("02");
        return raw;
    }

    private static long links() throws IOException, InterruptedException {
        return server.state().path("links").asLong();
    }

    /** What others left behind is gone. */
    private static void awaitOnlyTheTypist() {
        Awaitility.await("one link").atMost(SOON).until(() -> links() == 1);
    }

    private static void awaitKeys(String key, long count) {
        Awaitility.await(key)
                .atMost(SOON)
                .untilAsserted(() -> assertThat(server.keys(key)).isEqualTo(count));
    }

    @Test
    void whoAttachesWithoutAdmissionOrSpeaksAnotherVersionIsToldSo() throws IOException {
        try (RawTls raw = RawTls.connect(server.devices(), Identity.make("test"))) {
            raw.send(RawTls.HELLO + HOLD_B);
            assertThat(raw.awaitBye(SOON)).isEqualTo(ByeReason.NOT_ADMITTED.number());
        }
        try (RawTls raw = RawTls.connect(server.devices(), Identity.make("test"))) {
            raw.send("01 00 0000 00000001 00000005 0002 0009 00");
            assertThat(raw.awaitBye(SOON)).isEqualTo(ByeReason.VERSION.number());
        }
        try (RawTls raw = RawTls.connect(server.devices(), Identity.make("test"))) {
            raw.send("10 00 0001 00000001 7fffffff");
            assertThat(raw.awaitBye(SOON)).isEqualTo(ByeReason.TOO_LONG.number());
        }
        KeyManager[] keys = {new IdentityKeys(Identity.make("test"))};
        try (RawTls raw = RawTls.connect(server.devices(), keys, "TLSv1.3", "", RawTls.newAddress())) {
            assertThat(raw.awaitBye(SOON)).as("no ALPN").isEqualTo(ByeReason.VERSION.number());
        }
    }

    @Test
    void noCertificateAnOldTlsAnotherApplicationAndNoTlsAreRefused() throws IOException {
        KeyManager[] keys = {new IdentityKeys(Identity.make("test"))};
        // In TLS 1.3 a client hears of the refusal of its certificate only when it reads.
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
            try (RawTls raw =
                    RawTls.connect(server.devices(), new KeyManager[0], "TLSv1.3", "netseat/1", RawTls.newAddress())) {
                raw.send(RawTls.HELLO);
                raw.read();
            }
        });
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> RawTls.connect(server.devices(), keys, "TLSv1.2", "netseat/1", RawTls.newAddress()));
        try (RawTls raw = RawTls.connect(server.devices(), keys, "TLSv1.3", "http/1.1", RawTls.newAddress())) {
            assertThat(raw.awaitBye(SOON)).as("another application").isEqualTo(ByeReason.VERSION.number());
        }
        try (Socket plain = new Socket(server.devices().host(), server.devices().port())) {
            plain.setSoTimeout((int) SOON.toMillis());
            plain.getOutputStream().write(new byte[100]);
            assertThat(plain.getInputStream().readAllBytes())
                    .as("an alert at most")
                    .hasSizeLessThan(20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec -pkeyopt ec_paramgen_curve:P-384", "rsa:2048", "ed25519"})
    void aKeyOfAnotherKindIsRefused(String kind) throws IOException, InterruptedException {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        run("openssl req -x509 -newkey " + kind + " -nodes -days 1 -subj /CN=x -keyout " + key + " -out "
                + certificate);
        awaitOnlyTheTypist();
        String said =
                run("sleep 2 | openssl s_client -connect " + server.devices().host() + ":"
                        + server.devices().port() + " -alpn netseat/1 -cert " + certificate + " -key " + key);
        assertThat(said.toLowerCase(Locale.ROOT)).containsAnyOf("alert", "errno=104");
        assertThat(links()).isOne();
    }

    private static String run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /** Whoever has only what a device shows everybody, its certificate, is not that device. */
    @Test
    void aCertificateWithoutItsKeyIsRefused() throws IOException, InterruptedException {
        Identity victim = Identity.make("victim");
        try (WireTap tap = new WireTap(server.devices());
                RawTls raw = admitted(victim, tap)) {
            raw.send("08 00 0000 00000002 00000008 0000000000000000");
        }
        PrivateKey another = Identity.make("thief").key();
        assertRefused(new IdentityKeys(new Identity(another, victim.certificate())));
    }

    @Test
    void aCertificateThatIsNoneIsRefused() throws IOException, CertificateEncodingException {
        Identity identity = Identity.make("test");
        byte[] garbage = new byte[300];
        Arrays.fill(garbage, (byte) 0x30);
        assertRefused(keys(identity, garbage));
        byte[] der = identity.certificate().getEncoded();
        assertRefused(keys(identity, Arrays.copyOf(der, der.length / 2)));
    }

    /** In TLS 1.3 a client hears of the refusal of its certificate only when it reads. */
    private static void assertRefused(KeyManager keys) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
            try (RawTls raw = RawTls.connect(
                    server.devices(), new KeyManager[] {keys}, "TLSv1.3", "netseat/1", RawTls.newAddress())) {
                raw.send(RawTls.HELLO);
                raw.read();
            }
        });
    }

    private static KeyManager keys(Identity identity, byte[] certificate) {
        X509Certificate forged = new ForgedCertificate(identity.certificate(), certificate);
        return new IdentityKeys(new Identity(identity.key(), forged));
    }

    /** Dates, and who signed, mean nothing: the key does. */
    @Test
    void aCertificateThatHasExpiredIsAsGood() throws IOException, CertificateEncodingException {
        Identity identity = Identity.make("test");
        String der = HexFormat.of().formatHex(identity.certificate().getEncoded());
        String end = HexFormat.of().formatHex("99991231235959Z".getBytes(StandardCharsets.US_ASCII));
        String past = HexFormat.of().formatHex("19991231235959Z".getBytes(StandardCharsets.US_ASCII));
        assertThat(der).contains(end);
        KeyManager[] keys = {keys(identity, HexFormat.of().parseHex(der.replace(end, past)))};
        try (RawTls raw = RawTls.connect(server.devices(), keys, "TLSv1.3", "netseat/1", RawTls.newAddress())) {
            raw.send(RawTls.HELLO);
            assertThat(raw.read(MessageType.ADMISSION).payload()).startsWith("01");
        }
    }

    /** What was heard on the line, said once more. */
    @Test
    void aLinkThatIsReplayedDoesNothing() throws IOException, InterruptedException {
        long before = server.keys("48+");
        byte[] recorded;
        try (WireTap tap = new WireTap(server.devices());
                RawTls raw = admitted(Identity.make("recorded"), tap)) {
            raw.send(HOLD_B);
            raw.send("10 00 0001 00000004 00000005 0007 0005 00");
            awaitKeys("48-", before + 1);
            recorded = tap.recorded();
        }
        awaitOnlyTheTypist();
        try (Socket replay =
                new Socket(server.devices().host(), server.devices().port())) {
            replay.setSoTimeout((int) SOON.toMillis());
            replay.getOutputStream().write(recorded);
            assertThat(readToEnd(replay))
                    .as("a handshake of its own, and an end")
                    .isGreaterThan(0);
        }
        assertThat(links()).isOne();
        assertThat(server.keys("48+"))
                .as("pressed by the device, and by nobody else")
                .isEqualTo(before + 1);
    }

    private static int readToEnd(Socket socket) throws IOException {
        int length = 0;
        byte[] piece = new byte[4096];
        try {
            for (int n = socket.getInputStream().read(piece);
                    n >= 0;
                    n = socket.getInputStream().read(piece)) {
                length += n;
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("it stays open", e);
        } catch (IOException e) {
            return length; // reset, which is an end too
        }
        return length;
    }

    /** A device that asks and asks and never reads an answer: dropped, before its answers fill the heap. */
    @Test
    void whoNeverReadsIsDropped() throws IOException, InterruptedException {
        long before = server.heapAfterCollection();
        Identity identity = Identity.make("deaf");
        try (RawTls deaf = RawTls.connect(server.devices(), identity)) {
            deaf.send(RawTls.HELLO);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                int sequence = 1;
                while (sequence < 10_000_000) {
                    ByteBuffer pings = ByteBuffer.allocate(20 * 500);
                    while (pings.hasRemaining()) {
                        FrameWriter.ping(pings, 0);
                    }
                    sequence = FrameHeader.number(pings.flip(), sequence);
                    deaf.send(pings.array());
                }
            });
            Awaitility.await("nothing is kept for it")
                    .atMost(SOON)
                    .until(() -> server.device(identity.id()).path("links").asInt() == 0);
            assertThat(server.heapAfterCollection() - before).as("bytes").isLessThan(16L << 20);
        }
    }

    /** Those who say nothing, or one byte at a time, in the handshake or after it; and one that is there no more. */
    @Test
    void halfOpenAndSlowLinksEndInTheirTime() throws IOException, InterruptedException {
        Identity vanishing = Identity.make("half");
        try (WireTap tap = new WireTap(server.devices());
                Socket silent =
                        new Socket(server.devices().host(), server.devices().port());
                Socket slowHandshake =
                        new Socket(server.devices().host(), server.devices().port());
                RawTls slow = RawTls.connect(server.devices(), Identity.make("slow"));
                RawTls half = admitted(vanishing, tap)) {
            long before = server.keys("48+");
            half.send(HOLD_B);
            awaitKeys("48+", before + 1);
            byte[] clientHello = Arrays.copyOf(tap.recorded(), 200);
            tap.cut();
            byte[] hello = HexFormat.of().parseHex(RawTls.HELLO.replace(" ", ""));
            Thread dripping = Thread.ofVirtual().start(() -> drip(hello, slow::send));
            Thread handshaking = Thread.ofVirtual()
                    .start(() -> drip(
                            clientHello,
                            bytes -> slowHandshake.getOutputStream().write(bytes)));
            awaitKeys("48-", before + 1);
            assertThat(slow.awaitBye(SOON)).as("slow loris").isEqualTo(ByeReason.TIMEOUT.number());
            dripping.interrupt();
            silent.setSoTimeout((int) SOON.toMillis());
            assertThat(readToEnd(silent)).as("an alert at most").isLessThan(20);
            slowHandshake.setSoTimeout((int) SOON.toMillis());
            assertThat(readToEnd(slowHandshake)).as("an alert at most").isLessThan(20);
            handshaking.interrupt();
            Awaitility.await("the one that vanished")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> server.device(vanishing.id()).path("links").asInt() == 0);
        }
    }

    private interface Line {
        void send(byte[] bytes) throws IOException;
    }

    private static void drip(byte[] bytes, Line line) {
        try {
            for (byte each : Arrays.copyOf(bytes, bytes.length - 1)) {
                line.send(new byte[] {each});
                Thread.sleep(700);
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt(); // the controller has ended it
        }
    }

    /** Every one a device with a key of its own, ten from an address. */
    @Test
    @Timeout(value = 900, unit = TimeUnit.SECONDS)
    void tenThousandUnknownDevicesCostLittleAndHoldUpNobody() throws Exception {
        try (UnknownCrowd crowd = new UnknownCrowd(server.devices(), 10_000)) {
            long heapBefore = server.heapAfterCollection();
            crowd.come();
            while (crowd.isComing()) {
                assertThat(server.pendingLinks()).isLessThanOrEqualTo(64);
                Thread.sleep(200);
            }
            crowd.check();
            assertThat(crowd.held()).isBetween(64, 2000);
            assertThat(crowd.refused()).isEqualTo(10_000 - crowd.held());
            assertThat(server.heapAfterCollection() - heapBefore)
                    .as("bytes of heap that stay")
                    .isLessThan(16L << 20);
        }
        Awaitility.await("they are gone").atMost(SOON).until(() -> server.pendingLinks() == 0);
    }
}
