package netseat.e2e;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import netseat.screen.Damage;
import netseat.screen.Framebuffer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded screen of a real guest: one of the repository's {@code workloads}, whose README says what they are.
 *
 * @param name its files' name
 * @param width of every frame, in pixels
 * @param height of every frame, in pixels
 * @param frames what is known of each frame, the pixels aside; the first is the whole screen
 */
public record Workload(String name, int width, int height, List<Frame> frames, Path folder) {
    private static final String PIXELS = ".rgb.zst";
    private static final String FRAMES = ".json.gz";

    /**
     * One frame.
     *
     * @param seconds since the first frame
     * @param changed where it may differ from the frame before; nowhere else does it
     */
    public record Frame(double seconds, List<Rectangle> changed) {}

    /** Pixels, within the picture. */
    public record Rectangle(int x, int y, int width, int height) {
        /** Notes that the pixels here may differ. */
        public void mark(Damage damage) {
            damage.mark(x, y, width, height);
        }
    }

    /** All that there are, by name. */
    public static List<Workload> all() throws IOException {
        List<String> names;
        try (var files = Files.list(recorded())) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(PIXELS))
                    .map(file -> file.substring(0, file.length() - PIXELS.length()))
                    .sorted()
                    .toList();
        }
        List<Workload> workloads = new ArrayList<>();
        for (String name : names) {
            workloads.add(named(name));
        }
        return workloads;
    }

    /** The workload of this name; an exception when there is none. */
    public static Workload named(String name) throws IOException {
        Path folder = recorded();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(name + FRAMES)))) {
            JsonNode root = new JsonMapper().readTree(in);
            List<Frame> frames = new ArrayList<>();
            for (JsonNode frame : root.path("frames")) {
                frames.add(new Frame(frame.path("t").asDouble(), rectangles(frame.path("rects"))));
            }
            return new Workload(
                    name, root.path("width").asInt(), root.path("height").asInt(), List.copyOf(frames), folder);
        }
    }

    private static List<Rectangle> rectangles(JsonNode numbers) {
        List<Rectangle> rectangles = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 4) {
            rectangles.add(new Rectangle(
                    numbers.path(i).asInt(),
                    numbers.path(i + 1).asInt(),
                    numbers.path(i + 2).asInt(),
                    numbers.path(i + 3).asInt()));
        }
        return List.copyOf(rectangles);
    }

    /** In the repository's root, which is the working folder or one above it. */
    private static Path recorded() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path workloads = folder.resolve("workloads");
            if (Files.isDirectory(workloads)) {
                return workloads;
            }
        }
        throw new IllegalStateException("there is no folder \"workloads\" here or above");
    }

    /** Plays it from the start. */
    public Playback play() throws IOException {
        return new Playback(this);
    }

    /** Reads one frame after the other; only one is ever in memory. For one thread. */
    public static final class Playback implements AutoCloseable {
        private static final int BUFFER = 1 << 16;

        private final Workload workload;
        private final InputStream in;
        private final byte[] line;
        private final Framebuffer picture;
        private int frames;

        private Playback(Workload workload) throws IOException {
            this.workload = workload;
            this.line = new byte[3 * workload.width()];
            this.picture = new Framebuffer(workload.width(), workload.height());
            this.in = new BufferedInputStream(
                    new ZstdInputStream(Files.newInputStream(workload.folder().resolve(workload.name() + PIXELS))),
                    BUFFER);
        }

        /**
         * Reads the next frame into {@link #picture}; false when there is none.
         *
         * @throws EOFException when the recording is cut short
         */
        public boolean next() throws IOException {
            if (frames == workload.frames().size()) {
                return false;
            }
            int to = 0;
            for (int y = 0; y < workload.height(); y++) {
                if (in.readNBytes(line, 0, line.length) < line.length) {
                    throw new EOFException(workload.name() + " ends within frame " + frames);
                }
                for (int from = 0; from < line.length; from += 3) {
                    picture.pixels()[to++] =
                            (line[from] & 0xFF) << 16 | (line[from + 1] & 0xFF) << 8 | (line[from + 2] & 0xFF);
                }
            }
            frames++;
            return true;
        }

        /** The frame that was read last; the same object for all frames. */
        public Framebuffer picture() {
            return picture;
        }

        /** When that frame was and where it changed; an exception before the first. */
        public Frame frame() {
            return workload.frames().get(frames - 1);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
