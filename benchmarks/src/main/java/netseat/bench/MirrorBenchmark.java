package netseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import netseat.bench.Report.Aim;
import netseat.bench.Report.Peer;
import netseat.device.VirtualDisplay;
import netseat.e2e.ClassRoom;
import netseat.e2e.Guests;
import netseat.e2e.ServerProcess;
import netseat.e2e.Ticker;
import netseat.e2e.TickerWatch.Ages;
import netseat.screen.PictureFormat;
import org.awaitility.Awaitility;

/**
 * One machine watched by 30 display units at once, five of them on slow lines, beside another that is watched by one unit
 * in the same run. Both draw 60 times a second. All units understand what a browser does; those that are not asked how old
 * their picture is answer without drawing it, so that it is not the units' own work that is measured.
 */
final class MirrorBenchmark implements Benchmark {
    private static final int QUICK = 25;
    private static final int SLOW = 5;
    private static final String MACHINE = "vm=\"watched\"";
    private static final String CASE = "30 units, 5 of them at 500 kbit/s";

    private static final Duration BOOT = Duration.ofSeconds(60);

    /** Until the JIT compiler has done with the most of it, and the units that came one by one share their streams. */
    private static final Duration SETTLE = Duration.ofSeconds(20);

    private static final Duration MEASURE = Duration.ofSeconds(30);
    private static final Duration SAMPLE = Duration.ofMillis(200);
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "mirror";
    }

    @Override
    public String purpose() {
        return "one machine watched by 30 display units, 5 of them at 500 kbit/s, beside one that is watched by one";
    }

    @Override
    public void run(Report report) throws Exception {
        Path disks = Files.createTempDirectory("nb");
        try (ServerProcess server = ServerProcess.startBy(
                        Program.command(),
                        Ticker.machine("watched", disks)
                                + Ticker.machine("lonely", disks)
                                + Guests.seat("class", "watched")
                                + Guests.seat("lone", "lonely"),
                        "--no-demo");
                VirtualDisplay lone = VirtualDisplay.blind(server.link("lone"), ClassRoom.unit(PictureFormat.EXACT));
                ClassRoom room = new ClassRoom(server.link("class"), QUICK, PictureFormat.EXACT, SLOW)) {
            Awaitility.await("all show the ticker")
                    .atMost(BOOT)
                    .until(() -> lone.pictures() > Ticker.RATE
                            && room.seeing().stream().allMatch(unit -> Ticker.count(unit.picture()) > 0));
            TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
            measure(report, server, lone, room);
        } finally {
            for (String machine : List.of("watched", "lonely")) {
                Files.deleteIfExists(disks.resolve(machine + ".img"));
            }
            Files.delete(disks);
        }
    }

    private static void measure(Report report, ServerProcess server, VirtualDisplay lone, ClassRoom room)
            throws IOException, InterruptedException {
        double heapBefore = server.heapAfterCollection() / MIB;
        room.ages().forEach(Ages::reset);
        ThreadTime encoders = new ThreadTime(server.pid(), "display watched");
        Totals before = Totals.of(server);
        long[] quickBefore = room.pictures();
        long loneBefore = lone.pictures();
        List<Double> streams = new ArrayList<>();
        while (System.nanoTime() - before.nanos() < MEASURE.toNanos()) {
            streams.add(server.metric("netseat_head_streams", MACHINE));
            encoders.look();
            TimeUnit.NANOSECONDS.sleep(SAMPLE.toNanos());
        }
        long quickPictures = room.medianSince(quickBefore);
        long lonePictures = lone.pictures() - loneBefore;
        Totals since = Totals.of(server).since(before);
        double seconds = since.nanos() / 1e9;
        double heapAfter = server.heapAfterCollection() / MIB;
        for (VirtualDisplay unit : room.quick()) {
            if (!unit.closed().isEmpty()) {
                throw new IllegalStateException("a quick unit's link was closed: " + unit.closed());
            }
        }

        Peer alone = Peer.inThisRun("the lone unit", lonePictures / seconds);
        report.add(CASE, "pictures of a quick unit, median", "/s", quickPictures / seconds, null, alone);
        List<Ages> ages = room.ages();
        report.add(CASE, "pictures of a slow unit, least", "/s", least(ages, Ages::count) / seconds, null);
        report.add(CASE, "age of a slow unit's picture, worst p50", "s", most(ages, 50), Aim.atMost(1));
        report.add(CASE, "age of a slow unit's picture, worst p99", "s", most(ages, 99), Aim.atMost(1));
        streams.sort(Comparator.naturalOrder());
        report.add(CASE, "streams, median", "", streams.get(streams.size() / 2), null);
        report.add(CASE, "streams, most", "", streams.getLast(), null);
        report.add(CASE, "pictures encoded for all 30", "/s", since.encoded() / seconds, null);
        core(report, "the streams' threads, which encode", encoders.seconds() / seconds);
        core(report, "encoding by the clock, waiting for a core and all", since.encodeSeconds() / seconds);
        core(report, "the controller, for both machines", since.controller() / seconds);
        core(report, "the units, in this benchmark", since.units() / seconds);
        report.add(CASE, "heap after collection, at the start", "MiB", heapBefore, null);
        report.add(CASE, "heap after collection, at the end", "MiB", heapAfter, null);
    }

    private static void core(Report report, String metric, double share) {
        report.add(CASE, metric, "% of a core", share * 100, null);
    }

    private static double least(List<Ages> ages, ToDoubleFunction<Ages> figure) {
        return ages.stream().mapToDouble(figure).min().orElseThrow();
    }

    /** Seconds, of the unit that is worst off. */
    private static double most(List<Ages> ages, double percent) {
        return ages.stream().mapToDouble(unit -> unit.seconds(percent)).max().orElseThrow();
    }

    /**
     * What the controller has done so far.
     *
     * @param nanos when, by {@link System#nanoTime()}
     * @param encoded pictures for the watched machine
     * @param encodeSeconds what they took, by the clock
     * @param controller processor seconds of all the controller
     * @param units processor seconds of this process
     */
    private record Totals(long nanos, double encoded, double encodeSeconds, double controller, double units) {
        static Totals of(ServerProcess server) throws IOException, InterruptedException {
            return new Totals(
                    System.nanoTime(),
                    server.metric("netseat_head_encode_seconds_count", MACHINE),
                    server.metric("netseat_head_encode_seconds_sum", MACHINE),
                    ProcessorTime.seconds(server.pid()),
                    ProcessorTime.seconds(ProcessHandle.current().pid()));
        }

        Totals since(Totals before) {
            return new Totals(
                    nanos - before.nanos,
                    encoded - before.encoded,
                    encodeSeconds - before.encodeSeconds,
                    controller - before.controller,
                    units - before.units);
        }
    }
}
