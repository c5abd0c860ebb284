package netseat.identity;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Foreign certificates and files: a {@link GeneralSecurityException} or an identity, nothing else. */
class IdentityFuzzTest {
    @FuzzTest(maxExecutions = 15_000)
    void pem(byte[] file) {
        try {
            assert Identity.ofPem(new String(file, StandardCharsets.ISO_8859_1)).id() != null;
        } catch (GeneralSecurityException e) {
            assert e != null;
        }
    }

    /** What a peer shows in a handshake, from the JDK's parser on. */
    @FuzzTest(maxExecutions = 15_000)
    void certificate(byte[] der) {
        try {
            X509Certificate read = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            assert PeerKey.of(read) != null;
        } catch (GeneralSecurityException e) {
            assert e != null;
        }
    }
}
