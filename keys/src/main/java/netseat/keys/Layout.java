package netseat.keys;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which keys make which characters in a guest that is set to a keyboard layout. Never changes; any thread.
 *
 * <p>A layout's file has a line {@code character = chord} for each character; where a dead key is needed, {@code character =
 * chord chord}. The character may be written as {@code U+00E9}. Lines that begin with {@code #} are comments, but for {@code # =}
 * with the key of that character. Keys are called as on a US keyboard, whatever the layout makes of them.
 */
public final class Layout {
    private static final List<String> DELIVERED = List.of("us", "uk", "de", "fr");
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_CHORDS = 8;

    private final String name;
    private final Map<Integer, List<Chord>> characters;

    private Layout(String name, Map<Integer, List<Chord>> characters) {
        this.name = name;
        this.characters = Map.copyOf(characters);
    }

    /**
     * A delivered layout ({@code us}, {@code uk}, {@code de}, {@code fr}), or one from a file.
     *
     * @throws IOException when there is no such file or it cannot be read
     * @throws BadLayoutException when the file is no layout; the message says which line
     */
    public static Layout of(String nameOrFile) throws IOException, BadLayoutException {
        if (DELIVERED.contains(nameOrFile)) {
            try (InputStream in = Layout.class.getResourceAsStream(nameOrFile + ".layout")) {
                if (in == null) {
                    throw new IllegalStateException("the program lacks its layout " + nameOrFile);
                }
                return new Layout(nameOrFile, LayoutFile.parse(in.readAllBytes()));
            }
        }
        Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "no layout '" + nameOrFile + "': neither a file nor one of " + String.join(", ", DELIVERED));
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new BadLayoutException(file + " is too large for a layout");
        }
        try {
            return new Layout(file.getFileName().toString(), LayoutFile.parse(Files.readAllBytes(file)));
        } catch (BadLayoutException e) {
            throw new BadLayoutException(file + ": " + e.getMessage());
        }
    }

    /** The layout of US keyboards. */
    public static Layout us() {
        try {
            return of("us");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BadLayoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of those that need no file. */
    public static List<String> delivered() {
        return DELIVERED;
    }

    /** By what name it was asked for. */
    public String name() {
        return name;
    }

    /**
     * The chords that make a text, in their order.
     *
     * @throws IllegalArgumentException when the layout lacks a character
     */
    public List<Chord> chords(String text) {
        List<Chord> chords = new ArrayList<>();
        text.codePoints().forEach(character -> {
            List<Chord> made = characters.get(character);
            if (made == null) {
                throw new IllegalArgumentException("the layout " + name + " lacks U+%04X".formatted(character)
                        + (character > ' ' ? " (" + Character.toString(character) + ")" : ""));
            }
            chords.addAll(made);
        });
        return chords;
    }

    /**
     * The chord that somebody means: names of keys with plus signs between, such as {@code ctrl+alt+f2}. One character stands
     * for the key that makes it in this layout, with the modifiers that it needs.
     *
     * @throws IllegalArgumentException when a key is not known
     */
    public Chord chord(String names) {
        List<Integer> keys = new ArrayList<>();
        for (String part : names.split("(?<=.)\\+(?=.)", -1)) { // so that the last may be the plus sign itself
            keys.addAll(key(part).keys());
        }
        return new Chord(keys.stream().distinct().toList());
    }

    private Chord key(String name) {
        if (name.codePointCount(0, name.length()) != 1) {
            return Chord.of(name);
        }
        List<Chord> chords = chords(name);
        if (chords.size() != 1) {
            throw new IllegalArgumentException("'" + name + "' takes more than one key in the layout " + this.name);
        }
        return chords.getFirst();
    }

    /** Bounds for {@link LayoutFile}. */
    static boolean fits(List<Chord> chords) {
        return chords.size() <= MAX_CHORDS;
    }
}
