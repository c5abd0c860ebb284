package netseat.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class IdentityTest {
    @TempDir
    private Path folder;

    @Test
    void theCertificateIsSignedByItsOwnKeyAndNeverExpires() throws GeneralSecurityException {
        Identity made = Identity.make("Müller's keyboard");
        made.certificate().verify(made.certificate().getPublicKey());
        made.certificate().checkValidity();
        assertThat(made.certificate().getNotAfter().toInstant()).hasToString("9999-12-31T23:59:59Z");
        assertThat(made.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=Müller's keyboard");
        assertThat(Identity.make("x").id()).isNotEqualTo(made.id());
        assertThat(made.toString())
                .doesNotContain(made.pem().lines().skip(1).findFirst().orElseThrow());
    }

    @Test
    void isTheSameAfterAFileAndOpenSslFindsTheSameIdentifier() throws IOException, InterruptedException {
        Path file = folder.resolve("deep").resolve("key.pem");
        Identity made = PrivateFile.identity(file, "x");
        assertThat(PrivateFile.identity(file, "x")).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("deep"))))
                .isEqualTo("rwx------");
        assertThat(shell("openssl x509 -in " + file + " -pubkey -noout | openssl pkey -pubin -outform der | sha256sum"))
                .startsWith(made.id().toString());
        assertThat(shell("openssl x509 -in " + file + " -noout -checkend 0; openssl verify -CAfile " + file + " "
                        + file))
                .contains("will not expire", "OK");
    }

    @Test
    void readsWhatOpenSslMakes() throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("made.pem");
        shell("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=x -keyout " + file
                + " -out " + file + ".crt 2>&1; cat " + file + ".crt >> " + file);
        Identity read = Identity.ofPem(Files.readString(file));
        assertThat(read.id()).isEqualTo(PeerKey.of(read.certificate()));
    }

    private static String shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of("sh", "-c", command)).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        Path file = folder.resolve("key.pem");
        PrivateFile.identity(file, "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> PrivateFile.identity(file, "x"))
                .withMessageContaining("chmod 600");
    }

    @Test
    void whatIsNoIdentityIsRefusedAndKept() throws IOException {
        Path file = folder.resolve("key.pem");
        PrivateFile.write(file, "nonsense");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> PrivateFile.identity(file, "x"))
                .withMessageContaining("restore it");
        assertThat(file).hasContent("nonsense");
        String one = Identity.make("x").pem();
        String other = Identity.make("x").pem();
        String mixed =
                one.substring(0, one.indexOf("-----BEGIN CERT")) + other.substring(other.indexOf("-----BEGIN CERT"));
        assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(() -> Identity.ofPem(mixed));
    }

    @Test
    void onlyKeysOfTheOneCurveAreLetIn() throws IOException, InterruptedException, GeneralSecurityException {
        for (String kind : List.of("ec -pkeyopt ec_paramgen_curve:P-384", "rsa:2048", "ed25519")) {
            Path file = folder.resolve("other.pem");
            shell("openssl req -x509 -newkey " + kind + " -nodes -days 1 -subj /CN=x -keyout /dev/null -out " + file
                    + " 2>&1");
            assertThatExceptionOfType(CertificateException.class)
                    .as(kind)
                    .isThrownBy(() -> PeerKey.of((java.security.cert.X509Certificate)
                            java.security.cert.CertificateFactory.getInstance("X.509")
                                    .generateCertificate(Files.newInputStream(file))));
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        assertThat(pair.getPublic().getEncoded())
                .as("what PeerKey takes for the length")
                .hasSize(91);
    }
}
