package netseat.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random secrets, and their hashes, which are all that is kept of them. Thread-safe. */
final class Secrets {
    private static final int BYTES = 32;
    private static final int PASSWORD_GROUPS = 4;
    private static final int PASSWORD_GROUP = 5;

    /** Without letters that are taken for digits, or for one another. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** 256 random bits, in 43 characters of base64url. */
    static String token() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A password that can be typed: 20 letters and digits of 31 kinds, 99 bits. */
    static String password() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_GROUPS * PASSWORD_GROUP; i++) {
            if (i > 0 && i % PASSWORD_GROUP == 0) {
                password.append('-');
            }
            password.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /**
     * SHA-256 in hex. A secret of 256 bits needs no slow hash. To look it up by this tells an attacker by the time it takes
     * something of the hash, but nothing of a secret that would lead to it.
     */
    static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether both are the same, in a time that does not say where they differ. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
