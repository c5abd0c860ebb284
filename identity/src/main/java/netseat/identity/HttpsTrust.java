package netseat.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which controllers a program trusts over HTTPS: those whose certificate comes from an authority that this Java knows, those of a
 * file, or just one by its fingerprint. There is no way to trust everybody. Immutable; reading blocks.
 */
public final class HttpsTrust {
    /** The authorities that this Java knows. */
    public static final HttpsTrust USUAL = new HttpsTrust(List.of(), true, Optional.empty());

    private static final long LONGEST = 256 * 1024;
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]{1,100000}-----END CERTIFICATE-----");

    private final List<X509Certificate> known;
    private final boolean usual;
    private final Optional<Fingerprint> pinned;

    private HttpsTrust(List<X509Certificate> known, boolean usual, Optional<Fingerprint> pinned) {
        this.known = known;
        this.usual = usual;
        this.pinned = pinned;
    }

    /** Trusts the one certificate with this fingerprint, under whatever name it is reached, and no other. */
    public static HttpsTrust of(Fingerprint fingerprint) {
        return new HttpsTrust(List.of(), false, Optional.of(fingerprint));
    }

    /**
     * Trusts the certificates of a PEM file, and no authority besides: those themselves under any name, and what they have signed
     * under the name that it says.
     *
     * @throws IOException when it cannot be read or has none; the message says what to do
     */
    public static HttpsTrust of(Path pem) throws IOException {
        return new HttpsTrust(read(pem), false, Optional.empty());
    }

    /** The same, and the authorities that this Java knows; fails as {@link #of(Path)}. */
    public static HttpsTrust besidesUsual(Path pem) throws IOException {
        return new HttpsTrust(read(pem), true, Optional.empty());
    }

    private static List<X509Certificate> read(Path pem) throws IOException {
        if (!Files.isReadable(pem)) {
            throw new IOException(pem + ": there is no such file, or you may not read it");
        }
        if (Files.size(pem) > LONGEST) {
            throw new IOException(pem + " is longer than any list of certificates that makes sense here");
        }
        List<X509Certificate> found = new ArrayList<>();
        Matcher each = CERTIFICATE.matcher(Files.readString(pem, StandardCharsets.ISO_8859_1));
        try {
            while (each.find()) {
                byte[] bytes = each.group().getBytes(StandardCharsets.ISO_8859_1);
                found.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes)));
            }
        } catch (CertificateException e) {
            throw new IOException(pem + " has a certificate that cannot be read: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new IOException(pem + " has no certificate in PEM (-----BEGIN CERTIFICATE-----)");
        }
        return List.copyOf(found);
    }

    /** TLS that connects to these controllers alone. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    new TrustManager[] {new Manager(known, usual ? List.of() : known, pinned)},
                    new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java has TLS, and what was read can be trusted", e);
        }
    }

    /** Why a connection did not come about, where that is the controller's certificate: in words that say what to do. */
    public static Optional<String> refusal(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal) {
                return Optional.of(String.valueOf(cause.getMessage()));
            }
        }
        return Optional.empty();
    }

    private static final class Refusal extends CertificateException {
        private static final long serialVersionUID = 1;

        Refusal(String words, @Nullable Throwable cause) {
            super(words, cause);
        }
    }

    /** What this Java does, and words. That it is an extended one keeps the JDK's check of the name with the usual one's. */
    private static final class Manager extends X509ExtendedTrustManager {
        private final List<X509Certificate> known;
        private final Optional<Fingerprint> pinned;
        private final X509ExtendedTrustManager usual;

        /** With these authorities, or the JDK's where there are none. */
        Manager(List<X509Certificate> known, List<X509Certificate> anchors, Optional<Fingerprint> pinned)
                throws GeneralSecurityException, IOException {
            this.known = known;
            this.pinned = pinned;
            this.usual = usual(anchors);
        }

        private static X509ExtendedTrustManager usual(List<X509Certificate> anchors)
                throws GeneralSecurityException, IOException {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            @Nullable KeyStore store = null; // the JDK's own
            if (!anchors.isEmpty()) {
                store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                for (Certificate anchor : anchors) {
                    store.setCertificateEntry("anchor " + store.size(), anchor);
                }
            }
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager found) {
                    return found;
                }
            }
            throw new GeneralSecurityException("this Java has no trust manager for X.509");
        }

        private interface Check {
            void check() throws CertificateException;
        }

        private void check(X509Certificate[] chain, Check usually) throws CertificateException {
            if (chain.length == 0) {
                throw new CertificateException("no certificate");
            }
            Fingerprint shown = Fingerprint.of(chain[0]);
            if (pinned.isPresent()) {
                if (!pinned.get().equals(shown)) {
                    throw new Refusal(
                            "the controller's certificate is another one: it has the fingerprint " + shown + ", and "
                                    + pinned.get() + " was given. Either it was renewed, or somebody stands between:"
                                    + " compare it with what the controller's start prints",
                            null);
                }
                return;
            }
            if (known.contains(chain[0])) {
                return;
            }
            try {
                usually.check();
            } catch (CertificateException e) {
                throw new Refusal(
                        "the controller's certificate is not trusted (" + e.getMessage() + "). It has the fingerprint "
                                + shown + ": if the controller's start prints the same, give --fingerprint "
                                + shown + ", or --certificate FILE with the certificate or its authority's in PEM",
                        e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String algorithm) throws CertificateException {
            check(chain, () -> usual.checkServerTrusted(chain, algorithm));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String algorithm, Socket socket)
                throws CertificateException {
            check(chain, () -> usual.checkServerTrusted(chain, algorithm, socket));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String algorithm, SSLEngine engine)
                throws CertificateException {
            check(chain, () -> usual.checkServerTrusted(chain, algorithm, engine));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String algorithm) throws CertificateException {
            throw new CertificateException("nobody connects to this program");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String algorithm, Socket socket)
                throws CertificateException {
            throw new CertificateException("nobody connects to this program");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String algorithm, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("nobody connects to this program");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return usual.getAcceptedIssuers();
        }
    }
}
