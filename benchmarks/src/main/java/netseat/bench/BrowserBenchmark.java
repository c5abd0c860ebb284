package netseat.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import netseat.e2e.BrowserDecoder;
import netseat.e2e.BrowserDecoder.Reports;
import netseat.e2e.ShownPicture;
import netseat.e2e.Workload;
import netseat.e2e.Workload.Rectangle;
import netseat.protocol.FrameWriter;
import netseat.screen.Damage;
import netseat.screen.PictureEncoder;
import netseat.screen.PictureFormat;

/** What decoding takes in a real Chromium: the recorded screens, as they are sent on two kinds of link. */
final class BrowserBenchmark implements Benchmark {
    private static final double NANOS_PER_MILLI = 1_000_000;

    /** The first time is for the browser's compiler. */
    private static final int TIMES = 3;

    @Override
    public String name() {
        return "browser";
    }

    @Override
    public String purpose() {
        return "time to decode recorded screens in a real Chromium";
    }

    @Override
    public void run(Report report) throws Exception {
        try (BrowserDecoder browser = BrowserDecoder.start()) {
            for (Workload workload : Workload.all()) {
                for (LinkKind link : LinkKind.values()) {
                    measure(report, browser, workload, link);
                }
            }
        }
    }

    private static void measure(Report report, BrowserDecoder browser, Workload workload, LinkKind link)
            throws IOException {
        Encoded encoded = encode(workload, link);
        double millis = Double.MAX_VALUE;
        for (int i = 0; i < TIMES; i++) {
            Reports reports = browser.decode(encoded.batch);
            if (!reports.lines().getFirst().startsWith(encoded.shown + " ")) {
                throw new IllegalStateException("the browser does not show the guest's pixels");
            }
            millis = Math.min(millis, reports.millis());
        }
        String what = link.of(workload.name());
        report.add(what, "decoding a changed pixel", "ns", millis * NANOS_PER_MILLI / encoded.pixels, null);
        report.add(what, "decoding an update, mean", "ms", millis / encoded.updates, null);
    }

    /**
     * A workload as its unit is sent it.
     *
     * @param pixels that changed, the first whole picture's among them
     * @param shown what the unit shows at the end
     */
    private record Encoded(BrowserDecoder.Batch batch, long pixels, int updates, String shown) {}

    private static Encoded encode(Workload workload, LinkKind link) throws IOException {
        BrowserDecoder.Batch batch = new BrowserDecoder.Batch().newUnit();
        PictureEncoder encoder = new PictureEncoder(PictureFormat.FULL);
        encoder.linkSpeed(link.bytesPerSecond());
        ByteBuffer out = ByteBuffer.allocate(FrameWriter.MAX_COMMANDS);
        Damage damage = new Damage(workload.width(), workload.height());
        long pixels = 0;
        try (Workload.Playback playback = workload.play()) {
            while (playback.next()) {
                List<Rectangle> changed = playback.frame().changed();
                for (Rectangle at : changed) {
                    at.mark(damage);
                    pixels += (long) at.width() * at.height();
                }
                if (playback.frame().equals(workload.frames().getFirst())) {
                    encoder.begin(playback.picture(), damage, out);
                    batch.picture(encoder, out);
                }
                while (!encoder.isUpToDate()) {
                    encoder.start(PictureEncoder.UNLIMITED);
                    batch.picture(encoder, out);
                }
            }
            String shown = ShownPicture.of(playback.picture(), -1);
            return new Encoded(batch.report(), pixels, workload.frames().size(), shown);
        }
    }
}
