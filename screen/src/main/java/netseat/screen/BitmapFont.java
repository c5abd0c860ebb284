package netseat.screen;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A font of our own for what the controller draws itself: Latin-1 and a few signs, in three sizes that are enlarged by whole
 * factors. It is part of Spleen (FONTS.txt beside its files). Never changes; any thread.
 */
public final class BitmapFont {
    /** As many rows of text as a screen shows at least, unless it is too low for the smallest size. */
    private static final int ROWS = 30;

    private static final String CELL = "cell ";
    private static final int UNKNOWN = '?';
    private static final int NO_BREAK_SPACE = 0xA0;
    private static final byte[] NOTHING = {};

    private static final List<BitmapFont> SIZES = List.of(read("spleen16"), read("spleen24"), read("spleen32"));

    private final int width;
    private final int height;
    private final int factor;
    private final Map<Integer, byte[]> glyphs;

    private BitmapFont(int width, int height, int factor, Map<Integer, byte[]> glyphs) {
        this.width = width;
        this.height = height;
        this.factor = factor;
        this.glyphs = glyphs;
    }

    /** The largest size in which a picture of this height in pixels has room for some thirty rows of text. */
    public static BitmapFont forHeight(int pixels) {
        int most = Math.max(1, pixels / ROWS);
        BitmapFont best = SIZES.getFirst();
        for (BitmapFont size : SIZES) {
            int times = most / size.height;
            if (times >= 1 && size.height * times > best.cellHeight()) {
                best = new BitmapFont(size.width, size.height, times, size.glyphs);
            }
        }
        return best;
    }

    private static BitmapFont read(String name) {
        Map<Integer, byte[]> glyphs = new HashMap<>();
        int width = 0;
        int height = 0;
        try (InputStream in = Objects.requireNonNull(BitmapFont.class.getResourceAsStream(name + ".hex"), name)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList()) {
                if (line.startsWith(CELL)) {
                    String[] sides = line.substring(CELL.length()).split("x", 2);
                    width = Integer.parseInt(sides[0]);
                    height = Integer.parseInt(sides[1]);
                } else if (!line.startsWith("#")) {
                    String[] parts = line.split(":", 2);
                    glyphs.put(Integer.parseInt(parts[0], 16), HexFormat.of().parseHex(parts[1]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BitmapFont(width, height, 1, glyphs);
    }

    /** The width of each character in pixels. */
    public int cellWidth() {
        return width * factor;
    }

    /** The height of each character in pixels. */
    public int cellHeight() {
        return height * factor;
    }

    /** The shape of a character, for {@link #isInk}. */
    byte[] glyph(int character) {
        byte[] glyph = glyphs.get(character);
        if (glyph == null) {
            glyph = character == ' ' || character == NO_BREAK_SPACE ? NOTHING : glyphs.get(UNKNOWN);
        }
        return glyph == null ? NOTHING : glyph;
    }

    /** Whether a shape has ink at this pixel of its cell. */
    boolean isInk(byte[] glyph, int x, int y) {
        int column = x / factor;
        int at = y / factor * ((width + 7) / 8) + column / 8;
        return at < glyph.length && (glyph[at] & 0x80 >> column % 8) != 0;
    }
}
