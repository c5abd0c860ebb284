package netseat.screen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes the vectors of {@code docs/vectors/pictures.txt} and, of them, the fuzzer's first inputs. They are made anew, by
 * {@link #main}, only when the wire changes: an encoder that decides otherwise leaves them as true as they were.
 */
final class PictureVectorMaker {
    private static final int FULL_COLOUR = 0xFFFFFF;
    private static final int LINE = 120;

    private final List<PictureVectors.Vector> vectors = new ArrayList<>();
    private final Random random = new Random(24);
    private final ByteBuffer out = ByteBuffer.allocate(64 * 1024);
    private List<PictureVectors.Frame> frames = new ArrayList<>();
    private PictureDecoder unit = new PictureDecoder();

    // Of the vectors that an encoder makes.
    private Framebuffer source = new Framebuffer(1, 1);
    private Damage damage = new Damage(1, 1);
    private PictureEncoder encoder = new PictureEncoder(PictureFormat.FULL);

    private PictureVectorMaker() {}

    static List<PictureVectors.Vector> make() throws BadPictureException {
        PictureVectorMaker maker = new PictureVectorMaker();
        maker.plainCommands();
        maker.copies();
        maker.pointers();
        maker.colours();
        maker.textThatIsTyped();
        maker.photographs();
        maker.quick();
        maker.cacheAndForgetting();
        maker.passing();
        return maker.vectors;
    }

    /** Writes the vectors' file and the fuzzer's inputs. */
    public static void main(String[] arguments) throws IOException, BadPictureException {
        List<PictureVectors.Vector> vectors = make();
        StringBuilder text = new StringBuilder("""
                # What a display unit is sent, and what it shows then: see docs/protocol.md, "Pictures".
                #
                # [name] begins a unit's life. Then, for each PICTURE frame in its order: its drawing commands in
                # hexadecimal, and after "=" what the unit shows. That is the picture's size and hash; the size, hot spot
                # and hash of the pointer's shape; and the pointer's place or "hidden". A hash is FNV-1a with 32 bits
                # (h = 0x811c9dc5; for each byte h = (h xor byte) * 0x01000193) over red, green and blue of each pixel,
                # row by row; of the pointer also alpha.
                """);
        for (PictureVectors.Vector vector : vectors) {
            text.append("\n[").append(vector.name()).append("]\n");
            for (PictureVectors.Frame frame : vector.frames()) {
                String hex = frame.hex();
                for (int i = 0; i < hex.length(); i += LINE) {
                    text.append(hex, i, Math.min(hex.length(), i + LINE)).append('\n');
                }
                text.append("= ").append(frame.shown()).append('\n');
            }
        }
        Files.writeString(PictureVectors.file(), text);
        writeFuzzInputs(vectors);
    }

    private static void writeFuzzInputs(List<PictureVectors.Vector> vectors) throws IOException {
        Path folder = PictureVectors.file()
                .resolve("../../../screen/src/test/resources/netseat/screen/PictureDecoderFuzzTestInputs")
                .normalize();
        Files.createDirectories(folder.resolve("anyBytes"));
        Files.createDirectories(folder.resolve("anyFrames"));
        Random random = new Random(25);
        for (PictureVectors.Vector vector : vectors) {
            String name = vector.name().replace(' ', '-');
            byte[] first = vector.frames().getFirst().commands();
            Files.write(folder.resolve("anyBytes").resolve(name), first);
            byte[] whole = PictureDecoderFuzzTest.framed(vector.frames());
            Files.write(folder.resolve("anyFrames").resolve(name), whole);
            for (int i = 0; i < 2; i++) {
                byte[] mutated = whole.clone();
                for (int change = 0; change < 3; change++) {
                    mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                }
                Files.write(folder.resolve("anyFrames").resolve(name + "-mutated-" + i), mutated);
            }
        }
    }

    private void plainCommands() throws BadPictureException {
        begin("a mode is black", 0, FULL_COLOUR, 3, 2);
        encode();
        begin("plain tiles of every number of colours", 0, FULL_COLOUR, 40, 37);
        everyNumberOfColours();
        encode();
        draw(3, 5, 30, 20, 0x00FF00);
        encode();
        begin("a mode after a mode", 0, FULL_COLOUR, 20, 20);
        everyNumberOfColours();
        encode();
        out.put(bytes("01 0007 0005  02 0001 0001 0006 0003 c0ffee"));
        frame();
        out.put(bytes("01 0007 0005"));
        frame();
    }

    private void copies() throws BadPictureException {
        begin("copies that overlap in every direction", 0, FULL_COLOUR, 40, 37);
        everyNumberOfColours();
        encode();
        for (String copy : List.of(
                "03 0003 0004 0014 000f 0008 0009", // right and down
                "03 0008 0009 0014 000f 0003 0004", // left and up
                "03 0000 0000 0027 0025 0001 0000", // right
                "03 0001 0000 0027 0025 0000 0000", // left
                "03 0000 0000 0028 0024 0000 0001", // down
                "03 0000 0001 0028 0024 0000 0000", // up
                "03 0028 0025 0000 0000 0000 0000")) { // nothing
            out.put(bytes(copy));
            frame();
        }
        begin("a copy that an encoder found", PictureFormat.EXACT, FULL_COLOUR, 64, 64);
        text(0, 0, 8, 4);
        encode();
        System.arraycopy(source.pixels(), 16 * 64, source.pixels(), 0, 48 * 64);
        text(0, 48, 8, 1);
        damage.markAll();
        encode();
    }

    private void pointers() throws BadPictureException {
        begin("a pointer's shape and place", 0, FULL_COLOUR, 16, 16);
        PictureEncoder.cursor(
                new CursorShape(3, 2, 2, 1, new int[] {0x80FF0001, 0x01020304, 0, -1, 0xFF112233, 0x7F0000FF}), out);
        encode();
        PictureEncoder.pointer(-3, 14, true, out);
        frame();
        PictureEncoder.pointer(40, 14, false, out);
        frame();
        PictureEncoder.cursor(CursorShape.NONE, out);
        frame();
    }

    private void colours() throws BadPictureException {
        for (int depth : new int[] {16, 8}) {
            begin(
                    "a unit of " + depth + " bits a pixel",
                    PictureFormat.EXACT,
                    PictureFormat.of(0, depth).mask(),
                    40,
                    37);
            gradient(0, 0, 40, 37);
            encode();
            text(3, 4, 3, 1);
            encode();
        }
    }

    private void textThatIsTyped() throws BadPictureException {
        begin("text that is typed", PictureFormat.EXACT, FULL_COLOUR, 80, 48);
        draw(0, 0, 80, 48, 0x202830);
        text(0, 0, 10, 2);
        encode();
        for (int letter = 0; letter < 10; letter++) {
            glyph(8 * letter, 32, random.nextInt(26), 0xE0E0E0, 0x202830);
            encode();
        }
        draw(2, 3, 70, 40, 0x336699);
        encode();
        text(4, 8, 8, 2);
        encode();
    }

    private void photographs() throws BadPictureException {
        begin("photographs, gradients and noise to the edges", PictureFormat.EXACT, FULL_COLOUR, 53, 37);
        gradient(0, 0, 53, 37);
        encode();
        for (int i = 0; i < 500; i++) {
            source.pixels()[random.nextInt(source.pixels().length)] = random.nextInt(1 << 24);
        }
        damage.markAll();
        encode();
        noise(14, 10, 24, 20);
        encode();
        begin("one column", PictureFormat.EXACT, FULL_COLOUR, 1, 33);
        noise(0, 0, 1, 33);
        encode();
    }

    /** Pictures of more tiles than the models draw on a fast link. */
    private void quick() throws BadPictureException {
        begin("quick pixels beside models", PictureFormat.EXACT, FULL_COLOUR, 83, 69);
        text(0, 0, 10, 4);
        gradient(50, 33, 33, 36);
        encode();
        everyNumberOfColours();
        noise(32, 0, 16, 16);
        draw(32, 4, 51, 6, 0x0000FF);
        encode();
        gradient(0, 0, 83, 69);
        draw(3, 9, 70, 15, 0x123456);
        encode();
        for (int i = 0; i < 3000; i++) {
            source.pixels()[random.nextInt(source.pixels().length)] = random.nextInt(1 << 24);
        }
        damage.markAll();
        encode();
        text(0, 0, 10, 4);
        encode();
        encoder.forget();
        text(0, 0, 10, 4);
        encode();
        begin(
                "quick pixels of few bits",
                PictureFormat.EXACT,
                PictureFormat.of(0, 8).mask(),
                83,
                69);
        gradient(0, 0, 83, 69);
        encode();
    }

    private void cacheAndForgetting() throws BadPictureException {
        begin("tiles from the cache", PictureFormat.EXACT, FULL_COLOUR, 48, 40);
        everyNumberOfColours();
        int[] first = source.pixels().clone();
        encode();
        gradient(0, 0, 48, 40);
        encode();
        System.arraycopy(first, 0, source.pixels(), 0, first.length);
        damage.markAll();
        encode();
        source.pixels()[0] ^= 1;
        damage.markAll();
        encode();
        source.pixels()[0] ^= 1;
        damage.markAll();
        encode();
        begin("forgetting", PictureFormat.EXACT, FULL_COLOUR, 48, 40);
        text(0, 0, 6, 2);
        encode();
        encoder.forget();
        text(0, 0, 6, 2);
        encode();
        text(0, 0, 6, 2);
        encode();
        begin("models without copies and cache", PictureFormat.MODELLED, FULL_COLOUR, 15, 15);
        text(0, 0, 2, 1);
        encode();
        draw(3, 3, 9, 9, 0xABCDEF);
        encode();
    }

    private void passing() throws BadPictureException {
        begin("a picture that passes over the exact one", PictureFormat.EXACT, FULL_COLOUR, 40, 37);
        gradient(0, 0, 40, 37);
        encode();
        ByteBuffer jpeg = Objects.requireNonNull(
                JpegLibrary.find().orElseThrow().compress(source.pixels(), source.width(), 16, 0, 24, 32, 40));
        out.put(bytes("0b 0010 0000 0018 0020"));
        out.putInt(jpeg.remaining()).put(jpeg);
        frame();
        draw(3, 5, 30, 20, 0x00FF00);
        encode();
    }

    /** A new unit, and an encoder that begins for it. */
    private void begin(String name, int codings, int mask, int width, int height) {
        unit = new PictureDecoder();
        frames = new ArrayList<>();
        vectors.add(new PictureVectors.Vector(name, frames));
        source = new Framebuffer(width, height);
        damage = new Damage(width, height);
        encoder = new PictureEncoder(new PictureFormat(codings, mask), () -> 0);
        encoder.begin(source, damage, out);
    }

    /** The encoder's next picture. */
    private void encode() throws BadPictureException {
        if (!frames.isEmpty()) {
            encoder.start(PictureEncoder.UNLIMITED); // the first was started by begin()
        }
        boolean done;
        do {
            done = encoder.encode(out);
            frame();
        } while (!done);
    }

    /** What has been written is a frame. */
    private void frame() throws BadPictureException {
        out.flip();
        String hex = HexFormat.of().formatHex(out.array(), 0, out.limit());
        unit.decode(out);
        out.clear();
        frames.add(new PictureVectors.Frame(hex, PictureVectors.describe(unit)));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private void draw(int x, int y, int width, int height, int colour) {
        for (int row = y; row < y + height; row++) {
            Arrays.fill(source.pixels(), row * source.width() + x, row * source.width() + x + width, colour);
        }
        damage.mark(x, y, width, height);
    }

    private void everyNumberOfColours() {
        int[] numbers = {1, 2, 3, 4, 5, 16, 17, 256};
        for (int y = 0; y < source.height(); y++) {
            for (int x = 0; x < source.width(); x++) {
                int number = numbers[(x / Tile.SIDE + y / Tile.SIDE * 3) % numbers.length];
                source.pixels()[y * source.width() + x] = random.nextInt(number) * 0x0B0F07 & FULL_COLOUR;
            }
        }
        damage.markAll();
    }

    private void noise(int x, int y, int width, int height) {
        for (int row = y; row < y + height; row++) {
            for (int column = x; column < x + width; column++) {
                source.pixels()[row * source.width() + column] = random.nextInt(1 << 24);
            }
        }
        damage.mark(x, y, width, height);
    }

    /** Soft colours with a little grain and one hard edge. */
    private void gradient(int x, int y, int width, int height) {
        for (int row = y; row < y + height; row++) {
            for (int column = x; column < x + width; column++) {
                int grain = random.nextInt(4);
                int red = 4 * column + grain;
                int green = 3 * row + column + grain;
                int blue = column > 2 * row ? 200 - column + grain : 40 + 2 * row;
                source.pixels()[row * source.width() + column] = (red << 16 | green << 8 | blue) & FULL_COLOUR;
            }
        }
        damage.mark(x, y, width, height);
    }

    private void text(int x, int y, int columns, int rows) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                glyph(x + 8 * column, y + 16 * row, random.nextInt(26), 0xE0E0E0, 0x202830);
            }
        }
    }

    /** A letter of a font that nobody reads: the same strokes each time. */
    private void glyph(int x, int y, int letter, int ink, int paper) {
        int width = Math.min(8, source.width() - x);
        int height = Math.min(16, source.height() - y);
        IntStream strokes = new Random(letter).ints(16, 0, 256);
        int[] lines = strokes.toArray();
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                boolean on = (lines[row / 3] >> column & 1) != 0;
                source.pixels()[(y + row) * source.width() + x + column] = on ? ink : paper;
            }
        }
        damage.mark(x, y, width, height);
    }
}
