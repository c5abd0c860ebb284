package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import netseat.device.SeatAddress;
import netseat.device.VirtualSeat;
import netseat.identity.Fingerprint;
import netseat.identity.HttpsTrust;
import netseat.identity.Identity;
import netseat.identity.PrivateFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pages over TLS: by the controller's own certificate, or one that is given and renewed. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HttpsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DECLARED = Guests.machine("null1", "autostart = false\n") + Guests.seat("a", "null1");

    @TempDir
    private Path folder;

    /** The certificate that was shown last; whatever it is, it is taken. */
    private final AtomicReference<X509Certificate> shown = new AtomicReference<>();

    private HttpClient client() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TakesAll(shown)}, new SecureRandom());
        return HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private record TakesAll(AtomicReference<X509Certificate> shown) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String algorithm) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String algorithm) {
            shown.set(chain[0]);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static ServerProcess start(String https) throws IOException {
        return ServerProcess.startBy(ServerProcess.java("netseat.e2e.NullServer", "-Xmx256m"), https + DECLARED);
    }

    private static HttpRequest.Builder request(ServerProcess server, String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
                .timeout(SOON);
    }

    @Test
    void itsOwnCertificateIsForThisHostAndItsCookieForTlsAlone() throws Exception {
        try (ServerProcess server = start("[https]\nnames = [\"desk.example\"]\n");
                HttpClient client = client()) {
            Awaitility.await("it has said all")
                    .atMost(SOON)
                    .until(() -> server.output().contains("/login#"));
            assertThat(server.output()).contains("Netseat is ready: https://localhost:" + server.port() + "/");
            String secret = server.output().split("/login#", 2)[1].strip();
            HttpResponse<String> answer = client.send(
                    request(server, "/api/v1/session")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"token\": \"" + secret + "\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).startsWith("__Host-netseat-").contains("; Secure", "; HttpOnly", "; Path=/");
            assertThat(server.output()).contains(fingerprint(shown.get()));
            assertThat(shown.get().getSubjectAlternativeNames())
                    .anySatisfy(name -> assertThat(name).isEqualTo(List.of(2, "localhost")));
            WebSocket socket = client.newWebSocketBuilder()
                    .header("Cookie", cookie.split(";", 2)[0])
                    .header("Origin", "https://localhost:" + server.port())
                    .buildAsync(
                            URI.create("wss://localhost:" + server.port() + "/seat/a/link"),
                            new WebSocket.Listener() {})
                    .join();
            socket.abort();
            assertThat(RawHttp.ask(server.port(), "GET /login HTTP/1.1"))
                    .as("without TLS")
                    .doesNotContain("200 OK");
            assertThat(PrivateFile.read(server.stateFolder().resolve("https.pem")))
                    .contains("PRIVATE KEY");
        }
    }

    /** What a program of this class path printed, and how it ended. */
    private record Said(int status, String out, String err) {}

    private Said run(ServerProcess server, boolean local, String main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = ServerProcess.java(main, "-XX:TieredStopAtLevel=1");
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("NETSEAT_STATE", (local ? server.stateFolder() : folder).toString());
        builder.environment().put("NETSEAT_TOKEN", server.localToken());
        builder.environment().put("NETSEAT_URL", "https://localhost:" + server.port());
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void programsTrustItsOwnCertificateOnlyWhenTheyAreTold() throws Exception {
        String cli = "netseat.cli.Netseat";
        try (ServerProcess server = start("[https]\n")) {
            String fingerprint = "SHA256:" + fingerprint(certificate(server));
            Said stranger = run(server, false, cli, "seats");
            assertThat(stranger.status()).isEqualTo(3);
            assertThat(stranger.err()).contains("not trusted", "--fingerprint " + fingerprint, "--certificate");
            assertThat(run(server, false, cli, "seats", "--fingerprint", fingerprint)
                            .out())
                    .contains("null1");
            String other = fingerprint.replaceFirst("..$", fingerprint.endsWith("00") ? "11" : "00");
            Said wrong = run(server, false, cli, "seats", "--fingerprint", other);
            assertThat(wrong.err()).contains("is another one", fingerprint, other);
            assertThat(wrong.status()).isEqualTo(3);
            assertThat(run(server, false, cli, "seats", "--fingerprint", "SHA256:12")
                            .err())
                    .contains("64 hexadecimal digits");
            Path pem = folder.resolve("desk.crt");
            Files.writeString(
                    pem,
                    PrivateFile.read(server.stateFolder().resolve("https.pem"))
                            .replaceFirst("(?s)-----BEGIN PRIVATE KEY.*END PRIVATE KEY-----\n", ""));
            assertThat(run(server, false, cli, "seats", "--trust", pem.toString())
                            .out())
                    .contains("null1");
            assertThat(run(server, true, cli, "seats").out())
                    .as("whoever may read its files")
                    .contains("null1");
            String page = "https://localhost:" + server.port() + "/seat/a";
            Said device = run(server, false, "netseat.desk.Main", "virtual", "--seat", page, "type", "x");
            assertThat(device.status()).isEqualTo(5);
            assertThat(device.err()).contains("not trusted", "--fingerprint " + fingerprint);
            String[] pinned = {"virtual", "--seat", page, "--fingerprint", other, "type", "x"};
            assertThat(run(server, false, "netseat.desk.Main", pinned).err()).contains("is another one", fingerprint);
            URI link = URI.create("wss://127.0.0.1:" + server.port() + "/seat/a/link");
            for (HttpsTrust trust : List.of(HttpsTrust.of(pem), HttpsTrust.of(Fingerprint.parse(fingerprint)))) {
                SeatAddress seat = new SeatAddress(link, server.localToken(), trust);
                try (VirtualSeat sitting = VirtualSeat.connect(seat)) {
                    assertThat(sitting.await(VirtualSeat::isWelcome, SOON)).isTrue();
                }
            }
        }
    }

    @Test
    void aCertificateThatAnAuthorityHasSignedIsForItsNameAlone() throws Exception {
        Path authority = folder.resolve("authority.pem");
        shell("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=authority -keyout"
                + " authority.key -out authority.pem");
        shell("openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=desk -addext"
                + " subjectAltName=DNS:localhost -keyout desk.key -out desk.csr && openssl x509 -req -in desk.csr -CA"
                + " authority.pem -CAkey authority.key -CAcreateserial -days 1 -copy_extensions copy -out desk.crt");
        String https = "[https]\ncertificate = \"" + folder.resolve("desk.crt") + "\"\nkey = \""
                + folder.resolve("desk.key") + "\"\n";
        try (ServerProcess server = start(https);
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(HttpsTrust.of(authority).context())
                        .build()) {
            HttpResponse<String> answer =
                    client.send(request(server, "/healthz").build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("ok\n");
            HttpRequest byAddress = HttpRequest.newBuilder(
                            URI.create("https://127.0.0.1:" + server.port() + "/healthz"))
                    .timeout(SOON)
                    .build();
            assertThatThrownBy(() -> client.send(byAddress, HttpResponse.BodyHandlers.ofString()))
                    .satisfies(fault -> assertThat(HttpsTrust.refusal(fault)).isPresent());
        }
    }

    private void shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("said")))
                .isZero();
    }

    private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    }

    @Test
    void aRenewedCertificateIsTakenWithoutDroppingAnybody() throws Exception {
        Path pem = folder.resolve("desk.pem");
        Identity first = Identity.make("desk", List.of("localhost"));
        Identity second = Identity.make("desk", List.of("localhost"));
        PrivateFile.write(pem, first.pem());
        String https = "[https]\ncertificate = \"" + pem + "\"\nkey = \"" + pem + "\"\n";
        try (ServerProcess server = start(https);
                HttpClient client = client()) {
            HttpResponse<InputStream> events = client.send(
                    request(server, "/api/v1/events")
                            .header("Authorization", "Bearer " + server.localToken())
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(shown.get()).isEqualTo(first.certificate());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).startsWith("event: state");
                PrivateFile.write(pem, "nonsense");
                assertThat(reload(server, https)).contains("stays as it was");
                PrivateFile.write(pem, second.pem());
                Awaitility.await("new connections see it")
                        .atMost(SOON)
                        .until(() -> certificate(server), second.certificate()::equals);
                HttpRequest plug = request(server, "/api/v1/seats/a/plug")
                        .header("Authorization", "Bearer " + server.localToken())
                        .POST(HttpRequest.BodyPublishers.ofString("{\"vm\": null}"))
                        .build();
                assertThat(client.send(plug, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(204);
                assertThat(lines.lines()
                                .filter(line -> line.startsWith("event: "))
                                .findFirst())
                        .as("the old connection goes on")
                        .isPresent();
            }
        }
    }

    @Test
    void aReloadTakesOtherFilesAndNamesAndSaysWhatWantsARestart() throws Exception {
        Path first = folder.resolve("first.pem");
        Path second = folder.resolve("second.pem");
        Identity one = Identity.make("desk", List.of("localhost"));
        Identity other = Identity.make("desk", List.of("localhost"));
        PrivateFile.write(first, one.pem());
        PrivateFile.write(second, other.pem());
        try (ServerProcess server = start(https(first, first, ""))) {
            assertThat(certificate(server)).isEqualTo(one.certificate());
            assertThat(statusUnder(server, "other.example")).isEqualTo(403);
            assertThat(reload(server, https(second, second, "names = [\"other.example\"]\n")))
                    .contains("certificate is that of " + second, "[other.example]");
            assertThat(certificate(server)).isEqualTo(other.certificate());
            assertThat(statusUnder(server, "other.example")).isEqualTo(200);
            assertThat(reload(server, https(second, second, "names = [\"other.example\"]\n")))
                    .isEqualTo("{\"changes\":[]}");
            assertThat(reload(server, https(first, second, "")))
                    .contains("stays as it was", "does not belong to the certificate");
            assertThat(reload(server, https(folder.resolve("none"), second, "")))
                    .contains("there is no such file");
            assertThat(certificate(server)).isEqualTo(other.certificate());
            assertThat(reload(server, "[https]\n")).contains("certificate is that of", "https.pem");
            assertThat(reload(server, "")).contains("next start of the controller", "by HTTPS");
        }
    }

    /** Of the log-in page, for whoever asks under this name. */
    private int statusUnder(ServerProcess server, String host) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TakesAll(shown)}, new SecureRandom());
        try (Socket socket = context.getSocketFactory().createSocket("localhost", server.port())) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream()
                    .write(("GET /login HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    private static String https(Path certificate, Path key, String more) {
        return "[https]\ncertificate = \"" + certificate + "\"\nkey = \"" + key + "\"\n" + more;
    }

    private String reload(ServerProcess server, String https) throws Exception {
        Files.writeString(server.stateFolder().resolveSibling("vms.toml"), https + DECLARED);
        try (HttpClient client = client()) {
            HttpRequest reload = request(server, "/api/v1/reload")
                    .header("Authorization", "Bearer " + server.localToken())
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            return client.send(reload, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** The one that a new connection sees. */
    private X509Certificate certificate(ServerProcess server) throws Exception {
        try (HttpClient client = client()) {
            client.send(request(server, "/healthz").build(), HttpResponse.BodyHandlers.discarding());
            return shown.get();
        }
    }
}
