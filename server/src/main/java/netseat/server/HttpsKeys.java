package netseat.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netseat.identity.Fingerprint;

/**
 * The certificate and key of the pages, as PEM: an operator's, read anew when the files have changed, or the controller's own,
 * which it has signed itself. Reading blocks.
 */
final class HttpsKeys {
    private static final long LONGEST = 256 * 1024;
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");
    private static final int DNS_NAME = 2;
    private static final Map<String, String> SIGNATURES =
            Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
    private static final long HANDSHAKE_SECONDS = 10;

    private volatile Source now;

    /** The two files, and what they held. */
    record Source(Path certificateFile, Path keyFile, Buffer certificate, Buffer key, X509Certificate first) {}

    private HttpsKeys(Source now) {
        this.now = now;
    }

    /**
     * Those of two files.
     *
     * @throws IOException when they cannot be read or are no PEM; the message says what to do
     */
    static HttpsKeys of(Path certificate, Path key) throws IOException {
        return new HttpsKeys(read(certificate, key));
    }

    private static Source read(Path certificateFile, Path keyFile) throws IOException {
        Buffer certificate = file(certificateFile);
        Buffer key = file(keyFile);
        try {
            X509Certificate first = first(certificate);
            if (!belongTogether(first, key)) {
                throw new IOException("the key in " + keyFile + " does not belong to the certificate in "
                        + certificateFile + ": give the two that were made together");
            }
            return new Source(certificateFile, keyFile, certificate, key, first);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    certificateFile + " has no certificate in PEM, or " + keyFile + " no key of its kind: "
                            + e.getMessage(),
                    e);
        }
    }

    private static Buffer file(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + ": there is no such file, or the controller's user may not read it");
        }
        if (Files.size(file) > LONGEST) {
            throw new IOException(file + " is longer than any certificate");
        }
        return Buffer.buffer(Files.readAllBytes(file));
    }

    private static X509Certificate first(Buffer pem) throws GeneralSecurityException {
        String text = pem.toString(StandardCharsets.US_ASCII);
        int begin = Math.max(0, text.indexOf("-----BEGIN CERTIFICATE-----"));
        byte[] bytes = text.substring(begin).getBytes(StandardCharsets.US_ASCII);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }

    /** Whether this key signs what that certificate's proves. TLS would find out only when somebody connects. */
    private static boolean belongTogether(X509Certificate certificate, Buffer pem) throws GeneralSecurityException {
        String kind = certificate.getPublicKey().getAlgorithm();
        String algorithm = SIGNATURES.get(kind);
        Matcher key = PRIVATE_KEY.matcher(pem.toString(StandardCharsets.US_ASCII));
        if (algorithm == null || !key.find()) {
            return true; // of a kind that only TLS knows
        }
        byte[] bytes = Base64.getMimeDecoder().decode(key.group(1));
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
        signature.update(bytes);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(bytes);
        return signature.verify(signed);
    }

    /**
     * Reads the files anew.
     *
     * @return whether they have changed
     * @throws IOException as {@link #of}; then what was there stays
     */
    boolean readAgain() throws IOException {
        return readFrom(now.certificateFile(), now.keyFile());
    }

    /**
     * Reads other files, or the same anew.
     *
     * @return whether they hold something else
     * @throws IOException as {@link #of}; then what was there stays
     */
    boolean readFrom(Path certificate, Path key) throws IOException {
        Source read = read(certificate, key);
        boolean changed =
                !read.certificate().equals(now.certificate()) || !read.key().equals(now.key());
        now = read;
        return changed;
    }

    /** What counts at this moment. */
    Source source() {
        return now;
    }

    /** Takes back what was read after this. */
    void goBack(Source before) {
        now = before;
    }

    /** How TLS is to be from now on. */
    ServerSSLOptions options() {
        ServerSSLOptions options = new ServerSSLOptions().setKeyCertOptions(pem());
        options.setEnabledSecureTransportProtocols(PROTOCOLS);
        options.setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        return options;
    }

    /** The same for a server that is to be made. */
    HttpServerOptions with(HttpServerOptions options) {
        return options.setSsl(true)
                .setKeyCertOptions(pem())
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setUseAlpn(false) // HTTP/1.1 alone: a WebSocket wants a connection of its own
                .setSslEngineOptions(TlsListener.engine());
    }

    private PemKeyCertOptions pem() {
        Source pair = now;
        return new PemKeyCertOptions().addCertValue(pair.certificate()).addKeyValue(pair.key());
    }

    /** The names of the domain name system that the certificate is for. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = now.first().getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.getFirst() instanceof Integer kind && kind == DNS_NAME) {
                    names.add(String.valueOf(name.getLast()));
                }
            }
        } catch (GeneralSecurityException e) {
            return names; // a certificate whose names nobody can read has none
        }
        return names;
    }

    /** By what a person may compare it with what a browser or program shows. */
    Fingerprint fingerprint() {
        return Fingerprint.of(now.first());
    }
}
