package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import netseat.device.VirtualDisplay;
import netseat.screen.Framebuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One VM watched by 30 units at once, five of them on lines of 500 kbit/s, beside one that is watched by one unit: the many
 * are shown as much as the one, the slow ones are not left behind, and memory stays flat.
 */
@Tag("alone")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class MirrorTest {
    private static final int QUICK = 25;
    private static final int SLOW = 5;

    /** Of the quick ones and the lone one: none, so that it is not the test's own decoding that is measured. */
    private static final int CODINGS = 0;

    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration MEASURE = Duration.ofSeconds(10);

    /** What one more stream may take: its models, its index of tiles, what the unit shows, and its buffers. */
    private static final long STREAM_BYTES = 4 << 20;

    @Test
    void thirtyUnitsWatchOneHead(@TempDir Path folder) throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(Ticker.machine("watched", folder)
                        + Ticker.machine("lonely", folder)
                        + Guests.seat("class", "watched")
                        + Guests.seat("lone", "lonely"));
                VirtualDisplay lone = VirtualDisplay.blind(server.link("lone"), ClassRoom.unit(CODINGS));
                ClassRoom room = new ClassRoom(server.link("class"), QUICK, CODINGS, SLOW)) {
            Awaitility.await("all show the ticker")
                    .atMost(BOOT)
                    .until(() -> lone.pictures() > Ticker.RATE
                            && room.seeing().stream().allMatch(unit -> Ticker.count(unit.picture()) > 0));

            double firstStreams = streams(server);
            long firstHeap = server.heapAfterCollection();
            List<Double> streams = new ArrayList<>();
            // They come one by one, and a machine with other work may hold them up for a while.
            Awaitility.await("a span in which the quick ones are quick, share, and the slow ones follow")
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .untilAsserted(() -> streams.add(watch(server, lone, room)));
            long secondHeap = server.heapAfterCollection();
            System.out.printf("heap %d and %d KiB%n", firstHeap >> 10, secondHeap >> 10);
            long moreStreams = Math.max(0, (long) (streams.getLast() - firstStreams));
            assertThat(secondHeap)
                    .as("memory stays flat, but for streams that a slow unit is alone in")
                    .isLessThan(firstHeap + firstHeap / 5 + moreStreams * STREAM_BYTES);

            try (Monitor monitor = server.monitor("watched")) {
                monitor.pause();
                Framebuffer dump = monitor.screendump();
                Awaitility.await("everybody shows QEMU's own picture")
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(room.seeing())
                                .allSatisfy(unit -> assertThat(Pictures.differences(unit.picture(), dump))
                                        .isEmpty()));
            }
            assertThat(room.quick())
                    .allSatisfy(unit -> assertThat(unit.closed()).isEmpty());
        }
    }

    private static double streams(ServerProcess server) throws IOException, InterruptedException {
        return server.metric("netseat_head_streams", "vm=\"watched\"");
    }

    /** Watches over one span of time; returns how many streams there were at most. */
    private static double watch(ServerProcess server, VirtualDisplay lone, ClassRoom room)
            throws IOException, InterruptedException {
        room.ages().forEach(TickerWatch.Ages::reset);
        long[] before = room.pictures();
        long loneBefore = lone.pictures();
        List<Double> streams = new ArrayList<>();
        for (long end = System.nanoTime() + MEASURE.toNanos(); System.nanoTime() < end; ) {
            streams.add(streams(server));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
        Collections.sort(streams);
        double usually = streams.get(streams.size() / 2);
        long median = room.medianSince(before);
        long ofOne = lone.pictures() - loneBefore;
        System.out.printf(
                "lone %d, median of %d quick ones %d, streams %.0f, at most %.0f%n",
                ofOne, QUICK, median, usually, streams.getLast());
        room.ages()
                .forEach(ages -> System.out.printf(
                        "slow: %d pictures, age p50 %.3f s, max %.3f s%n",
                        ages.count(), ages.seconds(50), ages.seconds(100)));
        assertThat(median)
                .as("pictures of a quick unit among 30, and of a lone one")
                .isGreaterThan(ofOne * 8 / 10);
        assertThat(usually)
                .as("the quick ones share, each slow one may be alone")
                .isLessThanOrEqualTo(1 + SLOW + 6);
        assertThat(room.ages()).allSatisfy(ages -> {
            assertThat(ages.count()).as("the slow ones go on").isGreaterThan(10);
            assertThat(ages.seconds(50)).as("and show what is new").isLessThan(1);
        });
        return streams.getLast();
    }
}
