package netseat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import netseat.e2e.Monitor;
import netseat.e2e.Serial;
import org.jspecify.annotations.Nullable;

/** A machine whose guest draws {@link Scene}s, paused while it is not its turn, so that it takes nothing from the others. */
final class SceneGuest implements AutoCloseable {
    private static final Duration BOOT = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final String DRAWN = "drawn ";

    private final Serial serial;
    private final Monitor monitor;
    private final long pid;

    /** Waits until the guest is ready, and pauses it. */
    SceneGuest(Serial serial, Monitor monitor, long pid) throws IOException {
        this.serial = serial;
        this.monitor = monitor;
        this.pid = pid;
        serial.await("the scenes", BOOT, lines -> lines.stream().anyMatch(line -> line.startsWith(DRAWN)));
        monitor.pause();
    }

    /** What the guest has drawn so far, by its own count and clock. */
    record Drawn(long steps, long millis) {
        /** Steps a second since an earlier time. */
        double rateSince(Drawn before) {
            if (millis <= before.millis) {
                throw new IllegalStateException("the guest has not said what it draws");
            }
            return (steps - before.steps) * 1000.0 / (millis - before.millis);
        }
    }

    /** Goes on and draws this from now on. */
    void begin(Scene scene) throws IOException {
        monitor.resume();
        serial.clear();
        serial.say(String.valueOf(scene.letter()));
        serial.await("the scene", ANSWER, lines -> lines.contains("scene " + scene.letter()));
        serial.await("its first steps", ANSWER, lines -> last(lines) != null);
    }

    void pause() throws IOException {
        monitor.pause();
    }

    /** What it said last, about a second ago at the most. */
    Drawn drawn() {
        Drawn drawn = last(serial.lines());
        if (drawn == null) {
            throw new IllegalStateException("no scene is chosen");
        }
        return drawn;
    }

    private static @Nullable Drawn last(List<String> lines) {
        for (String line : lines.reversed()) {
            String[] words = line.split(" ", -1);
            if (line.startsWith(DRAWN) && words.length == 3) {
                return new Drawn(Long.parseLong(words[1]), Long.parseLong(words[2]));
            }
        }
        return null;
    }

    /** Processor seconds of its QEMU so far. */
    double processor() throws IOException {
        return ProcessorTime.seconds(pid);
    }

    @Override
    public void close() throws IOException {
        monitor.close();
        serial.close();
    }
}
