package netseat.identity;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import netseat.protocol.DeviceId;

/** Who a peer is, by the certificate that it showed; TLS has made sure that it holds the key. Pure functions. */
public final class PeerKey {
    /** SubjectPublicKeyInfo of a P-256 key up to the uncompressed point: one key has just one identifier. */
    private static final byte[] P256 =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private static final int P256_LENGTH = 91;

    private PeerKey() {}

    /**
     * The identifier of a certificate's key.
     *
     * @throws CertificateException when the key is not one of the curve P-256
     */
    public static DeviceId of(X509Certificate certificate) throws CertificateException {
        byte[] encoded = certificate.getPublicKey().getEncoded();
        if (encoded == null || encoded.length != P256_LENGTH || Arrays.mismatch(encoded, P256) != P256.length) {
            throw new CertificateException("not a key of the curve P-256");
        }
        return DeviceId.ofPublicKey(encoded);
    }
}
