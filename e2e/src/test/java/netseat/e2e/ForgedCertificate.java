package netseat.e2e;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A certificate that says one thing to the TLS of a test and has other bytes on the wire. */
final class ForgedCertificate extends X509Certificate {
    private static final long serialVersionUID = 1;

    private final X509Certificate like;
    private final byte[] onTheWire;

    ForgedCertificate(X509Certificate like, byte[] onTheWire) {
        this.like = like;
        this.onTheWire = onTheWire.clone();
    }

    @Override
    public byte[] getEncoded() {
        return onTheWire.clone();
    }

    @Override
    public PublicKey getPublicKey() {
        return like.getPublicKey();
    }

    @Override
    public void checkValidity() {}

    @Override
    public void checkValidity(Date date) {}

    @Override
    public int getVersion() {
        return like.getVersion();
    }

    @Override
    public BigInteger getSerialNumber() {
        return like.getSerialNumber();
    }

    @Override
    @Deprecated
    public Principal getIssuerDN() {
        return like.getIssuerX500Principal();
    }

    @Override
    @Deprecated
    public Principal getSubjectDN() {
        return like.getSubjectX500Principal();
    }

    @Override
    public Date getNotBefore() {
        return like.getNotBefore();
    }

    @Override
    public Date getNotAfter() {
        return like.getNotAfter();
    }

    @Override
    public byte[] getTBSCertificate() throws CertificateEncodingException {
        return like.getTBSCertificate();
    }

    @Override
    public byte[] getSignature() {
        return like.getSignature();
    }

    @Override
    public String getSigAlgName() {
        return like.getSigAlgName();
    }

    @Override
    public String getSigAlgOID() {
        return like.getSigAlgOID();
    }

    @Override
    public byte @Nullable [] getSigAlgParams() {
        return like.getSigAlgParams();
    }

    @Override
    public boolean @Nullable [] getIssuerUniqueID() {
        return null;
    }

    @Override
    public boolean @Nullable [] getSubjectUniqueID() {
        return null;
    }

    @Override
    public boolean @Nullable [] getKeyUsage() {
        return null;
    }

    @Override
    public int getBasicConstraints() {
        return -1;
    }

    @Override
    public void verify(PublicKey key) throws CertificateException {
        throw new CertificateException("forged");
    }

    @Override
    public void verify(PublicKey key, String provider) throws CertificateException {
        throw new CertificateException("forged");
    }

    @Override
    public String toString() {
        return "forged " + like;
    }

    @Override
    public boolean hasUnsupportedCriticalExtension() {
        return false;
    }

    @Override
    public @Nullable Set<String> getCriticalExtensionOIDs() {
        return null;
    }

    @Override
    public @Nullable Set<String> getNonCriticalExtensionOIDs() {
        return null;
    }

    @Override
    public byte @Nullable [] getExtensionValue(String oid) {
        return null;
    }
}
