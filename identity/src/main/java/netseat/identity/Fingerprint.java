package netseat.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/**
 * By what people compare a certificate with another: SHA-256 of the whole of it, as browsers and {@code openssl x509 -fingerprint}
 * show it.
 *
 * @param hex 64 hexadecimal digits, in capitals
 */
public record Fingerprint(String hex) {
    private static final String PREFIX = "SHA256:";
    private static final int DIGITS = 64;

    /**
     * Checks the digits.
     *
     * @throws IllegalArgumentException with words for whoever wrote it
     */
    public Fingerprint {
        if (!hex.matches("[0-9A-F]{" + DIGITS + "}")) {
            throw new IllegalArgumentException("a fingerprint is " + PREFIX + " and " + DIGITS
                    + " hexadecimal digits, as the controller's start prints it; colons may stand between them");
        }
    }

    /** That of a certificate. */
    public static Fingerprint of(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Fingerprint(HexFormat.of().withUpperCase().formatHex(digest));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256, and a certificate that was read its bytes", e);
        }
    }

    /**
     * As people write it: with or without {@value #PREFIX} and colons, in small letters or capitals.
     *
     * @throws IllegalArgumentException with words for whoever wrote it
     */
    public static Fingerprint parse(String written) {
        String digits = written.strip().toUpperCase(Locale.ROOT);
        return new Fingerprint(digits.replaceFirst("^SHA-?256[:=]", "").replace(":", ""));
    }

    /** {@value #PREFIX} and the digits, with a colon after each two. */
    @Override
    public String toString() {
        return PREFIX + hex.replaceAll("..(?=.)", "$0:");
    }
}
