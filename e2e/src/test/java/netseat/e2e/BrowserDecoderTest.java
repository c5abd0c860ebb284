package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import netseat.e2e.BrowserDecoder.Batch;
import netseat.e2e.BrowserDecoder.Reports;
import netseat.screen.BadPictureException;
import netseat.screen.Damage;
import netseat.screen.Framebuffer;
import netseat.screen.PictureDecoder;
import netseat.screen.PictureEncoder;
import netseat.screen.PictureFormat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the browser's decoder shows is what the source is, pixel by pixel, and what the decoder in Java shows. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BrowserDecoderTest {
    private static final int FRAME_LENGTH = 256 * 1024;

    /** Bytes a second: above it the encoder sends plainly what it has no time to model. */
    private static final long SLOW_LINK = 1_000_000;

    private static final int MUTATIONS = 3_000;

    private static BrowserDecoder browser;

    @BeforeAll
    static void open() throws IOException {
        browser = BrowserDecoder.start();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @Test
    void everyVectorShowsWhatItSays() throws IOException {
        JsonNode result = browser.checkVectors();
        assertThat(result.path("wrong")).isEmpty();
        assertThat(result.path("frames").asInt()).isGreaterThan(40);
    }

    @ParameterizedTest
    @CsvSource({
        "typing_fbcon, 1000000000",
        "scroll_fbcon, 1000000000",
        "gtk_dialogs, 1000000000",
        "desk_drag, 1000000000",
        "desk_photo, 1000000000",
        "typing_fbcon, 1000000",
        "scroll_fbcon, 1000000",
        "gtk_dialogs, 1000000",
        "desk_drag, 1000000",
        "desk_photo, 1000000"
    })
    void everyUpdateOfARecordedScreenIsExact(String name, long linkSpeed) throws IOException, BadPictureException {
        Feed feed = new Feed(PictureFormat.FULL, linkSpeed);
        try (Workload.Playback playback = Workload.named(name).play()) {
            assertThat(playback.next()).isTrue();
            feed.begin(playback.picture());
            while (playback.next()) {
                playback.frame().changed().forEach(where -> where.mark(feed.damage));
                feed.update();
            }
        }
        feed.check();
    }

    @ParameterizedTest
    @CsvSource({"7, 24, 1", "7, 16, 2", "7, 8, 3", "5, 24, 4", "1, 24, 5", "0, 24, 6", "7, 24, 7", "7, 24, 8"})
    void randomDamageAndModesAreExact(int codings, int depth, int seed) throws IOException, BadPictureException {
        Random random = new Random(seed);
        Feed feed = new Feed(PictureFormat.of(codings, depth), SLOW_LINK);
        int[][] modes = {{720, 400}, {333, 222}, {1, 1}, {17, 15}, {16, 500}, {500, 16}};
        for (int[] mode : modes) {
            Framebuffer source = new Framebuffer(mode[0], mode[1]);
            feed.begin(source);
            for (int i = 0; i < 20; i++) {
                change(source, feed.damage, random);
                if (random.nextInt(8) == 0) {
                    feed.encoder.forget();
                }
                feed.update();
            }
        }
        feed.check();
    }

    /** Its slots are used again from the first on. */
    @Test
    void moreTilesThanTheCacheHasAreExact() throws IOException, BadPictureException {
        Random random = new Random(9);
        Feed feed = new Feed(PictureFormat.FULL, Long.MAX_VALUE);
        Framebuffer source = new Framebuffer(1280, 800);
        int[] first = source.pixels();
        feed.begin(source);
        int tiles = 80 * 50;
        for (int i = 0; i < 6 * tiles; i += tiles) {
            // Each tile is new, and short.
            for (int at = 0; at < first.length; at++) {
                int tile = at / (16 * 1280) * 80 + at % 1280 / 16;
                first[at] = (at & 7) == 0 ? i + tile : 0x808080;
            }
            feed.damage.markAll();
            feed.update();
            scatter(source, random);
            feed.damage.markAll();
            feed.update();
        }
        feed.check();
    }

    /** A film on a slow link: the canvas shows it with loss while it moves, and then every pixel of it. */
    @Test
    void whatPassesWithLossIsShownExactlyOnceItStandsStill() throws IOException {
        PictureEncoder encoder = new PictureEncoder(PictureFormat.of(PictureFormat.KNOWN_CODINGS, 24));
        encoder.linkSpeed(100_000);
        Framebuffer source = new Framebuffer(330, 250);
        Damage damage = new Damage(source.width(), source.height());
        ByteBuffer out = ByteBuffer.allocate(FRAME_LENGTH);
        Batch batch = new Batch();
        encoder.begin(source, damage, out);
        int moments = 0;
        do {
            assertThat(moments++)
                    .as("moments of the film without a passing picture")
                    .isLessThan(100);
            film(source, damage, moments);
            send(encoder, batch, out);
        } while (encoder.untilRefined() == Long.MAX_VALUE);
        do {
            // What began to stand still later is drawn later.
            Awaitility.await("it stands still").atMost(Duration.ofSeconds(10)).until(() -> !encoder.isUpToDate());
            send(encoder, batch, out);
        } while (encoder.untilRefined() < Long.MAX_VALUE);
        assertThat(encoder.isUpToDate()).isTrue();

        List<String> lines = browser.show(batch).lines();
        String exact = ShownPicture.of(source, -1);
        assertThat(lines.getLast()).isEqualTo(exact + " passing 0");
        assertThat(lines.get(moments - 1))
                .as("while it moves")
                .doesNotStartWith(exact)
                .doesNotEndWith("passing 0");
    }

    private static void film(Framebuffer source, Damage damage, int moment) {
        for (int y = 32; y < 160; y++) {
            for (int x = 48; x < 176; x++) {
                int red = (int) (127 + 120 * Math.sin((x + 9 * moment) / 23.0));
                int green = (int) (127 + 120 * Math.sin((y - 7 * moment) / 31.0));
                int blue = (int) (127 + 120 * Math.sin((x + y + 5 * moment) / 41.0));
                source.pixels()[y * source.width() + x] = red << 16 | green << 8 | blue;
            }
        }
        damage.mark(48, 32, 128, 128);
    }

    /** One picture. */
    private static void send(PictureEncoder encoder, Batch batch, ByteBuffer out) throws IOException {
        encoder.start(PictureEncoder.UNLIMITED);
        batch.picture(encoder, out).report();
    }

    /** Puts tiles of the picture in other places, from where the cache has them. */
    private static void scatter(Framebuffer source, Random random) {
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(50) * 16 * 1280 + random.nextInt(80) * 16;
            int to = random.nextInt(50) * 16 * 1280 + random.nextInt(80) * 16;
            for (int row = 0; row < 16; row++) {
                System.arraycopy(source.pixels(), from + row * 1280, source.pixels(), to + row * 1280, 16);
            }
        }
    }

    /** What the browser makes of bytes that no encoder wrote: the same as the other decoder, and no other error. */
    @Test
    void badFramesAreRefusedAsTheyAreInJava() throws IOException {
        Random random = new Random(10);
        List<List<byte[]>> inputs = new ArrayList<>(written());
        assertThat(inputs.size()).isGreaterThan(40);
        int whole = inputs.size();
        // A JPEG is judged by each side's own library, and in the browser not before it is drawn.
        List<List<byte[]>> parts =
                inputs.stream().filter(input -> !holdsJpeg(input)).toList();
        for (int i = 0; i < MUTATIONS; i++) {
            inputs.add(
                    mutated(parts.get(random.nextInt(parts.size())), parts.get(random.nextInt(parts.size())), random));
        }
        Batch batch = new Batch();
        List<String> expected = new ArrayList<>();
        for (List<byte[]> input : inputs) {
            batch.newUnit();
            PictureDecoder unit = new PictureDecoder();
            boolean bad = false;
            for (byte[] frame : input) {
                batch.frame(ByteBuffer.wrap(frame));
                try {
                    unit.decode(ByteBuffer.wrap(frame));
                } catch (BadPictureException e) {
                    bad = true;
                    break;
                }
            }
            batch.report();
            expected.add(bad ? BrowserDecoder.BAD : ShownPicture.of(unit));
        }
        List<String> drawn = browser.decode(batch).lines();
        assertThat(drawn).hasSameSizeAs(expected);
        for (int i = 0; i < drawn.size(); i++) {
            assertThat(drawn.get(i))
                    .as("input %d of %d that are whole", i, whole)
                    .isEqualTo(expected.get(i));
        }
        assertThat(expected.stream().filter(BrowserDecoder.BAD::equals).count())
                .as("some are refused, and many are not")
                .isBetween(MUTATIONS / 10L, MUTATIONS * 9L / 10);
    }

    private static boolean holdsJpeg(List<byte[]> input) {
        return input.stream()
                .anyMatch(frame -> new String(frame, StandardCharsets.ISO_8859_1).contains("\u00FF\u00D8\u00FF"));
    }

    /** The first inputs of the fuzzer: frames after their lengths. */
    private static List<List<byte[]>> written() throws IOException {
        Path folder = BrowserDecoder.repository()
                .resolve("screen/src/test/resources/netseat/screen/PictureDecoderFuzzTestInputs");
        List<List<byte[]>> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("anyFrames"))) {
            for (Path file : files.sorted().toList()) {
                ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
                List<byte[]> frames = new ArrayList<>();
                while (in.remaining() >= Short.BYTES) {
                    byte[] frame = new byte[Math.min(Short.toUnsignedInt(in.getShort()), in.remaining())];
                    in.get(frame);
                    frames.add(frame);
                }
                inputs.add(frames);
            }
        }
        try (Stream<Path> files = Files.list(folder.resolve("anyBytes"))) {
            for (Path file : files.sorted().toList()) {
                inputs.add(List.of(Files.readAllBytes(file)));
            }
        }
        return inputs;
    }

    private static List<byte[]> mutated(List<byte[]> input, List<byte[]> other, Random random) {
        List<byte[]> frames = new ArrayList<>(input);
        int at = random.nextInt(frames.size());
        byte[] frame = frames.get(at).clone();
        switch (random.nextInt(6)) {
            case 0 -> frame = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            case 1 -> frames.add(at, other.get(random.nextInt(other.size())));
            case 2 -> frames.addAll(other);
            case 3 -> {
                int from = random.nextInt(frame.length + 1);
                byte[] more = Arrays.copyOf(frame, frame.length + 1 + random.nextInt(4));
                System.arraycopy(frame, from, more, from + more.length - frame.length, frame.length - from);
                frame = more;
            }
            case 4 -> {
                for (int i = random.nextInt(20); i >= 0 && frame.length > 0; i--) {
                    frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
                }
            }
            default -> {
                if (frame.length > 0) {
                    frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                }
            }
        }
        frames.set(frames.indexOf(input.get(at)), frame);
        return frames;
    }

    /** Noise of few or many colours, a gradient, a piece that moves or letters, somewhere. */
    private static void change(Framebuffer source, Damage damage, Random random) {
        int x = random.nextInt(source.width());
        int y = random.nextInt(source.height());
        int w = 1 + random.nextInt(source.width() - x);
        int h = 1 + random.nextInt(source.height() - y);
        int kind = random.nextInt(4);
        int colours = 1 + random.nextInt(40);
        int[] before = source.pixels().clone();
        for (int row = y; row < y + h; row++) {
            for (int column = x; column < x + w; column++) {
                int fromX = Math.floorMod(column - colours, source.width());
                int fromY = Math.floorMod(row - 2 * colours, source.height());
                source.pixels()[row * source.width() + column] = switch (kind) {
                    case 0 -> random.nextInt(colours) * 0x01020304;
                    case 1 -> (column * 3 + random.nextInt(3)) << 16 | (row & 0xFF) << 8 | (column + row & 0xFF);
                    case 2 -> before[fromY * source.width() + fromX];
                    default -> (column * 7 ^ row * colours / 3) % 11 < 4 ? 0xFFFFFF : 0x202020;
                };
            }
        }
        damage.mark(x, y, w, h);
    }

    /** An encoder whose frames go to a decoder in Java at once and to the browser in one batch. */
    private static final class Feed {
        private final PictureFormat format;
        private final PictureEncoder encoder;
        private final PictureDecoder java = new PictureDecoder();
        private final ByteBuffer out = ByteBuffer.allocate(FRAME_LENGTH);
        private final Batch batch = new Batch();
        private final List<String> expected = new ArrayList<>();
        private Framebuffer source = new Framebuffer(1, 1);
        private Damage damage = new Damage(1, 1);

        Feed(PictureFormat format, long linkSpeed) throws IOException {
            this.format = format;
            encoder = new PictureEncoder(format);
            encoder.linkSpeed(linkSpeed);
            batch.newUnit();
        }

        void begin(Framebuffer next) throws IOException, BadPictureException {
            source = next;
            damage = new Damage(next.width(), next.height());
            encoder.begin(source, damage, out);
            drain();
            while (!encoder.isUpToDate()) {
                update();
            }
        }

        /** Sends what has changed, and notes what is to be seen then. */
        void update() throws IOException, BadPictureException {
            do {
                encoder.start(PictureEncoder.UNLIMITED);
                drain();
            } while (!encoder.isUpToDate());
            expected.add(ShownPicture.of(source, format.mask()));
            assertThat(ShownPicture.of(java.picture(), -1)).isEqualTo(expected.getLast());
            batch.report();
        }

        private void drain() throws IOException, BadPictureException {
            boolean done;
            do {
                done = encoder.encode(out);
                batch.frame(out.flip());
                java.decode(out);
                out.clear();
            } while (!done);
        }

        void check() throws IOException {
            Reports reports = browser.decode(batch);
            assertThat(reports.lines())
                    .map(line -> line.substring(0, line.indexOf(" pointer")))
                    .isEqualTo(expected);
        }
    }
}
