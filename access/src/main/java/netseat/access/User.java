package netseat.access;

import java.util.regex.Pattern;

/**
 * Somebody who may log in.
 *
 * @param name 1 to 64 letters, digits and {@code . _ @ -}
 * @param seats at which they may sit, or which they may plug
 * @param vms into which
 */
public record User(String name, Role role, NameList seats, NameList vms) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException with words for whoever wrote it
     */
    public User {
        if (!NAME.matcher(name).matches() || name.equals(Caller.LOCAL)) {
            throw new IllegalArgumentException(
                    "a user's name has 1 to 64 letters, digits and . _ @ -, begins with a letter"
                            + " or digit, and is not \"" + Caller.LOCAL + '"');
        }
    }

    /** A name like what people call somebody, who may be called anything. */
    static String nameLike(String called) {
        String like = called.replaceAll("[^A-Za-z0-9._@-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        String name = like.substring(0, Math.min(64, like.length()));
        return name.isEmpty() || name.equals(Caller.LOCAL) ? "user-" + name : name;
    }
}
