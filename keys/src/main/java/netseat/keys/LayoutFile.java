package netseat.keys;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a layout's file; {@link Layout} explains it. Pure functions. */
final class LayoutFile {
    private static final Pattern DEFINITION = Pattern.compile("(\\S+)\\s+=\\s+(\\S.*)");
    private static final Pattern CODE_POINT = Pattern.compile("U\\+([0-9A-Fa-f]{4,6})");

    private LayoutFile() {}

    static Map<Integer, List<Chord>> parse(byte[] file) throws BadLayoutException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadLayoutException("a layout that is no UTF-8");
        }
        Map<Integer, List<Chord>> characters = new HashMap<>();
        for (String control : List.of("\nenter", "\ttab", "\bbackspace", "\033esc", "\177delete", " space")) {
            characters.put((int) control.charAt(0), List.of(Chord.of(control.substring(1))));
        }
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            Matcher definition = DEFINITION.matcher(line.strip());
            int character = definition.matches() ? character(definition.group(1)) : -1;
            if (character >= 0) {
                characters.put(character, chords(number, definition.group(2)));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new BadLayoutException("line " + number + ": not 'character = chord', such as  @ = altgr+q");
            }
        }
        return characters;
    }

    /** The one character, -1 when it is not one. */
    private static int character(String text) {
        Matcher code = CODE_POINT.matcher(text);
        if (code.matches()) {
            int point = Integer.parseInt(code.group(1), 16);
            return Character.isValidCodePoint(point) ? point : -1;
        }
        return text.codePointCount(0, text.length()) == 1 ? text.codePointAt(0) : -1;
    }

    private static List<Chord> chords(int number, String names) throws BadLayoutException {
        List<Chord> chords = new ArrayList<>();
        try {
            for (String chord : names.strip().split("\\s+", -1)) {
                chords.add(Chord.of(chord));
            }
        } catch (IllegalArgumentException e) {
            throw new BadLayoutException("line " + number + ": " + e.getMessage());
        }
        if (!Layout.fits(chords)) {
            throw new BadLayoutException("line " + number + ": too many keys for one character");
        }
        return List.copyOf(chords);
    }
}
