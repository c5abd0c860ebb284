package netseat.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import netseat.bench.Report.Aim;
import netseat.e2e.Chromium;
import netseat.e2e.Chromium.Tab;
import netseat.e2e.LargeSite;
import netseat.e2e.ServerProcess;
import org.HdrHistogram.Histogram;

/** The console with a thousand devices and two hundred VMs, in a real Chromium: until it is there, and until a change is. */
final class ConsoleBenchmark implements Benchmark {
    private static final int LOADS = 20;
    private static final int CHANGES = 100;

    /** Changes of other seats a second, while the page is measured again. */
    private static final int OTHERS = 20;

    private static final double MICROS = 1000;
    private static final double KIB = 1024;

    /** Plugs seat s0 to and fro, and says after how many milliseconds each was painted, beginning with the click. */
    private static final String PLUGS = """
            (async (changes) => {
              const { plug } = await import('/assets/api.js');
              const who = document.querySelector('[data-seat=s0] .who');
              const times = [];
              for (let i = 0; i < changes; i++) {
                const shown = new Promise((resolve) => {
                  const watch = new MutationObserver(() => {
                    watch.disconnect();
                    requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
                  });
                  watch.observe(who, { childList: true, subtree: true, characterData: true });
                });
                const began = performance.now();
                await plug('s0', i % 2 ? 'null1' : 'null3');
                times.push(await shown - began);
                await new Promise((resolve) => setTimeout(resolve, 100));
              }
              return times.join(' ');
            })""";

    @Override
    public String name() {
        return "console";
    }

    @Override
    public String purpose() {
        return "the console in a real Chromium, with " + LargeSite.DEVICES + " devices and " + LargeSite.MACHINES
                + " VMs";
    }

    @Override
    public void run(Report report) throws Exception {
        try (LargeSite site = LargeSite.start();
                Chromium browser = Chromium.startAt(site.server())) {
            Tab tab = browser.open(site.server().page("/"));
            tab.window(1440, 900, 1);
            load(report, tab);
            changes(report, tab, "nothing else changes");
            try (ScheduledExecutorService others = Executors.newSingleThreadScheduledExecutor()) {
                var _ = others.scheduleAtFixedRate(
                        new Others(site.server()), 0, TimeUnit.SECONDS.toMillis(1) / OTHERS, TimeUnit.MILLISECONDS);
                changes(report, tab, OTHERS + " others a second");
                others.shutdownNow();
            }
        }
    }

    private static void load(Report report, Tab tab) throws IOException {
        Histogram shown = new Histogram(3);
        for (int i = 0; i < LOADS; i++) {
            tab.await("performance.getEntriesByName('netseat.shown').length > 0 && document.querySelector('.vm')");
            shown.recordValue((long) (tab.evaluate("performance.getEntriesByName('netseat.shown')[0].startTime")
                            .asDouble()
                    * MICROS));
            if (i < LOADS - 1) {
                tab.evaluate("performance.clearMarks()");
                tab.reload();
            }
        }
        String what = "the page";
        report.add(what, "until it is painted, p50", "ms", shown.getValueAtPercentile(50) / MICROS, Aim.atMost(1000));
        report.add(what, "until it is painted, longest", "ms", shown.getMaxValue() / MICROS, Aim.atMost(1000));
        report.add(
                what,
                "elements in it",
                "",
                tab.evaluate("document.querySelectorAll('*').length").asDouble(),
                null);
    }

    private static void changes(Report report, Tab tab, String meanwhile) throws IOException {
        tab.evaluate(LargeSite.LISTEN);
        tab.await("heard.length > 0");
        double whole = tab.evaluate("heard[0].length").asDouble();
        tab.evaluate("heard.length = 0");
        Histogram shown = new Histogram(3);
        for (String millis :
                tab.evaluate(PLUGS + "(" + CHANGES + ")").stringValue().split(" ", -1)) {
            shown.recordValue((long) (Double.parseDouble(millis) * MICROS));
        }
        String what = "a seat is plugged, " + meanwhile;
        report.add(
                what, "from the click until it is painted, p50", "ms", shown.getValueAtPercentile(50) / MICROS, null);
        report.add(
                what,
                "from the click until it is painted, p99",
                "ms",
                shown.getValueAtPercentile(99) / MICROS,
                Aim.atMost(200));
        report.add(
                what,
                "an event, mean",
                "bytes",
                tab.evaluate("heard.reduce((sum, text) => sum + text.length, 0) / heard.length")
                        .asDouble(),
                null);
        report.add(what, "the whole state", "KiB", whole / KIB, null);
        tab.evaluate("watched.disconnect(); source.close(); 0");
    }

    /** Plugs other seats, one after the other. */
    private static final class Others implements Runnable {
        private final ServerProcess server;
        private int count;

        Others(ServerProcess server) {
            this.server = server;
        }

        @Override
        public void run() {
            try {
                int seat = 1 + count % (LargeSite.MACHINES - 1);
                server.plug("s" + seat, "null" + (1 + (count * 7 + 3) % LargeSite.MACHINES));
                count++;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
