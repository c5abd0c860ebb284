package netseat.automation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A font of a text console: every character in a cell of one size.
 *
 * @param name for people
 * @param width of a cell, 1 to {@link #MAX_WIDTH} pixels
 * @param height of a cell, 1 to {@link #MAX_HEIGHT} pixels
 * @param glyphs a character may have more than one
 */
record ConsoleFont(String name, int width, int height, List<Glyph> glyphs) {
    static final int MAX_WIDTH = 32;
    static final int MAX_HEIGHT = 64;

    /** How a character may look. Never changes. */
    static final class Glyph {
        private final int character;
        private final int[] rows;

        /**
         * A glyph.
         *
         * @param character its code point
         * @param rows of the cell from the top, of each the leftmost pixel in bit {@code width - 1}
         */
        Glyph(int character, int[] rows) {
            this.character = character;
            this.rows = rows;
        }

        int character() {
            return character;
        }

        int[] rows() {
            return rows;
        }
    }

    /** What is recognised without being asked for: the VGA's text, GRUB's graphical text, Linux's and UEFI's consoles. */
    static List<ConsoleFont> delivered() {
        return Stream.of("vga", "linux", "unifont", "fixed", "uefi")
                .map(ConsoleFont::delivered)
                .toList();
    }

    private static ConsoleFont delivered(String name) {
        String resource = name + ".hex";
        try (InputStream in = ConsoleFont.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its font " + resource);
            }
            return FontFile.parse(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BadFileException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean fits(int width, int height) {
        return width >= 1 && width <= MAX_WIDTH && height >= 1 && height <= MAX_HEIGHT;
    }
}
