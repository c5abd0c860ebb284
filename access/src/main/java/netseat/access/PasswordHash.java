package netseat.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password's argon2id hash (RFC 9106), written as other programs write it:
 * {@code $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH}. Making one takes its memory and some tens of milliseconds of a core.
 */
final class PasswordHash {
    /** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
    private static final int MEMORY_KIB = 19 * 1024;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT = 16;
    private static final int HASH = 32;

    /** What a hash that was read may cost at most, as it may have come from elsewhere. */
    private static final int MOST_MEMORY_KIB = 64 * 1024;

    private static final int MOST_PASSES = 8;
    private static final int MOST_LANES = 4;
    private static final int LONGEST = 64;

    private static final Pattern WRITTEN = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([1-9][0-9]{0,6}),t=([1-9]),p=([1-9])\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private final int memoryKib;
    private final int passes;
    private final int lanes;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int memoryKib, int passes, int lanes, byte[] salt, byte[] hash) {
        this.memoryKib = memoryKib;
        this.passes = passes;
        this.lanes = lanes;
        this.salt = salt;
        this.hash = hash;
    }

    /** The hash of a new password, with a salt of its own. */
    static PasswordHash of(String password) {
        byte[] salt = Secrets.bytes(SALT);
        return new PasswordHash(MEMORY_KIB, PASSES, LANES, salt, hash(password, MEMORY_KIB, PASSES, LANES, salt, HASH));
    }

    /** What was written; empty when it is none, or costs more than it may. */
    static Optional<PasswordHash> parse(String written) {
        Matcher parts = WRITTEN.matcher(written);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int memory = Integer.parseInt(parts.group(1));
        int passes = Integer.parseInt(parts.group(2));
        int lanes = Integer.parseInt(parts.group(3));
        byte[] salt;
        byte[] hash;
        try {
            salt = Base64.getDecoder().decode(parts.group(4));
            hash = Base64.getDecoder().decode(parts.group(5));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean bounded = memory <= MOST_MEMORY_KIB
                && passes <= MOST_PASSES
                && lanes <= MOST_LANES
                && memory >= 8 * lanes
                && salt.length <= LONGEST
                && hash.length <= LONGEST;
        return bounded ? Optional.of(new PasswordHash(memory, passes, lanes, salt, hash)) : Optional.empty();
    }

    /** Whether this is the password's; takes the same time either way. */
    boolean is(String password) {
        return MessageDigest.isEqual(hash, hash(password, memoryKib, passes, lanes, salt, hash.length));
    }

    /** Takes the time of {@link #is} for whoever has no password; never right. */
    static boolean isNobodys(String password) {
        return of(password).hash.length == 0;
    }

    private static byte[] hash(String password, int memoryKib, int passes, int lanes, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        generator.generateBytes(bytes, hash);
        Arrays.fill(bytes, (byte) 0);
        return hash;
    }

    /** As it is kept. */
    String written() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memoryKib + ",t=" + passes + ",p=" + lanes + '$' + base64.encodeToString(salt)
                + '$' + base64.encodeToString(hash);
    }

    /** Without the hash: what is printed or logged must not contain it. */
    @Override
    public String toString() {
        return "PasswordHash[m=" + memoryKib + ",t=" + passes + ",p=" + lanes + "]";
    }
}
