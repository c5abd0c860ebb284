package netseat.screen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The pictures of {@code docs/vectors/pictures.txt}: what a display unit is sent, and what it shows then. */
final class PictureVectors {
    private static final String FOLDER = "docs/vectors";

    /**
     * One display unit's life.
     *
     * @param frames in their order; the unit's memory goes on from one to the next
     */
    record Vector(String name, List<Frame> frames) {}

    /**
     * One PICTURE frame.
     *
     * @param hex its drawing commands
     * @param shown what the unit shows after it, as {@link #describe} says it
     */
    record Frame(String hex, String shown) {
        byte[] commands() {
            return HexFormat.of().parseHex(hex);
        }
    }

    private PictureVectors() {}

    static Path file() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path vectors = folder.resolve(FOLDER);
            if (Files.isDirectory(vectors)) {
                return vectors.resolve("pictures.txt");
            }
        }
        throw new IllegalStateException("there is no folder \"" + FOLDER + "\" here or above");
    }

    static List<Vector> read() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        StringBuilder hex = new StringBuilder();
        for (String line : Files.readAllLines(file())) {
            if (line.startsWith("[")) {
                vectors.add(new Vector(line.substring(1, line.length() - 1), new ArrayList<>()));
            } else if (line.startsWith("=")) {
                vectors.getLast()
                        .frames()
                        .add(new Frame(hex.toString(), line.substring(1).strip()));
                hex.setLength(0);
            } else if (!line.startsWith("#")) {
                hex.append(line.strip());
            }
        }
        return vectors;
    }

    /** What a unit shows: its picture's size and hash, its pointer's shape, hot spot and hash, and its place. */
    static String describe(PictureDecoder unit) {
        Framebuffer picture = unit.picture();
        int hash = 0x811C9DC5;
        for (int pixel : picture.pixels()) {
            hash = hashed(hashed(hashed(hash, pixel >> 16), pixel >> 8), pixel);
        }
        CursorShape cursor = unit.cursor();
        int shape = 0x811C9DC5;
        for (int pixel : cursor.argb()) {
            shape = hashed(hashed(hashed(hashed(shape, pixel >> 16), pixel >> 8), pixel), pixel >> 24);
        }
        return "%dx%d %08x pointer %dx%d+%d+%d %08x %s"
                .formatted(
                        picture.width(),
                        picture.height(),
                        hash,
                        cursor.width(),
                        cursor.height(),
                        cursor.hotX(),
                        cursor.hotY(),
                        shape,
                        unit.pointerVisible() ? "at " + unit.pointerX() + "," + unit.pointerY() : "hidden");
    }

    /** One step of FNV-1a. */
    private static int hashed(int hash, int octet) {
        return (hash ^ (octet & 0xFF)) * 0x01000193;
    }
}
