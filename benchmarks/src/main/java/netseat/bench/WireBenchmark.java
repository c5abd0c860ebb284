package netseat.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import netseat.bench.Report.Aim;
import netseat.bench.Report.Peer;
import netseat.bench.Wire.Update;
import netseat.e2e.Workload;
import netseat.e2e.Workload.Rectangle;
import netseat.screen.BadPictureException;
import netseat.screen.Framebuffer;
import org.jspecify.annotations.Nullable;

/** What pictures weigh on the wire and what encoding them takes: recorded screens, and generated ones that change whole. */
final class WireBenchmark implements Benchmark {
    private static final double K = 1000;

    /** As QEMU delivers them. */
    private static final int BYTES_PER_PIXEL = 4;

    /** What the recorded workloads are to take at most, in K. */
    private static final Map<String, Double> AIMS = Map.of(
            "typing_fbcon",
            2.4,
            "scroll_fbcon",
            1100.0,
            "gtk_dialogs",
            110.0,
            "desk_drag",
            2300.0,
            "desk_photo",
            1700.0);

    private static final double ENCODE_MILLIS = 16;
    private static final int WARM_UP = 10;
    private static final int UPDATES = 100;

    /** On the slower link an update of photographs takes half a second, in many pictures. */
    private static final int UPDATES_OF_MANY_PICTURES = 30;

    /** The stand-ins take ten times as long as all else. */
    private static final int STAND_IN_EVERY = 10;

    private static final long SEED = 20260101;

    @Override
    public String name() {
        return "wire";
    }

    @Override
    public String purpose() {
        return "bytes on the wire and time to encode, recorded and generated screens, beside the peers' bytes";
    }

    @Override
    public void run(Report report) throws Exception {
        List<Workload> workloads = Workload.all();
        List<GeneratedScreen> screens = GeneratedScreen.all();
        for (Workload workload : workloads) {
            play(workload, LinkKind.SLOWER); // the JIT compiler's share is not the encoder's
        }
        for (GeneratedScreen screen : screens) {
            new Generated(screen, LinkKind.FAST).draw(WARM_UP);
        }
        for (LinkKind link : LinkKind.values()) {
            for (Workload workload : workloads) {
                report(report, workload, link, play(workload, link));
            }
            for (GeneratedScreen screen : screens) {
                Generated generated = new Generated(screen, link);
                generated.draw(WARM_UP);
                generated.measure(report, link == LinkKind.FAST ? UPDATES : UPDATES_OF_MANY_PICTURES);
            }
        }
    }

    private static Cost play(Workload workload, LinkKind link) throws IOException, BadPictureException {
        Cost cost = new Cost();
        try (Workload.Playback playback = workload.play()) {
            Wire wire = new Wire(playback.picture(), link.bytesPerSecond());
            boolean first = true;
            while (playback.next()) {
                List<Rectangle> changed = playback.frame().changed();
                Update update = wire.update(changed);
                if (!first) {
                    cost.add(update, changed);
                }
                first = false;
            }
        }
        return cost;
    }

    private static void report(Report report, Workload workload, LinkKind link, Cost cost) {
        Double bound = AIMS.get(workload.name());
        @Nullable Aim aim = bound == null ? null : Aim.atMost(bound);
        for (Peer peer : RecordedPeers.of(workload.name())) {
            Peer inK = Peer.earlier(peer.name(), peer.value() / K);
            report.add(link.of(workload.name()), "bytes on the wire", "K", cost.bytes / K, aim, inK);
            aim = null; // once is enough
        }
        cost.reportTime(report, link.of(workload.name()), link, null);
    }

    /** The sum of updates. */
    private static final class Cost {
        private final Samples times = new Samples();
        private final Samples pictures = new Samples();
        private long bytes;
        private long nanos;
        private long pixels;

        void add(Update update, List<Rectangle> changed) {
            times.add(update.nanos());
            pictures.add(update.longestPicture());
            bytes += update.bytes();
            nanos += update.nanos();
            for (Rectangle at : changed) {
                pixels += (long) at.width() * at.height();
            }
        }

        /** On the slower link an update may be many pictures: there the aim is for each of them. */
        void reportTime(Report report, String what, LinkKind link, @Nullable Aim aim) {
            boolean fast = link == LinkKind.FAST;
            report.add(what, "encoding an update p50", "ms", times.percentile(50), null);
            report.add(what, "encoding an update p99", "ms", times.percentile(99), fast ? aim : null);
            report.add(what, "its longest picture p99", "ms", pictures.percentile(99), fast ? null : aim);
            double rate = pixels * BYTES_PER_PIXEL * 1000.0 / nanos;
            report.add(what, "changed pixels encoded on one core", "MB/s", rate, null);
        }
    }

    /** A generated screen that is being drawn. */
    private static final class Generated {
        private final GeneratedScreen screen;
        private final Framebuffer picture = new Framebuffer(GeneratedScreen.WIDTH, GeneratedScreen.HEIGHT);
        private final List<Rectangle> whole = List.of(GeneratedScreen.WHOLE);
        private final Wire wire;
        private final LinkKind link;
        private final SplittableRandom random = new SplittableRandom(SEED);

        Generated(GeneratedScreen screen, LinkKind link) {
            this.screen = screen;
            this.link = link;
            this.wire = new Wire(picture, link.bytesPerSecond());
        }

        Update next() throws BadPictureException {
            screen.painter().paint(picture, GeneratedScreen.WHOLE, random);
            return wire.update(whole);
        }

        void draw(int updates) throws BadPictureException {
            for (int i = 0; i < updates; i++) {
                next();
            }
        }

        void measure(Report report, int count) throws IOException, BadPictureException {
            Cost all = new Cost();
            Cost compared = new Cost();
            try (StandIns standIns = new StandIns(picture)) {
                for (int i = 0; i < count; i++) {
                    Update update = next();
                    all.add(update, whole);
                    if (i % STAND_IN_EVERY == 0) {
                        compared.add(update, whole);
                        standIns.count(picture);
                    } else {
                        standIns.skip(picture);
                    }
                }
                int updates = count / STAND_IN_EVERY;
                Peer best = standIns.best(updates);
                Peer inK = Peer.inThisRun(best.name(), best.value() / K);
                report.add(link.of(screen.name()), "bytes an update", "K", compared.bytes / K / updates, null, inK);
                all.reportTime(report, link.of(screen.name()), link, Aim.atMost(ENCODE_MILLIS));
            }
        }
    }
}
