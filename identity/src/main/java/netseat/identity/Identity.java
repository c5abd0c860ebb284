package netseat.identity;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netseat.protocol.DeviceId;

/**
 * A private key of the curve P-256, and a certificate that it has signed itself. The key is who a device or controller is;
 * the certificate only carries it through TLS, so that its name and dates mean nothing and never expire.
 */
public record Identity(PrivateKey key, X509Certificate certificate) {
    private static final byte[] ECDSA_WITH_SHA256 = oid("2a8648ce3d040302");
    private static final byte[] COMMON_NAME = oid("550403");
    private static final byte[] ALTERNATIVE_NAME = oid("551d11");
    private static final int SERIAL_BITS = 120;

    /** Makes a new one. */
    public static Identity make(String commonName) {
        return make(commonName, List.of());
    }

    /**
     * Makes a new one for a host, as browsers want to see it.
     *
     * @param names of the host, or its addresses
     */
    public static Identity make(String commonName, List<String> names) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new Identity(pair.getPrivate(), selfSigned(commonName, names, pair.getPublic(), pair.getPrivate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /** RFC 5280, section 4.1; without extensions but the names. */
    private static X509Certificate selfSigned(
            String commonName, List<String> names, PublicKey publicKey, PrivateKey key)
            throws GeneralSecurityException {
        byte[] algorithm = Der.value(Der.SEQUENCE, ECDSA_WITH_SHA256);
        byte[] name = Der.value(
                Der.SEQUENCE,
                Der.value(
                        Der.SET,
                        Der.value(
                                Der.SEQUENCE,
                                COMMON_NAME,
                                Der.value(Der.UTF8_STRING, commonName.getBytes(StandardCharsets.UTF_8)))));
        byte[] always = Der.value(
                Der.SEQUENCE,
                Der.value(Der.UTC_TIME, ascii("700101000000Z")),
                Der.value(Der.GENERALIZED_TIME, ascii("99991231235959Z")));
        byte[] serial = new BigInteger(SERIAL_BITS, new SecureRandom())
                .add(BigInteger.ONE)
                .toByteArray();
        byte[] content = Der.value(
                Der.SEQUENCE,
                Der.value(Der.CONTEXT_0, Der.value(Der.INTEGER, new byte[] {2})),
                Der.value(Der.INTEGER, serial),
                algorithm,
                name,
                always,
                name,
                publicKey.getEncoded(),
                extensions(names));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(content);
        byte[] whole =
                Der.value(Der.SEQUENCE, content, algorithm, Der.value(Der.BIT_STRING, new byte[1], signature.sign()));
        return certificate(whole);
    }

    private static byte[] extensions(List<String> names) {
        if (names.isEmpty()) {
            return new byte[0];
        }
        byte[][] all = names.stream().map(Identity::alternativeName).toArray(byte[][]::new);
        return Der.value(
                Der.CONTEXT_3,
                Der.value(
                        Der.SEQUENCE,
                        Der.value(
                                Der.SEQUENCE,
                                ALTERNATIVE_NAME,
                                Der.value(Der.OCTET_STRING, Der.value(Der.SEQUENCE, all)))));
    }

    private static byte[] alternativeName(String name) {
        try {
            return Der.value(Der.IP_ADDRESS, InetAddress.ofLiteral(name).getAddress());
        } catch (IllegalArgumentException e) {
            return Der.value(Der.DNS_NAME, ascii(name));
        }
    }

    private static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static byte[] oid(String hex) {
        return Der.value(Der.OBJECT_IDENTIFIER, HexFormat.of().parseHex(hex));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Its identifier. */
    public DeviceId id() {
        return DeviceId.ofPublicKey(certificate.getPublicKey().getEncoded());
    }

    /** Key (PKCS #8) and certificate as PEM, as OpenSSL and others read it. A secret. */
    public String pem() {
        try {
            return block("PRIVATE KEY", key.getEncoded()) + block("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read or made has its bytes", e);
        }
    }

    private static String block(String kind, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
    }

    /**
     * Reads what {@link #pem} or {@code openssl} wrote.
     *
     * @throws GeneralSecurityException when it is not a P-256 key with its own certificate
     */
    public static Identity ofPem(String pem) throws GeneralSecurityException {
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der(pem, "PRIVATE KEY")));
        X509Certificate certificate = certificate(der(pem, "CERTIFICATE"));
        PeerKey.of(certificate);
        byte[] probe = certificate.getEncoded();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(probe);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("the key and the certificate do not belong together");
        }
        return new Identity(key, certificate);
    }

    private static byte[] der(String pem, String kind) throws GeneralSecurityException {
        Matcher block = Pattern.compile("-----BEGIN " + kind + "-----([A-Za-z0-9+/=\\s]*+)-----END " + kind + "-----")
                .matcher(pem);
        if (!block.find()) {
            throw new GeneralSecurityException("no " + kind + " in PEM");
        }
        try {
            return Base64.getMimeDecoder().decode(block.group(1));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("a broken " + kind + " in PEM", e);
        }
    }

    /** Without the key: what is printed or logged must not contain it. */
    @Override
    public String toString() {
        return "Identity[" + id() + "]";
    }
}
