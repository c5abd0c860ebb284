package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import netseat.device.VirtualDisplay;
import netseat.screen.Framebuffer;
import netseat.screen.PictureFormat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real guest's film on a slow line: shown with loss while it moves, and exactly once it stands still. */
@Tag("alone")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class FilmTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Slow enough for the passing stage, and fast enough to carry all of the film exactly in 150 ms. */
    private static final int SLOW = 1_000_000;

    private static final int CODINGS = PictureFormat.EXACT | PictureFormat.JPEG;

    /** The film's size, of {@code demo/scenes.asm}. */
    private static final int PIXELS = 256 * 192;

    /** A picture takes 13 ms of encoding at the most, by the clock: on a busy machine what is exact comes in several. */
    private static final int PICTURES = 20;

    private static ServerProcess server;
    private static Serial serial;

    @BeforeAll
    static void start() throws IOException {
        server = ServerProcess.start(Guests.machine("cinema", Guests.scenes())
                + Guests.seat("slow", "cinema")
                + Guests.seat("exact", "cinema")
                + "lossless = true\n");
        serial = server.serial("cinema");
        serial.await("the scenes", BOOT, lines -> lines.stream().anyMatch(line -> line.startsWith("drawn ")));
    }

    @AfterAll
    static void stop() throws IOException {
        serial.close();
        server.close();
    }

    private static void scene(char letter) throws IOException {
        serial.clear();
        serial.say(String.valueOf(letter));
        serial.await("the scene", PATIENCE, lines -> lines.contains("scene " + letter));
    }

    /**
     * What is to be seen after a picture.
     *
     * @param passing how many pixels are shown otherwise than they are
     * @param moved how many of them are new in this picture: it is one of the film, with loss
     */
    private record Shown(int passing, int moved, long nanos) {}

    /** Who watches on a slow line, and what was shown. */
    private static final class Watcher implements AutoCloseable {
        private final Throttle line;
        private final VirtualDisplay unit;
        private final List<Shown> shown = Collections.synchronizedList(new ArrayList<>());
        private int[] before = new int[0]; // the link's thread's

        Watcher(String seat) throws IOException {
            line = new Throttle(server.link(seat), SLOW);
            AtomicReference<VirtualDisplay> self = new AtomicReference<>();
            unit = VirtualDisplay.seeing(line.link(), ClassRoom.unit(CODINGS), picture -> {
                VirtualDisplay known = self.get();
                if (known != null) {
                    look(known.seen().pixels(), picture.pixels());
                }
            });
            self.set(unit);
        }

        private void look(int[] seen, int[] exact) {
            int passing = 0;
            int moved = 0;
            for (int i = 0; i < seen.length; i++) {
                if (seen[i] != exact[i]) {
                    passing++;
                    moved += before.length == seen.length && seen[i] == before[i] ? 0 : 1;
                }
            }
            before = seen;
            shown.add(new Shown(passing, moved, System.nanoTime()));
        }

        /** After the last picture. */
        int passing() {
            return shown.isEmpty() ? 0 : shown.getLast().passing();
        }

        /** From the last picture of the film on. */
        List<Shown> sinceTheFilm() {
            List<Shown> all = List.copyOf(shown);
            int last = all.size() - 1;
            while (last > 0 && all.get(last).moved() == 0) {
                last--;
            }
            return all.subList(last, all.size());
        }

        @Override
        public void close() throws IOException {
            unit.close();
            line.close();
        }
    }

    @Test
    void filmPassesWithLossAndIsExactOnceItStandsStill() throws IOException {
        try (Watcher watcher = new Watcher("slow");
                Monitor monitor = server.monitor("cinema")) {
            scene('f');
            Awaitility.await("most of the film passes").atMost(PATIENCE).until(() -> watcher.passing() > PIXELS / 2);
            scene('n');
            Framebuffer dump = monitor.screendump();
            Awaitility.await("all is exact")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Pictures.differences(watcher.unit.seen(), dump))
                            .isEmpty());
            List<Shown> since = watcher.sinceTheFilm();
            List<Integer> passing = since.stream().map(Shown::passing).toList();
            System.out.printf(
                    "pixels that pass, by picture, from the film's last on: %s, within %d ms%n",
                    passing, (since.getLast().nanos() - since.getFirst().nanos()) / 1_000_000);
            assertThat(passing).isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(passing).hasSizeBetween(2, PICTURES);
            assertThat(passing.getLast()).isZero();
        }
    }

    @Test
    void seatThatIsDeclaredLosslessSeesTheSameFilmExactly() throws IOException {
        try (Watcher watcher = new Watcher("exact");
                Monitor monitor = server.monitor("cinema")) {
            scene('f');
            Awaitility.await("a while of the film").atMost(PATIENCE).until(() -> watcher.unit.bytes() > 4L * SLOW);
            scene('n');
            Framebuffer dump = monitor.screendump();
            Awaitility.await("the film's last picture")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Pictures.differences(watcher.unit.picture(), dump))
                            .isEmpty());
            assertThat(watcher.shown)
                    .allSatisfy(each -> assertThat(each.passing()).isZero());
        }
    }
}
