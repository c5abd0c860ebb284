package netseat.automation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of one line of a script, taken one after the other. Whoever takes a word that is not what it must be is told so by an
 * {@link IllegalArgumentException}. Owned by one thread.
 */
final class Words {
    private static final Pattern TIME = Pattern.compile("(\\d{1,7})(ms|s|m)");
    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,6}");

    private final List<Word> words;
    private int next;

    /** @param quoted whether it stood in quotation marks, so that it is no keyword */
    private record Word(String text, boolean quoted) {}

    private Words(List<Word> words) {
        this.words = words;
    }

    /** Words that somebody else has separated, such as a shell. */
    static Words of(List<String> separate) {
        return new Words(separate.stream().map(word -> new Word(word, false)).toList());
    }

    /** The words of a line: between spaces, or between quotation marks. */
    static Words of(String line) {
        List<Word> words = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            char first = line.charAt(at);
            if (Character.isWhitespace(first)) {
                at++;
            } else if (first == '"') {
                int end = at + 1;
                while (end < line.length() && line.charAt(end) != '"') {
                    end += line.charAt(end) == '\\' ? 2 : 1;
                }
                if (end >= line.length()) {
                    throw new IllegalArgumentException("a quotation mark has no counterpart");
                }
                words.add(new Word(line.substring(at + 1, end), true));
                at = end + 1;
            } else {
                int end = at;
                while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
                    end++;
                }
                words.add(new Word(line.substring(at, end), false));
                at = end;
            }
        }
        return new Words(words);
    }

    boolean isAtEnd() {
        return next == words.size();
    }

    /** Whether the next word is this one; it is taken then. */
    boolean take(String keyword) {
        if (isAtEnd() || words.get(next).quoted || !words.get(next).text.equals(keyword)) {
            return false;
        }
        next++;
        return true;
    }

    /** Whether the next word begins with this, outside of quotation marks. */
    boolean begins(String prefix) {
        return !isAtEnd() && !words.get(next).quoted && words.get(next).text.startsWith(prefix);
    }

    /** The next word as it stands. */
    String word(String what) {
        if (isAtEnd()) {
            throw new IllegalArgumentException("the line lacks " + what);
        }
        return words.get(next++).text;
    }

    /** The next word as a text, in which a backslash begins what cannot be written. */
    String text(String what) {
        String raw = word(what);
        StringBuilder text = new StringBuilder();
        boolean escaped = false;
        for (int i = 0; i < raw.length(); i++) {
            char each = raw.charAt(i);
            if (escaped) {
                text.append(unescaped(each));
                escaped = false;
            } else if (each == '\\') {
                escaped = true;
            } else {
                text.append(each);
            }
        }
        if (escaped) {
            throw new IllegalArgumentException("a text ends with a backslash; write \\\\ for the character itself");
        }
        return text.toString();
    }

    private static char unescaped(char escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'e' -> '\033';
            case 'b' -> '\b';
            case '\\', '"' -> escaped;
            default ->
                throw new IllegalArgumentException(
                        "no \\" + escaped + " is known in a text, only \\n \\t \\e \\b \\\\ \\\"");
        };
    }

    /** The next word as a whole number between two. */
    int integer(String what, int least, int most) {
        String word = word(what);
        int value = INTEGER.matcher(word).matches() ? Integer.parseInt(word) : Integer.MIN_VALUE;
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be " + least + " to " + most + ", not '" + word + "'");
        }
        return value;
    }

    /** The next word as a time. */
    Duration time(String what) {
        String word = word(what);
        Matcher time = TIME.matcher(word);
        if (!time.matches()) {
            throw new IllegalArgumentException(what + " must be a time such as 500ms, 30s or 2m, not '" + word + "'");
        }
        long number = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    /** The next word as a time, if there is one. */
    Duration time(String what, Duration otherwise) {
        return isAtEnd() ? otherwise : time(what);
    }

    Path file() {
        return Path.of(word("a file"));
    }

    /** Nothing may follow. */
    void end() {
        if (!isAtEnd()) {
            throw new IllegalArgumentException("'" + words.get(next).text + "' is one word too many");
        }
    }
}
