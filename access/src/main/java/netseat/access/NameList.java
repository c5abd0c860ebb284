package netseat.access;

import java.util.List;

/**
 * Names of seats or machines, in which {@code *} stands for any number of characters.
 *
 * @param patterns at most {@value #MOST}, each of 1 to {@value #LONGEST} characters without line breaks
 */
public record NameList(List<String> patterns) {
    /** Every name. */
    public static final NameList ALL = new NameList(List.of("*"));

    /** No name. */
    public static final NameList NONE = new NameList(List.of());

    private static final int MOST = 64;
    private static final int LONGEST = 64;

    /**
     * Checks the patterns.
     *
     * @throws IllegalArgumentException with words for whoever wrote them
     */
    public NameList {
        patterns = List.copyOf(patterns);
        if (patterns.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " names in one list: use * in them");
        }
        for (String pattern : patterns) {
            if (pattern.isEmpty()
                    || pattern.length() > LONGEST
                    || pattern.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("a name in a list has 1 to " + LONGEST + " characters");
            }
        }
    }

    /** Whether every name is one of these. */
    public boolean isAll() {
        return patterns.contains("*");
    }

    /** Whether a name is one of these. */
    public boolean has(String name) {
        for (String pattern : patterns) {
            if (matches(pattern, name)) {
                return true;
            }
        }
        return false;
    }

    /** In time of the product of both lengths at most: only the last {@code *} is ever tried anew. */
    private static boolean matches(String pattern, String name) {
        int at = 0;
        int star = -1;
        int retry = 0;
        int i = 0;
        while (i < name.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                retry = i;
            } else if (at < pattern.length() && pattern.charAt(at) == name.charAt(i)) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++retry;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
