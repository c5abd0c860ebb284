package netseat.bench;

import netseat.bench.Report.Aim;
import netseat.e2e.Guests;
import netseat.e2e.ServerProcess;

/** From {@code ./run} to the line that says it is ready, when everything is built. */
final class StartupBenchmark implements Benchmark {
    private static final int STARTS = 11;

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String purpose() {
        return "from ./run to ready, after the build, with one machine";
    }

    @Override
    public void run(Report report) throws Exception {
        Samples times = new Samples();
        for (int i = 0; i < STARTS; i++) {
            long start = System.nanoTime();
            try (ServerProcess server = ServerProcess.startBy(
                    Program.command(), Guests.machine("grub", Guests.GRUB) + Guests.seat("a", "grub"), "--no-demo")) {
                if (i > 0) { // the first warms the host's file cache
                    times.add(server.readyNanos() - start);
                }
            }
        }
        report.add("./run", "ready p50", "s", times.percentile(50) / 1000, Aim.atMost(1.5));
        report.add("./run", "ready worst of " + (STARTS - 1), "s", times.percentile(100) / 1000, null);
    }
}
