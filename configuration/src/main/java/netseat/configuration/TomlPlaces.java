package netseat.configuration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where the keys and tables of a TOML text stand, which its parser does not tell. Made for texts that the parser has taken: of
 * others, what it says means nothing, but it ends.
 */
final class TomlPlaces {
    private static final int DEEPEST = 100;

    /** Declarations are not as deep as this; and long paths in a file of any kind must not cost much. */
    private static final int LONGEST_PATH = 8;

    private static final char END = '\0';
    private static final String TRIPLE_QUOTE = "\"\"\"";
    private static final String TRIPLE_APOSTROPHE = "'''";

    private final String text;
    private final Map<List<String>, Integer> offsets = new HashMap<>();
    private final int[] lines;
    private int at;

    private TomlPlaces(String text) {
        this.text = text;
        this.lines = IntStream.concat(
                        IntStream.of(0),
                        IntStream.range(0, text.length())
                                .filter(i -> text.charAt(i) == '\n')
                                .map(i -> i + 1))
                .toArray();
    }

    /** The places in this text. */
    static TomlPlaces of(String text) {
        TomlPlaces places = new TomlPlaces(text);
        places.document();
        return places;
    }

    /** Where the key of this path stands, or the innermost table around it that has a place; the elements of lists have none. */
    Optional<Fault.Place> of(List<String> path) {
        for (int length = path.size(); length > 0; length--) {
            Integer offset = offsets.get(path.subList(0, length));
            if (offset != null) {
                return Optional.of(place(offset));
            }
        }
        return Optional.empty();
    }

    private Fault.Place place(int offset) {
        int found = Arrays.binarySearch(lines, offset);
        int line = found < 0 ? -found - 2 : found;
        return new Fault.Place(line + 1, offset - lines[line] + 1);
    }

    private void document() {
        List<String> table = List.of();
        while (skipToNext()) {
            int before = at;
            if (peek() == '[') {
                while (peek() == '[') {
                    at++;
                }
                table = key(List.of());
                skipLine();
            } else {
                pair(table, 0);
            }
            if (at == before) {
                at++; // no TOML; on with it
            }
        }
    }

    /** A key and its value. */
    private void pair(List<String> table, int depth) {
        List<String> path = key(table);
        skipBlanks();
        if (peek() == '=') {
            at++;
            value(path, depth);
        }
    }

    /** A key that may have dots; each table that it names has its place here unless it has one already. */
    private List<String> key(List<String> table) {
        List<String> path = new ArrayList<>(table);
        while (true) {
            skipBlanks();
            int begin = at;
            path.add(name());
            if (path.size() <= LONGEST_PATH) {
                offsets.putIfAbsent(List.copyOf(path), begin);
            }
            skipBlanks();
            if (peek() != '.') {
                return List.copyOf(path);
            }
            at++;
        }
    }

    private String name() {
        if (peek() == '"' || peek() == '\'') {
            int begin = at;
            string();
            return unquoted(text.substring(begin, at));
        }
        int begin = at;
        while (Character.isLetterOrDigit(peek()) || peek() == '-' || peek() == '_') {
            at++;
        }
        return text.substring(begin, at);
    }

    /** Keys with escapes in them are not found under their names; the table around them is. */
    private static String unquoted(String quoted) {
        return quoted.length() < 2 ? "" : quoted.substring(1, quoted.length() - 1);
    }

    private void value(List<String> path, int depth) {
        skipBlanks();
        switch (peek()) {
            case '"', '\'' -> string();
            case '[' -> list(path, depth + 1);
            case '{' -> inlineTable(path, depth + 1);
            default -> {
                while (peek() != END && ",]}#\r\n".indexOf(peek()) < 0) {
                    at++;
                }
            }
        }
    }

    private void list(List<String> path, int depth) {
        at++;
        while (depth < DEEPEST && skipToNext() && peek() != ']') {
            int before = at;
            value(path, depth);
            skipToNext();
            if (peek() == ',' || at == before) {
                at++;
            }
        }
        at++;
    }

    private void inlineTable(List<String> path, int depth) {
        at++;
        while (depth < DEEPEST && skipToNext() && peek() != '}') {
            int before = at;
            pair(path, depth);
            skipToNext();
            if (peek() == ',' || at == before) {
                at++;
            }
        }
        at++;
    }

    private void string() {
        for (String triple : List.of(TRIPLE_QUOTE, TRIPLE_APOSTROPHE)) {
            if (text.startsWith(triple, at)) {
                at += triple.length();
                skipString(triple, triple.charAt(0) == '"');
                while (peek() == triple.charAt(0)) {
                    at++; // up to two quotes before the three that end it
                }
                return;
            }
        }
        char quote = peek();
        at++;
        skipString(String.valueOf(quote), quote == '"');
    }

    /** To behind the end of a string. */
    private void skipString(String end, boolean escapes) {
        while (peek() != END && !text.startsWith(end, at)) {
            at += escapes && peek() == '\\' ? 2 : 1;
        }
        at = Math.min(text.length(), at + end.length());
    }

    /** To the next thing that is neither space nor comment; whether there is one. */
    private boolean skipToNext() {
        while (peek() != END) {
            if (peek() == '#') {
                skipLine();
            } else if (Character.isWhitespace(peek())) {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    private void skipLine() {
        while (peek() != END && peek() != '\n') {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }
}
