package netseat.automation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Reads a console's font: GNU Unifont's text format ({@code .hex}), or the Linux console's PSF 1 and 2, packed by gzip or not.
 * In a {@code .hex} file a line {@code cell 8x19} may say a size of cell other than 8x16, and lines may begin with {@code #};
 * characters of another width than the cell's are left out. Pure functions.
 */
final class FontFile {
    private static final int MAX_BYTES = 32 << 20;
    private static final int MAX_GLYPHS = 1 << 17;
    private static final int GZIP = 0x8B1F;
    private static final int PSF1 = 0x0436;
    private static final int PSF2 = 0x864AB572;
    private static final int PSF1_512 = 1;
    private static final int PSF1_TABLE = 2 | 4;
    private static final int PSF1_SEPARATOR = 0xFFFF;
    private static final int PSF1_SEQUENCE = 0xFFFE;
    private static final int PSF2_TABLE = 1;
    private static final int PSF2_SEPARATOR = 0xFF;
    private static final int PSF2_SEQUENCE = 0xFE;

    private FontFile() {}

    static ConsoleFont read(Path file) throws IOException, BadFileException {
        if (Files.size(file) > MAX_BYTES) {
            throw new BadFileException(file + " is too large for a font");
        }
        try {
            return parse(file.getFileName().toString(), Files.readAllBytes(file));
        } catch (BadFileException e) {
            throw new BadFileException(file + ": " + e.getMessage());
        }
    }

    static ConsoleFont parse(String name, byte[] file) throws BadFileException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length >= 2 && (in.getShort(0) & 0xFFFF) == GZIP) {
            return parse(name, unpacked(file));
        }
        if (file.length >= 4 && (in.getShort(0) & 0xFFFF) == PSF1) {
            return psf1(name, in);
        }
        if (file.length >= 32 && in.getInt(0) == PSF2) {
            return psf2(name, in);
        }
        return hex(name, file);
    }

    private static byte[] unpacked(byte[] file) throws BadFileException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            byte[] bytes = in.readNBytes(MAX_BYTES);
            if (bytes.length >= 2 && bytes[0] == (byte) GZIP && bytes[1] == (byte) (GZIP >> 8)) {
                throw new BadFileException("packed more than once");
            }
            return bytes;
        } catch (IOException e) {
            throw new BadFileException("not a gzip file: " + e.getMessage());
        }
    }

    private static ConsoleFont psf1(String name, ByteBuffer in) throws BadFileException {
        int mode = in.get(2) & 0xFF;
        int height = in.get(3) & 0xFF;
        int count = (mode & PSF1_512) != 0 ? 512 : 256;
        if ((mode & PSF1_TABLE) == 0) {
            throw new BadFileException("a PSF font without a table of its characters");
        }
        int[][] cells = cells(in, 4, count, 8, height);
        in.position(4 + count * height);
        List<ConsoleFont.Glyph> glyphs = new ArrayList<>();
        int glyph = 0;
        boolean sequence = false;
        while (in.remaining() >= 2 && glyph < count) {
            int unit = in.getShort() & 0xFFFF;
            if (unit == PSF1_SEPARATOR) {
                glyph++;
                sequence = false;
            } else if (unit == PSF1_SEQUENCE) {
                sequence = true;
            } else if (!sequence && !Character.isSurrogate((char) unit)) {
                glyphs.add(new ConsoleFont.Glyph(unit, cells[glyph]));
            }
        }
        return new ConsoleFont(name, 8, height, glyphs);
    }

    private static ConsoleFont psf2(String name, ByteBuffer in) throws BadFileException {
        int start = in.getInt(8);
        int flags = in.getInt(12);
        int count = in.getInt(16);
        int size = in.getInt(20);
        int height = in.getInt(24);
        int width = in.getInt(28);
        if ((flags & PSF2_TABLE) == 0) {
            throw new BadFileException("a PSF font without a table of its characters");
        }
        if (start < 32 || count < 0 || !ConsoleFont.fits(width, height) || size != (width + 7) / 8 * height) {
            throw new BadFileException("a PSF font's head that makes no sense");
        }
        int[][] cells = cells(in, start, count, width, height);
        in.position(start + count * size);
        List<ConsoleFont.Glyph> glyphs = new ArrayList<>();
        for (int glyph = 0; glyph < count && in.hasRemaining(); glyph++) {
            int from = in.position();
            int end = from; // of the characters that stand for themselves; sequences follow
            boolean sequence = false;
            for (int octet = in.get() & 0xFF; octet != PSF2_SEPARATOR && in.hasRemaining(); octet = in.get() & 0xFF) {
                sequence |= octet == PSF2_SEQUENCE;
                end = sequence ? end : in.position();
            }
            int[] rows = cells[glyph];
            utf8(in, from, end).codePoints().forEach(code -> glyphs.add(new ConsoleFont.Glyph(code, rows)));
        }
        return new ConsoleFont(name, width, height, glyphs);
    }

    private static String utf8(ByteBuffer in, int from, int end) throws BadFileException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(in.slice(from, end - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadFileException("a table of characters that is no UTF-8");
        }
    }

    private static int[][] cells(ByteBuffer in, int start, int count, int width, int height) throws BadFileException {
        int stride = (width + 7) / 8;
        if (!ConsoleFont.fits(width, height)
                || count > MAX_GLYPHS
                || (long) start + (long) count * stride * height > in.limit()) {
            throw new BadFileException("a PSF font that is cut short, or of characters above " + ConsoleFont.MAX_WIDTH
                    + "x" + ConsoleFont.MAX_HEIGHT);
        }
        int[][] cells = new int[count][height];
        int at = start;
        for (int[] cell : cells) {
            for (int y = 0; y < height; y++) {
                long row = 0;
                for (int i = 0; i < stride; i++) {
                    row = row << 8 | (in.get(at++) & 0xFF);
                }
                cell[y] = (int) (row >> (8 * stride - width));
            }
        }
        return cells;
    }

    private static ConsoleFont hex(String name, byte[] file) throws BadFileException {
        List<ConsoleFont.Glyph> glyphs = new ArrayList<>();
        int width = 8;
        int height = 16;
        int number = 0;
        for (String line : (Iterable<String>) new String(file, StandardCharsets.UTF_8).lines()::iterator) {
            number++;
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            if (line.startsWith("cell ")) {
                String[] sides = line.substring(5).strip().split("x", -1);
                width = sides.length == 2 ? number(sides[0], 10) : 0;
                height = sides.length == 2 ? number(sides[1], 10) : 0;
                if (!ConsoleFont.fits(width, height) || !glyphs.isEmpty()) {
                    throw new BadFileException("line " + number + ": no cell of a font, or not before its characters");
                }
                continue;
            }
            int colon = line.indexOf(':');
            int code = colon < 0 ? -1 : number(line.substring(0, colon), 16);
            String digits = line.substring(colon + 1).strip();
            if (!Character.isValidCodePoint(code) || !digits.matches("[0-9A-Fa-f]+")) {
                throw new BadFileException(
                        "line " + number + ": not a font's line, which is 0041:0000… with 2 digits for 8 pixels");
            }
            if (digits.length() == (width + 7) / 8 * 2 * height) {
                glyphs.add(new ConsoleFont.Glyph(code, rows(digits, width, height)));
            }
        }
        if (glyphs.isEmpty()) {
            throw new BadFileException("no font: neither PSF nor lines such as 0041:0000…");
        }
        return new ConsoleFont(name, width, height, glyphs);
    }

    private static int[] rows(String digits, int width, int height) {
        int perRow = digits.length() / height;
        int[] rows = new int[height];
        for (int y = 0; y < height; y++) {
            long row = Long.parseLong(digits, y * perRow, (y + 1) * perRow, 16);
            rows[y] = (int) (row >> (4 * perRow - width));
        }
        return rows;
    }

    private static int number(String text, int radix) {
        try {
            return Integer.parseInt(text.strip().toUpperCase(Locale.ROOT), radix);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
