package netseat.controller;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One-time codes by which a device enters without an administrator at the console: 50 bits, good once, for ten minutes. Only
 * their hashes are kept. Not thread-safe: {@link Admission} guards it.
 */
final class PairingCodes {
    /** How long a code is good, in seconds. */
    static final int SECONDS = 600;

    private static final int MOST = 16;
    private static final int LENGTH = 10;
    private static final int GROUP = 5;

    /** Crockford's: without letters that are taken for digits. */
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    private final RateLimit tries;
    private final List<Code> codes = new ArrayList<>();

    private record Code(ByteBuffer hash, String seat, long madeNanos) {}

    PairingCodes(LongSupplier nanos) {
        this.nanos = nanos;
        // In a code's life 640 wrong ones can be tried, by everybody together, against 2^50.
        this.tries = new RateLimit(40, TimeUnit.SECONDS.toNanos(1));
    }

    /** A new code for a seat; empty when there are too many that nobody has used. */
    Optional<String> make(String seat) {
        forgetOld();
        if (codes.size() >= MOST) {
            return Optional.empty();
        }
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(i == GROUP ? "-" : "").append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        codes.add(new Code(ByteBuffer.wrap(hash(code.toString())), seat, nanos.getAsLong()));
        return Optional.of(code.toString());
    }

    /** Whether somebody may try now; each call counts as a try. */
    boolean mayTry() {
        return tries.take(nanos.getAsLong());
    }

    /** The seat of a code, which is used up by this; empty when there is no such code. Takes the same time either way. */
    Optional<String> use(String typed) {
        forgetOld();
        byte[] hash = hash(typed);
        int found = -1;
        for (int i = 0; i < codes.size(); i++) {
            if (MessageDigest.isEqual(codes.get(i).hash().array(), hash)) {
                found = i;
            }
        }
        return found < 0 ? Optional.empty() : Optional.of(codes.remove(found).seat());
    }

    private void forgetOld() {
        codes.removeIf(code -> nanos.getAsLong() - code.madeNanos() > TimeUnit.SECONDS.toNanos(SECONDS));
    }

    /** Of the code as it was meant: without dashes and spaces, letters for digits forgiven. */
    private static byte[] hash(String typed) {
        String meant = typed.toUpperCase(Locale.ROOT)
                .replaceAll("[ -]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        try {
            return MessageDigest.getInstance("SHA-256").digest(meant.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
