package netseat.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Who a device or a controller is: the SHA-256 of its public key, as 64 lower-case hexadecimal digits.
 *
 * @param digits as {@link #parse} makes them
 */
public record DeviceId(String digits) {
    /** How many digits there are. */
    public static final int DIGITS = 64;

    private static final int SHORT = 10;

    /** Only 64 lower-case hexadecimal digits are let through. */
    public DeviceId {
        if (digits.length() != DIGITS || !digits.chars().allMatch(DeviceId::isDigit)) {
            throw new IllegalArgumentException("not 64 hexadecimal digits");
        }
    }

    private static boolean isDigit(int character) {
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
    }

    /**
     * The identifier of a key.
     *
     * @param subjectPublicKeyInfo the certificate's field of this name in DER, which is
     *     {@link java.security.PublicKey#getEncoded()}
     */
    public static DeviceId ofPublicKey(byte[] subjectPublicKeyInfo) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(subjectPublicKeyInfo);
            return new DeviceId(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The identifier of a device that has no key and shows none: nothing but its network address says who it is. No key has
     * it, as nobody can find one whose hash it is.
     *
     * @param address without a port
     */
    public static DeviceId ofAddress(String address) {
        return ofPublicKey(("netseat address " + address).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what a person or a program wrote: digits in either case, with spaces, colons or dashes between them.
     *
     * @throws IllegalArgumentException when it is not 64 hexadecimal digits
     */
    public static DeviceId parse(String text) {
        if (text.length() > 2 * DIGITS) {
            throw new IllegalArgumentException("not 64 hexadecimal digits");
        }
        return new DeviceId(text.replaceAll("[ :-]", "").toLowerCase(Locale.ROOT));
    }

    /**
     * The first ten digits, for people to tell devices apart at a glance. It proves nothing: with patience somebody finds
     * another key that begins alike.
     */
    public String brief() {
        return digits.substring(0, SHORT);
    }

    /** All digits. */
    @Override
    public String toString() {
        return digits;
    }
}
